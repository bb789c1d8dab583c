"""The AO has the verifier mailed once more, with a new link: they were not reached, or the link has expired."""

from shared.domain.course_run import Notification, NotificationState, submitted
from shared.domain.fields import Fact
from shared.domain.life_cycle import Action, Status, next_status
from shared.services import seen
from shared.services.call import Answer, Call, use_case
from shared.store import course_runs


class NotificationRequested(Fact):
    """The answer to asking for another email."""

    course_run_id: str
    status: Status
    notification: Notification


@use_case(NotificationRequested)
def notify_again(call: Call, course_run_id: str) -> Answer[NotificationRequested]:
    """Ask for the verifier's email again; while one is on its way, that is the one asked for."""
    run = seen.head(call, course_run_id)
    status = next_status(run.status, Action.NOTIFY_AGAIN, call.caller.role)
    asked = run.notification
    waiting = asked is not None and asked.state is NotificationState.WAITING
    if asked and waiting and not run.verifier_not_reached(call.now):
        answer = NotificationRequested(
            course_run_id=course_run_id, status=run.status, notification=asked
        )
        return Answer(answer, fresh=False)
    notification = Notification(asked_by=run.version + 1, asked_at=call.now)
    after = run.moved_on(status, call.now, notification=notification)
    facts = {"submission_version": submitted(run).version}
    puts = course_runs.transition(run, after, Action.NOTIFY_AGAIN, call.caller, facts)
    return call.save(
        puts,
        NotificationRequested(
            course_run_id=course_run_id, status=status, notification=notification
        ),
    )
