"""What Manage offers under Step/Action: to whom, on which course run, and why there is nothing where there is not."""

from collections.abc import Mapping
from enum import StrEnum

from functions.portal.manage import matters
from shared.domain.distribution import MAY_FOLLOW, How
from shared.domain.life_cycle import Action, Status
from shared.domain.people import Role
from shared.domain.replacing import ReplacementStatus
from shared.services.views import CourseRunView


class Choice(StrEnum):
    """What can be chosen, as the page's address says it."""

    SUBMIT = "submit-results"
    DECIDE = "verify-or-return"
    RECEIVE = "CRF Received"
    REPORT_NOT_ARRIVED = "report-not-arrived"
    ANSWER_NOT_ARRIVED = "answer-not-arrived"
    SETTLE = "settle-discrepancy"
    DISTRIBUTE = "record-distribution"
    COME_BACK = "record-return"
    ASK_REPLACEMENT = "ask-for-replacement"
    RECORD_REPLACEMENT = "record-replacement"
    DECIDE_REPLACEMENT = "decide-replacement"
    ISSUE = "issue-certificates"
    DISPATCH = "record-dispatch"
    OPEN_QUERY = "open-query"
    RESOLVE_QUERY = "resolve-query"
    NOTIFY_AGAIN = "email-verifier"


LABELS: Mapping[Choice, str] = {
    Choice.SUBMIT: "Submit results",
    Choice.DECIDE: "Verify or return results",
    Choice.RECEIVE: "CRF Received",
    Choice.REPORT_NOT_ARRIVED: "Report that a parcel has not arrived",
    Choice.ANSWER_NOT_ARRIVED: "Answer that a parcel has not arrived",
    Choice.SETTLE: "Settle a discrepancy",
    Choice.DISTRIBUTE: "Record distribution to learners",
    Choice.COME_BACK: "Record certificates that came back",
    Choice.ASK_REPLACEMENT: "Ask for a replacement certificate",
    Choice.RECORD_REPLACEMENT: "Record a replacement for a learner",
    Choice.DECIDE_REPLACEMENT: "Approve or refuse a replacement",
    Choice.ISSUE: "Check and issue certificates",
    Choice.DISPATCH: "Record a dispatch",
    Choice.OPEN_QUERY: "Open a query",
    Choice.RESOLVE_QUERY: "Resolve a query",
    Choice.NOTIFY_AGAIN: "Email the verifier again",
}

_ACTIONS: Mapping[Choice, Action] = {
    Choice.SUBMIT: Action.SUBMIT_RESULTS,
    Choice.DECIDE: Action.VERIFY,
    Choice.RECEIVE: Action.CONFIRM_RECEIPT,
    Choice.REPORT_NOT_ARRIVED: Action.REPORT_NOT_ARRIVED,
    Choice.ANSWER_NOT_ARRIVED: Action.RESOLVE_NOT_ARRIVED,
    Choice.SETTLE: Action.RESOLVE_DISCREPANCY,
    Choice.DISTRIBUTE: Action.RECORD_DISTRIBUTION,
    Choice.COME_BACK: Action.RECORD_DISTRIBUTION,
    Choice.ASK_REPLACEMENT: Action.REQUEST_REPLACEMENT,
    Choice.RECORD_REPLACEMENT: Action.RECORD_REPLACEMENT,
    Choice.DECIDE_REPLACEMENT: Action.APPROVE_REPLACEMENT,
    Choice.ISSUE: Action.ISSUE_CERTIFICATES,
    Choice.DISPATCH: Action.DISPATCH,
    Choice.OPEN_QUERY: Action.OPEN_QUERY,
    Choice.RESOLVE_QUERY: Action.RESOLVE_QUERY,
    Choice.NOTIFY_AGAIN: Action.NOTIFY_AGAIN,
}

# What a course run waits for in each state; nobody else has anything to do meanwhile.
WAITS_FOR: Mapping[Status, str] = {
    Status.OPEN: "The centre has not submitted the results yet.",
    Status.SUBMITTED: "The verifier has not decided on the results yet.",
    Status.RETURNED: "The verifier has returned the results; the centre has to correct and submit them again.",
    Status.VERIFIED: "The awarding organisation is checking the certificates.",
    Status.CERTIFICATED: "The awarding organisation has certificates to post.",
    Status.DISPATCHED: "The certificates are on their way; the centre has not confirmed all of them yet.",
    Status.RECEIVED: "The certificates have been posted, and the centre has confirmed that they arrived.",
}


def choices(run: CourseRunView) -> list[Choice]:
    """Return what whoever sees `run` so may choose, in the order of the life cycle.

    What the state allows but there is nothing to do it with is left out: no parcel, no query, nobody without a
    certificate and nothing to be replaced.
    """
    counts = run.counts
    uncertificated = counts.certificates < counts.learners
    to_decide = matters.to_decide(run)
    there_is = {
        Choice.RECEIVE: counts.pending_receipts > 0,
        Choice.REPORT_NOT_ARRIVED: bool(matters.to_report(run)),
        Choice.ANSWER_NOT_ARRIVED: bool(matters.to_answer(run)),
        Choice.SETTLE: bool(matters.to_settle(run)),
        Choice.DISTRIBUTE: run.to_distribute > 0,
        Choice.COME_BACK: any(
            each.distribution and How.RETURNED in MAY_FOLLOW[each.distribution.how]
            for each in run.learners
        ),
        Choice.ASK_REPLACEMENT: run.to_replace > 0,
        Choice.RECORD_REPLACEMENT: run.to_replace > 0,
        Choice.DECIDE_REPLACEMENT: bool(to_decide),
        Choice.ISSUE: uncertificated
        or any(each.status is ReplacementStatus.APPROVED for each in to_decide),
        Choice.OPEN_QUERY: uncertificated,
        Choice.RESOLVE_QUERY: counts.outstanding_queries > 0,
    }
    return [
        choice
        for choice, action in _ACTIONS.items()
        if action in run.actions and there_is.get(choice, True)
    ]


def page_of(run: CourseRunView, choice: Choice) -> str | None:
    """Return the page that `choice` leads to where that is one of its own, beyond Manage."""
    return {
        Choice.SUBMIT: f"{address(run.course_run_id)}/results/enter",
        Choice.DECIDE: f"{address(run.course_run_id)}/verification",
        Choice.DISPATCH: f"/portal/desk/dispatch/{run.centre_id}",
    }.get(choice)


def address(course_run_id: str) -> str:
    """Return the path of a course run's page."""
    return f"/portal/course-runs/{course_run_id}"


def nothing_to_do(run: CourseRunView, role: Role) -> str:
    """Return why whoever sees `run` so has nothing to do."""
    if role is Role.VERIFIER and run.status not in {Status.OPEN, Status.RETURNED}:
        return "The results have been verified, so the verifier has nothing left to do."
    return WAITS_FOR[run.status]
