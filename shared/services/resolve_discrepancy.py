"""The AO settles what CRF Received says is not right with a certificate: by a replacement, or by explaining it."""

from collections.abc import Mapping

from shared.domain.charges import Charge
from shared.domain.clock import london_date
from shared.domain.consignments import Line
from shared.domain.discrepancies import (
    DiscrepancyResolution,
    NewDiscrepancyResolution,
    Settlement,
    resolution_faults,
    same_facts,
)
from shared.domain.faults import Conflict, Invalid, NotFound
from shared.domain.fields import Fact
from shared.domain.holdings import Holding, holdings, recounted
from shared.domain.identifiers import certificate_number, read_certificate_number
from shared.domain.life_cycle import Action, may, next_status
from shared.domain.receipts import Discrepancy, Problem
from shared.domain.replacements import AtFault, Reason
from shared.domain.replacing import Replacement, Settles, under_way
from shared.services import seen
from shared.services.call import Answer, Call, use_case
from shared.services.charging import charge_of
from shared.services.new_replacement import settled_by
from shared.store import consignments, course_runs, replacements
from shared.store.course_runs import WholeRun
from shared.store.table import Write


class DiscrepancyResolved(Fact):
    """The answer: how it was settled, and by which replacement, for which charge, if by one."""

    course_run_id: str
    consignment_id: str
    certificate_number: str
    resolution: DiscrepancyResolution
    charge: Charge | None


def discrepancy_charges(
    call: Call, course_run_id: str, number: str, within: int
) -> Mapping[AtFault | None, Charge]:
    """Return what replacing a certificate that is not right would cost, before one decides; changes nothing.

    Of an incorrect one by whose fault it is, of others under None.
    """
    found = seen.whole(call, course_run_id)
    may(call.caller.role, Action.RESOLVE_DISCREPANCY)
    line, told = _told(found, number)
    faults = list(AtFault) if told.problem is Problem.INCORRECT else [None]
    return {each: _charge(call, found, line, (told, each), within) for each in faults}


@use_case(DiscrepancyResolved)
def resolve_discrepancy(
    call: Call, course_run_id: str, number: str, body: NewDiscrepancyResolution, within: int
) -> Answer[DiscrepancyResolved]:
    """Settle a discrepancy; a replacement is approved by that, and free where it was reported in time.

    Once it is explained, the certificate is the centre's to distribute. Settling it again in the same way changes
    nothing; in another way it is a Conflict.
    """
    found = seen.whole(call, course_run_id)
    run = found.head
    status = next_status(run.status, Action.RESOLVE_DISCREPANCY, call.caller.role)
    line, told = _told(found, number)
    if recorded := _settled_before(found, line, told, body):
        return Answer(recorded, fresh=False)
    if faults := resolution_faults(body, told.problem):
        raise Invalid(faults)
    replacement = None
    if body.how is Settlement.REPLACEMENT:
        replacement = _replacement(call, found, line, told, body, within)
    resolution = DiscrepancyResolution(
        **body.model_dump(),
        replacement_id=replacement.replacement_id if replacement else None,
        resolved_at=call.now,
    )
    facts = {
        "certificate_number": told.certificate_number,
        "settled_by": body.how,
        "note": body.note,
    }
    after = run.moved_on(status, call.now)
    puts: list[Write] = [
        *course_runs.transition(run, after, Action.RESOLVE_DISCREPANCY, call.caller, facts),
        _settle(found, line, told.certificate_number, resolution),
        *([replacements.record(replacement, new=True)] if replacement else []),
    ]
    return call.save(puts, _answer(line, told, resolution, replacement))


def _told(found: WholeRun, number: str) -> tuple[Line, Discrepancy]:
    """Return the line whose receipt says that something is wrong with a certificate, and what it says."""
    try:
        named = certificate_number(*read_certificate_number(number))
    except ValueError:
        named = ""
    for line in found.lines:
        for each in line.receipt.discrepancies if line.receipt else []:
            if each.certificate_number == named:
                return line, each
    raise NotFound("CRF Received does not say that anything is wrong with such a certificate.")


def _settled_before(
    found: WholeRun, line: Line, told: Discrepancy, body: NewDiscrepancyResolution
) -> DiscrepancyResolved | None:
    recorded = line.resolutions.get(told.certificate_number)
    if recorded is None:
        return None
    if not same_facts(recorded, body):
        settled = {"resolution": recorded.model_dump(mode="json")}
        raise Conflict("This was settled in another way.", settled)
    by = [each for each in found.replacements if each.replacement_id == recorded.replacement_id]
    return _answer(line, told, recorded, by[0] if by else None)


def _replacement(
    call: Call,
    found: WholeRun,
    line: Line,
    told: Discrepancy,
    body: NewDiscrepancyResolution,
    within: int,
) -> Replacement:
    number = told.certificate_number
    if other := under_way(found.replacements).get(number):
        detail = "Another replacement of this certificate is under way."
        raise Conflict(detail, {"replacement": other.model_dump(mode="json")})
    return settled_by(
        call,
        found,
        [_held(found, number).certificate],
        reason=Reason(told.problem),
        **body.model_dump(include={"at_fault", "name", "note"}),
        consignment_id=line.consignment_id,
        settles=Settles.DISCREPANCY,
        charge=_charge(call, found, line, (told, body.at_fault), within),
    )


def _charge(
    call: Call,
    found: WholeRun,
    line: Line,
    of: tuple[Discrepancy, AtFault | None],
    within: int,
) -> Charge:
    """Return what replacing a certificate costs, by the date on which CRF Received said that it is not right."""
    told, at_fault = of
    reported_on = london_date(line.receipt.confirmed_at) if line.receipt else call.today
    asked = (Reason(told.problem), at_fault, reported_on)
    return charge_of(call, found, _held(found, told.certificate_number), asked, within)


def _held(found: WholeRun, number: str) -> Holding:
    return found.holdings()[number]


def _settle(found: WholeRun, line: Line, number: str, resolution: DiscrepancyResolution) -> Write:
    resolutions = line.resolutions | {number: resolution}
    settled = line.model_copy(update={"resolutions": resolutions})
    lines = [settled if each is line else each for each in found.lines]
    held = holdings(found.batches, lines, found.distributions)
    (counted, *_) = [*recounted([settled], held), settled]
    return consignments.change(counted, "resolutions", "undistributed")


def _answer(
    line: Line,
    told: Discrepancy,
    resolution: DiscrepancyResolution,
    replacement: Replacement | None,
) -> DiscrepancyResolved:
    return DiscrepancyResolved(
        course_run_id=line.course_run_id,
        consignment_id=line.consignment_id,
        certificate_number=told.certificate_number,
        resolution=resolution,
        charge=replacement.charge if replacement else None,
    )
