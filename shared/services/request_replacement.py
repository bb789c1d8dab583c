"""A centre asks for another certificate in the place of one; the AO records it for a learner who was referred to it."""

from shared.domain.certificates import holders
from shared.domain.charges import Charge, told
from shared.domain.faults import Conflict, Fault, Forbidden, Invalid, NotFound
from shared.domain.fields import Fact
from shared.domain.holdings import Holding
from shared.domain.identifiers import certificate_number, read_certificate_number
from shared.domain.life_cycle import may, next_status
from shared.domain.people import Caller
from shared.domain.replacements import AtFault, NewReplacement, Reason
from shared.domain.replacing import (
    ASKED_BY,
    UNDER_WAY,
    Replacement,
    ReplacementStatus,
    obstacle,
    stands_at,
)
from shared.services import seen
from shared.services.call import Answer, Call, use_case
from shared.services.charging import charge_of
from shared.services.new_replacement import new_replacement
from shared.store import certificates, course_runs, replacements
from shared.store.course_runs import WholeRun

_SAID = ("reason", "at_fault", "name", "evidence_seen", "note")


class ReplacementCharge(Fact):
    """What another certificate would cost if it were asked for now, and why, also in words."""

    certificate_number: str
    reason: Reason
    at_fault: AtFault | None
    charge: Charge
    told: str


def replacement_charge(
    call: Call, number: str, reason: Reason | None, at_fault: AtFault | None, within: int
) -> ReplacementCharge:
    """Return what asking for another certificate would cost, before one asks; changes nothing.

    Raises NotFound and Conflict as asking for it does, and Invalid without a reason.
    """
    found, held = _found(call, number)
    if reason is None:
        raise Invalid([Fault("/reason", f"reason is one of {', '.join(Reason)}.")])
    _refuse(call.caller, found, held)
    charge = charge_of(call, found, held, (reason, at_fault, call.today), within)
    return ReplacementCharge(
        certificate_number=held.certificate.certificate_number,
        reason=reason,
        at_fault=at_fault,
        charge=charge,
        told=told(charge),
    )


@use_case(Replacement)
def request_replacement(
    call: Call, number: str, body: NewReplacement, within: int
) -> Answer[Replacement]:
    """Record that another certificate is asked for, with what it costs; the AO decides on it.

    Asking again with the same facts changes nothing. Raises Conflict where the charge is not the one that was shown,
    where another replacement is under way, and where there can be none.
    """
    found, held = _found(call, number)
    if recorded := _asked_before(found, held, body):
        return Answer(recorded, fresh=False)
    _refuse(call.caller, found, held)
    run, action = found.head, ASKED_BY[call.caller.role]
    asked = (body.reason, body.at_fault, call.today)
    charge = charge_of(call, found, held, asked, within)
    if body.charge_pence not in {None, charge.pence}:
        recorded_charge = {"charge": charge.model_dump(mode="json")}
        raise Conflict(f"The charge is another now. {told(charge)}.", recorded_charge)
    said = body.model_dump(include=set(_SAID)) | {"charge": charge}
    replacement = new_replacement(call, found, [held.certificate], **said)
    after = run.moved_on(next_status(run.status, action, call.caller.role), call.now)
    facts = {
        "replacement_id": replacement.replacement_id,
        "certificate_number": held.certificate.certificate_number,
        "learner_id": held.certificate.learner_id,
        "replacement_reason": body.reason,
    }
    puts = course_runs.transition(run, after, action, call.caller, facts)
    return call.save([*puts, replacements.record(replacement, new=True)], replacement)


def _found(call: Call, number: str) -> tuple[WholeRun, Holding]:
    """Return the course run of a certificate and the certificate as the centre has it; another's is not found."""
    nothing = NotFound("There is no such certificate.")
    try:
        block, serial = read_certificate_number(number)
    except ValueError:
        raise nothing from None
    course_run_id = certificates.run_of(call.table, block)
    if course_run_id is None:
        raise nothing
    try:
        found = seen.whole(call, course_run_id)
    except NotFound:
        raise nothing from None
    if call.caller.role not in ASKED_BY:
        raise Forbidden("Replacements are for centres and the awarding organisation.")
    held = found.holdings()
    one = held.get(certificate_number(block, serial))
    if one is None:
        raise nothing
    return found, one


def _asked_before(found: WholeRun, held: Holding, body: NewReplacement) -> Replacement | None:
    number, said = held.certificate.certificate_number, body.model_dump(include=set(_SAID))
    for each in reversed(found.replacements):
        if number not in each.certificate_numbers or each.status is ReplacementStatus.REFUSED:
            continue
        recorded = each.model_copy(update={"status": stands_at(each, found.lines)})
        if each.model_dump(include=set(_SAID)) == said and each.settles is None:
            return recorded
        if each.status in UNDER_WAY:
            detail = "A replacement of this certificate is under way."
            raise Conflict(detail, {"replacement": recorded.model_dump(mode="json")})
    return None


def _refuse(by: Caller, found: WholeRun, held: Holding) -> None:
    may(by.role, ASKED_BY[by.role])
    if detail := obstacle(held, by.role):
        latest = holders(found.batches)[held.certificate.learner_id].certificate_number
        raise Conflict(detail, {"certificate_number": latest, "state": held.state})
