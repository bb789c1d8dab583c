"""The details and a copy of submitted results go to the verifier by email, with a link to decide by."""

from dataclasses import dataclass
from datetime import timedelta

from shared.domain.course_run import CourseRun, NotificationState, Roster, submitted
from shared.domain.fields import Fact
from shared.domain.life_cycle import Action, Status, next_status
from shared.domain.verification import Link
from shared.mail.sending import NotSent, Postbox
from shared.mail.verifier_email import ToVerify, verifier_email
from shared.services.call import Answer, Call, use_case
from shared.services.new_ids import new_token
from shared.store import course_runs, links, people, submissions


@dataclass(frozen=True, slots=True)
class LinkTerms:
    """Where links lead, and for how long they hold."""

    portal_url: str
    valid_for: timedelta


class Notified(Fact):
    """What became of a notification; None where it was no longer wanted."""

    state: NotificationState | None


def notify_verifier(
    call: Call, postbox: Postbox, terms: LinkTerms, course_run_id: str, asked_by: int
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
        _send(call, postbox, terms, run, roster)
    except (NotSent, ValueError):
        # ValueError: the message cannot be made of what is recorded.
        _record(call, course_run_id, asked_by, NotificationState.FAILED)
        raise
    return _record(call, course_run_id, asked_by, NotificationState.SENT).body


def _wanted(run: CourseRun, asked_by: int) -> bool:
    asked = run.notification is not None and run.notification.asked_by == asked_by
    sent = run.notification is not None and run.notification.state is NotificationState.SENT
    return asked and not sent and run.status is Status.SUBMITTED


def _send(call: Call, postbox: Postbox, terms: LinkTerms, run: CourseRun, roster: Roster) -> None:
    submission = submitted(run)
    verifier = people.load_verifier(call.table, run.verifier_id)
    if verifier is None:
        raise NotSent(f"There is no verifier {run.verifier_id}.")
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
        submissions.load_results(call.table, run.course_run_id, submission.version),
        f"{terms.portal_url}/verifications/{token}",
        holds_until,
    )
    postbox.send(verifier_email(asked, verifier, postbox.sender, postbox.sender_name))


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
