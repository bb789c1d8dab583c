"""The AO approves or refuses a replacement; what is approved is issued with the course run's next certificates."""

from collections.abc import Mapping

from shared.domain.charges import Charge
from shared.domain.clock import london_date
from shared.domain.consignments import Line
from shared.domain.faults import Conflict, Fault, Invalid, NotFound
from shared.domain.life_cycle import Action, may, next_status
from shared.domain.replacements import AtFault, Reason
from shared.domain.replacing import (
    DECIDED,
    MAY_DECIDE,
    NewReplacementDecision,
    Replacement,
    ReplacementDecision,
    Settles,
    Verdict,
    stands_at,
)
from shared.services import seen
from shared.services.call import Answer, Call, use_case
from shared.services.charging import charge_of
from shared.store import consignments, course_runs, replacements
from shared.store.course_runs import WholeRun
from shared.store.table import Write

_ACTIONS: Mapping[Verdict, Action] = {
    Verdict.APPROVE: Action.APPROVE_REPLACEMENT,
    Verdict.REFUSE: Action.REFUSE_REPLACEMENT,
}


def charges_by_fault(
    call: Call, course_run_id: str, replacement_id: str, within: int
) -> Mapping[AtFault, Charge]:
    """Return what a replacement would cost by whose fault it is, before one decides; changes nothing.

    Where that does not matter there is nothing to return.
    """
    found = seen.whole(call, course_run_id)
    may(call.caller.role, Action.APPROVE_REPLACEMENT)
    asked = _named(found, replacement_id)
    if not _fault_matters(asked):
        return {}
    return {each: _charge(call, found, asked, each, within) for each in AtFault}


@use_case(Replacement)
def decide_replacement(
    call: Call, course_run_id: str, replacement_id: str, body: NewReplacementDecision, within: int
) -> Answer[Replacement]:
    """Approve or refuse a replacement; what a refused one was to settle is open again.

    The charge is as it was on the date of the request; it changes only where the AO sees the fault elsewhere. Deciding
    again in the same words changes nothing; otherwise Conflict.
    """
    found = seen.whole(call, course_run_id)
    run, action = found.head, _ACTIONS[body.decision]
    status = next_status(run.status, action, call.caller.role)
    before = _named(found, replacement_id)
    if recorded := _decided_before(found, before, body):
        return Answer(recorded, fresh=False)
    told = {"decision": body.decision, "note": body.note, "decided_at": call.now}
    changes = {
        "status": DECIDED[body.decision],
        "decision": ReplacementDecision.model_validate(told),
        **_reckoned(call, found, before, body, within),
    }
    decided = before.model_copy(update=changes)
    puts: list[Write] = [
        *course_runs.transition(
            run, run.moved_on(status, call.now), action, call.caller, _facts(decided)
        ),
        replacements.record(decided),
    ]
    if body.decision is Verdict.REFUSE and (line := _opened_again(found, before)):
        puts.append(consignments.change(line, "resolutions", "not_arrived"))
    return call.save(puts, decided)


def _named(found: WholeRun, replacement_id: str) -> Replacement:
    for each in found.replacements:
        if each.replacement_id == replacement_id:
            return each
    raise NotFound("There is no such replacement in this course run.")


def _decided_before(
    found: WholeRun, before: Replacement, body: NewReplacementDecision
) -> Replacement | None:
    """Return what is recorded where `body` repeats it; raise Conflict where it can no longer be decided so."""
    recorded = before.model_copy(update={"status": stands_at(before, found.lines)})
    last = before.decision
    if last and (last.decision, last.note) == (body.decision, body.note):
        return recorded
    if before.status not in MAY_DECIDE[body.decision]:
        detail = f"This replacement was {before.status}."
        raise Conflict(detail, {"replacement": recorded.model_dump(mode="json")})
    return None


def _reckoned(
    call: Call,
    found: WholeRun,
    before: Replacement,
    body: NewReplacementDecision,
    within: int,
) -> dict[str, object]:
    """Return whose fault it is and what that costs, where the AO sees it otherwise than whoever asked."""
    if body.at_fault in {None, before.at_fault}:
        return {}
    if not _fault_matters(before):
        detail = (
            "Whose fault it is matters where a certificate is asked for because one is incorrect."
        )
        raise Invalid([Fault("/at_fault", detail)])
    return {
        "at_fault": body.at_fault,
        "charge": _charge(call, found, before, body.at_fault, within),
    }


def _fault_matters(of: Replacement) -> bool:
    return of.reason is Reason.INCORRECT and of.settles is None


def _charge(
    call: Call, found: WholeRun, of: Replacement, at_fault: AtFault | None, within: int
) -> Charge:
    (number,) = of.certificate_numbers
    held = found.holdings()[number]
    asked = (of.reason, at_fault, london_date(of.requested_at))
    return charge_of(call, found, held, asked, within)


def _opened_again(found: WholeRun, refused: Replacement) -> Line | None:
    """Return the line of what the refused replacement was to settle, where that is open again; None where it is not."""
    for line in found.lines:
        if refused.settles is None or line.consignment_id != refused.consignment_id:
            continue
        if refused.settles is Settles.DISCREPANCY:
            left = {
                n: r for n, r in line.resolutions.items() if n not in refused.certificate_numbers
            }
            return line.model_copy(update={"resolutions": left})
        if line.not_arrived:
            again = line.not_arrived.model_copy(update={"resolution": None})
            return line.model_copy(update={"not_arrived": again})
    return None


def _facts(decided: Replacement) -> dict[str, object]:
    (number, *more) = decided.certificate_numbers
    note = decided.decision.note if decided.decision else None
    named = {"replacement_id": decided.replacement_id, "note": note}
    return named | ({"certificates": len(more) + 1} if more else {"certificate_number": number})
