"""The AO answers a centre whose parcel has not arrived: it explains, or has everything in the parcel replaced."""

from shared.domain.certificates import Certificate, CertificateState
from shared.domain.charges import Charge, ChargeRule
from shared.domain.consignments import Line
from shared.domain.discrepancies import (
    DiscrepancyResolution,
    NewResolution,
    NonArrival,
    Settlement,
    same_facts,
)
from shared.domain.faults import Conflict, NotFound
from shared.domain.fields import Fact
from shared.domain.life_cycle import Action, may, next_status
from shared.domain.replacements import Reason
from shared.domain.replacing import Replacement, Settles, under_way
from shared.services import seen
from shared.services.call import Answer, Call, use_case
from shared.services.new_replacement import settled_by
from shared.store import consignments, course_runs, replacements
from shared.store.course_runs import WholeRun
from shared.store.table import Write


class NotArrivedResolved(Fact):
    """The answer: how it was settled, and by which replacement if by one."""

    course_run_id: str
    consignment_id: str
    resolution: DiscrepancyResolution


def certificates_not_arrived(call: Call, course_run_id: str, consignment_id: str) -> int:
    """Return how many certificates a replacement would be of, before one decides; changes nothing."""
    found = seen.whole(call, course_run_id)
    may(call.caller.role, Action.RESOLVE_NOT_ARRIVED)
    line, _ = _told(found, consignment_id)
    return len(_lost(found, line))


@use_case(NotArrivedResolved)
def resolve_not_arrived(
    call: Call, course_run_id: str, consignment_id: str, body: NewResolution
) -> Answer[NotArrivedResolved]:
    """Settle a centre's word that a parcel has not arrived; the receipt stays pending.

    A replacement is of all the parcel's certificates of this course run that hold and of which none is under way, and
    free; once it is issued the parcel is written off. Settling it again in the same way changes nothing.
    """
    found = seen.whole(call, course_run_id)
    run = found.head
    status = next_status(run.status, Action.RESOLVE_NOT_ARRIVED, call.caller.role)
    line, told = _told(found, consignment_id)
    if told.resolution:
        if not same_facts(told.resolution, body):
            settled = {"resolution": told.resolution.model_dump(mode="json")}
            raise Conflict("This was settled in another way.", settled)
        return Answer(_answer(line, told.resolution), fresh=False)
    replacement = (
        _replacement(call, found, line, body) if body.how is Settlement.REPLACEMENT else None
    )
    resolution = DiscrepancyResolution(
        **body.model_dump(),
        replacement_id=replacement.replacement_id if replacement else None,
        resolved_at=call.now,
    )
    settled_line = line.model_copy(
        update={"not_arrived": told.model_copy(update={"resolution": resolution})}
    )
    facts = {"consignment_id": consignment_id, "settled_by": body.how, "note": body.note}
    after = run.moved_on(status, call.now)
    puts: list[Write] = [
        *course_runs.transition(run, after, Action.RESOLVE_NOT_ARRIVED, call.caller, facts),
        consignments.change(settled_line, "not_arrived"),
        *([replacements.record(replacement, new=True)] if replacement else []),
    ]
    return call.save(puts, _answer(line, resolution))


def _told(found: WholeRun, consignment_id: str) -> tuple[Line, NonArrival]:
    for line in found.lines:
        if line.consignment_id == consignment_id and line.not_arrived:
            if line.receipt:
                detail = "CRF Received has been confirmed for this parcel since."
                raise Conflict(detail, {"receipt": line.receipt.model_dump(mode="json")})
            return line, line.not_arrived
    raise NotFound("The centre has not said that such a parcel of this course run has not arrived.")


def _replacement(call: Call, found: WholeRun, line: Line, body: NewResolution) -> Replacement:
    lost = _lost(found, line)
    if not lost:
        raise Conflict("Every certificate in this parcel is being replaced, or was.")
    return settled_by(
        call,
        found,
        lost,
        reason=Reason.MISSING,
        note=body.note,
        consignment_id=line.consignment_id,
        settles=Settles.NOT_ARRIVED,
        charge=Charge(rule=ChargeRule.PARCEL_NOT_ARRIVED),
    )


def _lost(found: WholeRun, line: Line) -> list[Certificate]:
    held = found.holdings()
    others = under_way(found.replacements)
    return [
        each.certificate
        for number, each in held.items()
        if each.consignment_id == line.consignment_id
        and each.state is CertificateState.VALID
        and number not in others
    ]


def _answer(line: Line, resolution: DiscrepancyResolution) -> NotArrivedResolved:
    return NotArrivedResolved(
        course_run_id=line.course_run_id,
        consignment_id=line.consignment_id,
        resolution=resolution,
    )
