"""The verifier opens the link in their email and sees what was submitted."""

from datetime import date, datetime

from shared.domain.course_run import (
    CourseRun,
    Decision,
    Learner,
    Qualification,
    Roster,
    Submission,
    Unit,
)
from shared.domain.faults import NotFound
from shared.domain.fields import Fact
from shared.domain.results import Result
from shared.domain.verification import Link, LinkState, link_state
from shared.services.call import Call
from shared.store import course_runs, links, submissions

NO_SUCH_LINK = "This link is not known. It may have been cut short; please open it from the email."


class Details(Fact):
    """What the verifier is asked to look at."""

    title: str
    qualification: Qualification
    centre_id: str
    centre_name: str
    starts_on: date
    ends_on: date
    submission: Submission
    learners: list[Learner]
    units: list[Unit]
    results: list[Result]


class Verification(Fact):
    """What a link leads to: the details where there is something to decide, or the decision that was made."""

    course_run_id: str
    state: LinkState
    submission_version: int
    holds_until: datetime
    details: Details | None = None
    decision: Decision | None = None


def show_verification(call: Call, token: str) -> Verification:
    """Return what `token` leads to, and change nothing: mail scanners follow links."""
    link, run, roster = link_and_run(call, token)
    state = link_state(link, run, call.now)
    shown = Verification(
        course_run_id=run.course_run_id,
        state=state,
        submission_version=link.submission_version,
        holds_until=link.holds_until,
    )
    if state is LinkState.DECIDED:
        return shown.model_copy(update={"decision": run.decision})
    if state is not LinkState.WAITING:
        return shown
    of_run = set(Details.model_fields) - {"learners", "units", "results"}
    details = Details(
        **run.model_dump(include=of_run),
        learners=roster.learners,
        units=roster.units,
        results=submissions.load_results(call.table, run.course_run_id, link.submission_version),
    )
    return shown.model_copy(update={"details": details})


def link_and_run(call: Call, token: str) -> tuple[Link, CourseRun, Roster]:
    """Return the link of a token with the run it leads to; raise NotFound where there is none."""
    link = links.load(call.table, token)
    found = link and course_runs.load_with_roster(call.table, link.course_run_id)
    if not link or not found:
        raise NotFound(NO_SUCH_LINK)
    return link, *found
