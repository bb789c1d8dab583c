"""A centre says, before it confirms anything, that a parcel has not arrived at all."""

from datetime import datetime

from shared.domain.consignments import Line
from shared.domain.discrepancies import NewNonArrival, NonArrival
from shared.domain.faults import Conflict, Fault, Invalid
from shared.domain.fields import Fact
from shared.domain.life_cycle import Action, next_status
from shared.services import seen
from shared.services.call import Answer, Call, use_case
from shared.store import consignments, course_runs
from shared.store.table import Write


class NotArrivedReported(Fact):
    """The answer: of which parcel it was said, and when."""

    course_run_id: str
    consignment_id: str
    tracking_url: str | None
    note: str | None
    reported_at: datetime


@use_case(NotArrivedReported)
def report_not_arrived(
    call: Call, course_run_id: str, body: NewNonArrival
) -> Answer[NotArrivedReported]:
    """Record that a course run's certificates have not arrived; the receipt stays pending, and the AO looks into it.

    Saying it again in the same words changes nothing; after the AO's explanation it is new. Raises Conflict where no
    receipt is pending, Invalid where several are and none is named.
    """
    found = seen.whole(call, course_run_id)
    run = found.head
    status = next_status(run.status, Action.REPORT_NOT_ARRIVED, call.caller.role)
    line = _meant(found.lines, body)
    if line.not_arrived and line.said_not_to_have_arrived:
        if line.not_arrived.note != body.note:
            recorded = {"not_arrived": line.not_arrived.model_dump(mode="json")}
            raise Conflict("This parcel was said not to have arrived already.", recorded)
        return Answer(_answer(line, line.not_arrived), fresh=False)
    reported = NonArrival(note=body.note, reported_at=call.now, reported_by=call.caller.subject)
    after = run.moved_on(status, call.now)
    facts = {"consignment_id": line.consignment_id, "note": body.note}
    puts: list[Write] = [
        *course_runs.transition(run, after, Action.REPORT_NOT_ARRIVED, call.caller, facts),
        consignments.change(line.model_copy(update={"not_arrived": reported}), "not_arrived"),
    ]
    return call.save(puts, _answer(line, reported))


def _meant(lines: list[Line], body: NewNonArrival) -> Line:
    pending = [line for line in lines if line.pending]
    meant = [line for line in pending if body.consignment_id in {None, line.consignment_id}]
    if len(meant) > 1:
        several = ", ".join(line.consignment_id for line in meant)
        raise Invalid([Fault("/consignment_id", f"Several receipts are pending: {several}.")])
    if not meant and pending:
        raise Invalid([Fault("/consignment_id", "No receipt is pending for this consignment.")])
    if not meant:
        raise Conflict("No receipt is pending for this course run.")
    return meant[0]


def _answer(line: Line, reported: NonArrival) -> NotArrivedReported:
    return NotArrivedReported(
        course_run_id=line.course_run_id,
        consignment_id=line.consignment_id,
        tracking_url=line.tracking_url,
        note=reported.note,
        reported_at=reported.reported_at,
    )
