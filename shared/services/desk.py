"""The AO's desk: what is ready to be posted, centre by centre, and which verifiers were not reached."""

from datetime import datetime

from shared.domain.course_run import CourseRun
from shared.domain.faults import NotFound
from shared.domain.fields import Fact
from shared.domain.life_cycle import Action, Status, may
from shared.services.call import Call
from shared.services.views import CourseRunSummary, summary
from shared.store import lists, people
from shared.store.lists import Window


class RunReady(Fact):
    """A course run with certificates that are ready to be posted."""

    course_run_id: str
    title: str
    certificates: int


class CentreReady(Fact):
    """All that is ready for one centre, which travels together; the longest waiting first."""

    centre_id: str
    centre_name: str
    waiting_since: datetime
    certificates: int
    course_runs: list[RunReady]


def to_post(call: Call) -> list[CentreReady]:
    """Return what is ready to be posted, centre by centre, the longest waiting first."""
    may(call.caller.role, Action.DISPATCH)
    by_centre: dict[str, list[CourseRun]] = {}
    for _, run in lists.of_all(call.table, Window(Status.CERTIFICATED, oldest_first=True)):
        by_centre.setdefault(run.centre_id, []).append(run)
    return [_centre_ready(runs) for runs in by_centre.values()]


def address_of(call: Call, centre_id: str) -> str:
    """Return the address that a parcel to a centre bears; raises NotFound."""
    may(call.caller.role, Action.DISPATCH)
    centre = people.load_centre(call.table, centre_id)
    if centre is None:
        raise NotFound("There is no such centre.")
    return centre.address


def not_reached(call: Call) -> list[CourseRunSummary]:
    """Return the course runs that wait for a verifier whom no email has reached, the longest waiting first."""
    may(call.caller.role, Action.NOTIFY_AGAIN)
    waiting = (run for _, run in lists.not_notified(call.table))
    return [summary(run, call.now) for run in waiting if run.verifier_not_reached(call.now)]


def _centre_ready(runs: list[CourseRun]) -> CentreReady:
    ready = [
        RunReady(
            course_run_id=run.course_run_id,
            title=run.title,
            certificates=sum(batch.count for batch in run.ready),
        )
        for run in runs
    ]
    return CentreReady(
        centre_id=runs[0].centre_id,
        centre_name=runs[0].centre_name,
        waiting_since=runs[0].updated_at,
        certificates=sum(each.certificates for each in ready),
        course_runs=ready,
    )
