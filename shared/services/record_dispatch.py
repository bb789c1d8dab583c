"""The dispatch desk records a parcel: a centre's certificates, all that are ready together, with their tracking."""

from datetime import date

from shared.domain import limits
from shared.domain.consignments import (
    Consignment,
    Line,
    NewConsignment,
    ReceiptTerms,
    dispatch_faults,
    receipt_due_on,
)
from shared.domain.course_run import CourseRun, PendingReceipt
from shared.domain.documents import names_of
from shared.domain.faults import Conflict, Fault, Invalid, Refusal, pointer
from shared.domain.fields import Fact
from shared.domain.life_cycle import Action, Status, may, next_status
from shared.domain.people import Centre
from shared.domain.tracking import check_tracking_number
from shared.services.call import Answer, Call, use_case
from shared.services.new_ids import new_consignment_id
from shared.store import consignments, course_runs, lists, people
from shared.store.consignments import TrackingNumberUsed
from shared.store.lists import Window
from shared.store.table import Put


class DispatchedLine(Fact):
    """One course run's certificates in the parcel."""

    course_run_id: str
    certificates: int
    receipt_due_on: date


class DispatchRecorded(Fact):
    """The answer to recording a dispatch; the documents are being made, and are told of the consignment once made."""

    consignment_id: str
    tracking_url: str | None
    lines: list[DispatchedLine]
    documents: list[str]
    warnings: list[str]


@use_case(DispatchRecorded)
def record_dispatch(
    call: Call, body: NewConsignment, terms: ReceiptTerms
) -> Answer[DispatchRecorded]:
    """Record a parcel with all certificates of its course runs that are ready; the table refuses a used number.

    Repeating a recorded parcel changes nothing; a used tracking number with other facts is a Conflict.
    """
    may(call.caller.role, Action.DISPATCH)
    if faults := dispatch_faults(body, call.today):
        raise Invalid(faults)
    try:
        centre, runs = _centre_and_runs(call, body)
        consignment = _consignment(call, body, centre, runs)
        lines = [_line(consignment, run, terms) for run in runs]
        puts = [
            put for run, line in zip(runs, lines, strict=True) for put in _moves(call, run, line)
        ]
        return call.save(
            [*puts, *consignments.dispatch(consignment, lines)], _answer(consignment, lines)
        )
    except (TrackingNumberUsed, Refusal) as refusal:
        return _recorded_before(call, body, refusal)


def _centre_and_runs(call: Call, body: NewConsignment) -> tuple[Centre, list[CourseRun]]:
    centre = people.load_centre(call.table, body.centre_id)
    if centre is None:
        raise Invalid([Fault("/centre_id", "There is no such centre.")])
    ids = body.course_run_ids or _ready_for(call, body.centre_id)
    if not ids:
        raise Conflict("Nothing is ready to be dispatched to this centre.")
    runs = course_runs.load_together(call.table, ids)
    found = [run for run in runs if run and run.centre_id == body.centre_id]
    if len(found) < len(runs):
        strangers = [i for i, run in enumerate(runs) if run not in found]
        detail = "There is no such course run of this centre."
        raise Invalid([Fault(pointer("course_run_ids", i), detail) for i in strangers])
    ready = [run for run in found if run.ready]
    if body.course_run_ids is None and ready:
        # The index that lists what is ready lags by moments: it may still name what has just left.
        return centre, ready
    if len(ready) < len(found):
        statuses = {run.course_run_id: run.status.value for run in found if not run.ready}
        raise Conflict("These course runs have no certificates ready.", {"course_runs": statuses})
    return centre, found


def _ready_for(call: Call, centre_id: str) -> list[str]:
    ready = lists.of_centre(call.table, centre_id, Window(Status.CERTIFICATED))
    ids = [run.course_run_id for _, run in ready]
    if len(ids) > limits.COURSE_RUNS_PER_CONSIGNMENT:
        most = limits.COURSE_RUNS_PER_CONSIGNMENT
        detail = f"{len(ids)} course runs are ready; name up to {most} for one consignment."
        raise Invalid([Fault("/course_run_ids", detail)])
    return ids


def _consignment(
    call: Call, body: NewConsignment, centre: Centre, runs: list[CourseRun]
) -> Consignment:
    return Consignment(
        consignment_id=new_consignment_id(),
        centre_name=centre.name,
        division=centre.division,
        recorded_at=call.now,
        course_run_ids=[run.course_run_id for run in runs],
        **body.model_dump(exclude={"course_run_ids"}),
    )


def _line(consignment: Consignment, run: CourseRun, terms: ReceiptTerms) -> Line:
    return Line(
        **consignment.model_dump(exclude={"course_run_ids"}),
        course_run_id=run.course_run_id,
        title=run.title,
        certificates=sum(batch.count for batch in run.ready),
        blocks=[batch.block for batch in run.ready],
        receipt_due_on=receipt_due_on(consignment, terms),
    )


def _moves(call: Call, run: CourseRun, line: Line) -> list[Put]:
    status = next_status(run.status, Action.DISPATCH, call.caller.role)
    pending = PendingReceipt.model_validate(line.model_dump())
    after = run.moved_on(status, call.now, ready=[], pending=[*run.pending, pending])
    told = {"consignment_id", "carrier", "tracking_number", "certificates", "dispatched_on"}
    facts = line.model_dump(mode="json", include=told | {"receipt_due_on"})
    return course_runs.transition(run, after, Action.DISPATCH, call.caller, facts)


def _recorded_before(
    call: Call, body: NewConsignment, refusal: Exception
) -> Answer[DispatchRecorded]:
    """Answer a repeat with what is recorded; raise `refusal` where the tracking number is not in use."""
    recorded = consignments.by_tracking_number(
        call.table, body.carrier, body.carrier_name, body.tracking_number
    )
    if recorded is None:
        raise refusal
    said = body.model_dump(exclude={"course_run_ids"})
    same = said == recorded.model_dump(include=set(said)) and (
        body.course_run_ids is None or set(body.course_run_ids) == set(recorded.course_run_ids)
    )
    if not same:
        detail = "This tracking number was used for another consignment."
        raise Conflict(detail, {"consignment": recorded.model_dump(mode="json")}) from refusal
    return Answer(_answer(recorded, consignments.load_lines(call.table, recorded)), fresh=False)


def _answer(consignment: Consignment, lines: list[Line]) -> DispatchRecorded:
    check = check_tracking_number(consignment.carrier, consignment.tracking_number)
    return DispatchRecorded(
        consignment_id=consignment.consignment_id,
        tracking_url=check.url,
        lines=[DispatchedLine.model_validate(line.model_dump()) for line in lines],
        documents=names_of(consignment.course_run_ids),
        warnings=[check.warning] if check.warning else [],
    )
