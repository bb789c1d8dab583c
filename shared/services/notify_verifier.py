"""The details and a copy of submitted results go to the verifier by email, with a link to decide by."""

from dataclasses import dataclass
from datetime import timedelta

from shared.documents.printing import Letterhead
from shared.documents.results_copy import results_pdf
from shared.domain import limits
from shared.domain.course_run import CourseRun, NotificationState, Roster, submitted
from shared.domain.fields import Fact
from shared.domain.life_cycle import Action, Status, next_status
from shared.domain.results import Result
from shared.domain.verification import Link, VerifierCopy
from shared.mail.sending import NotSent, Postbox
from shared.mail.verifier_email import ToVerify, verifier_email
from shared.services.call import Answer, Call, use_case
from shared.services.new_ids import new_token
from shared.store import course_runs, links, people, submissions


@dataclass(frozen=True, slots=True)
class LinkTerms:
    """Where links lead, for how long they hold, and whether a copy of the results goes with them."""

    portal_url: str
    valid_for: timedelta
    copy: VerifierCopy = VerifierCopy.ATTACHED


class Notified(Fact):
    """What became of a notification, None where it was no longer wanted, and what is wrong with its printed copy."""

    state: NotificationState | None
    copy_fault: str | None = None


def notify_verifier(
    call: Call,
    postbox: Postbox,
    terms: LinkTerms,
    letterhead: Letterhead,
    course_run_id: str,
    asked_by: int,
) -> Notified:
    """Send the email that the event `asked_by` of a run asks for, and record that in the run's history.

    Does nothing where it was sent already or the results were decided or superseded meanwhile. Raises NotSent, once
    that is recorded, for the stream to try again: dying between sending and recording repeats the email, never
    loses it.
    """
    found = course_runs.load_with_roster(call.table, course_run_id)
    if found is None or not _wanted(found[0], asked_by):
        return Notified(state=None)
    run, roster = found
    try:
        copy_fault = _send(call, postbox, terms, letterhead, run, roster)
    except (NotSent, ValueError):
        # ValueError: the message cannot be made of what is recorded.
        _record(call, course_run_id, asked_by, NotificationState.FAILED)
        raise
    recorded = _record(call, course_run_id, asked_by, NotificationState.SENT).body
    return recorded.model_copy(update={"copy_fault": copy_fault})


def _wanted(run: CourseRun, asked_by: int) -> bool:
    asked = run.notification is not None and run.notification.asked_by == asked_by
    sent = run.notification is not None and run.notification.state is NotificationState.SENT
    return asked and not sent and run.status is Status.SUBMITTED


def _send(
    call: Call,
    postbox: Postbox,
    terms: LinkTerms,
    letterhead: Letterhead,
    run: CourseRun,
    roster: Roster,
) -> str | None:
    """Send the email; return what is wrong with its printed copy, if anything."""
    submission = submitted(run)
    verifier = people.load_verifier(call.table, run.verifier_id)
    if verifier is None:
        raise NotSent(f"There is no verifier {run.verifier_id}.")
    results = submissions.load_results(call.table, run.course_run_id, submission.version)
    printed, fault = None, None
    if terms.copy is VerifierCopy.ATTACHED and len(results) <= limits.RESULTS_PRINTED:
        printed, fault = _printed(run, roster, results, letterhead)
    token = new_token()
    holds_until = call.now + terms.valid_for
    link = Link(
        course_run_id=run.course_run_id,
        submission_version=submission.version,
        holds_until=holds_until,
    )
    # The link first: an email must never lead nowhere.
    links.save(call.table, token, link)
    asked = ToVerify(
        run,
        roster,
        submission,
        results,
        f"{terms.portal_url}/verifications/{token}",
        holds_until,
        terms.copy,
        printed,
    )
    postbox.send(verifier_email(asked, verifier, postbox.sender, postbox.sender_name))
    return fault


def _printed(
    run: CourseRun, roster: Roster, results: list[Result], letterhead: Letterhead
) -> tuple[bytes | None, str | None]:
    """Return the copy as PDF, and what is wrong with it: whatever that is, it must not cost the email."""
    try:
        printed = results_pdf(run, roster, results, letterhead)
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as failure:  # noqa: BLE001  (where Typst panics, that is no Exception)
        return None, type(failure).__name__
    return printed.content, None if printed.complete else "incomplete"


@use_case(Notified)
def _record(
    call: Call, course_run_id: str, asked_by: int, state: NotificationState
) -> Answer[Notified]:
    run = course_runs.load(call.table, course_run_id)
    asked = run and run.notification
    if not run or not asked or asked.asked_by != asked_by or asked.state is state:
        return Answer(Notified(state=state), fresh=False)
    sent = state is NotificationState.SENT
    action = Action.RECORD_NOTIFIED if sent else Action.RECORD_NOT_REACHED
    after = run.moved_on(
        next_status(run.status, action, call.caller.role),
        call.now,
        notification=asked.model_copy(update={"state": state}),
    )
    facts = {"submission_version": submitted(run).version, "verifier_id": run.verifier_id}
    puts = course_runs.transition(run, after, action, call.caller, facts)
    return call.save(puts, Notified(state=state))
