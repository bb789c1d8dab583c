"""What tests of replacements and discrepancies have done, by the learner whose certificate it is."""

from datetime import date, datetime
from typing import Any

from shared.domain.discrepancies import NewDiscrepancyResolution, NewNonArrival, NewResolution
from shared.domain.fees import NewFeeTable
from shared.domain.replacements import NewReplacement
from shared.domain.replacing import NewReplacementDecision, Replacement
from shared.services.call import Answer, Call
from shared.services.decide_replacement import decide_replacement
from shared.services.fees import set_fees
from shared.services.report_not_arrived import report_not_arrived
from shared.services.request_replacement import request_replacement
from shared.services.resolve_discrepancy import DiscrepancyResolved, resolve_discrepancy
from shared.services.resolve_not_arrived import NotArrivedResolved, resolve_not_arrived
from tests.services.world import World

WITHIN = 20
# What each reason asks for.
SAID: dict[str, dict[str, str]] = {
    "incorrect": {"at_fault": "centre", "note": "It says Zoe."},
    "name_change": {"name": "Zoë Chen", "evidence_seen": "marriage certificate"},
}
PENCE = {"lost": 3000, "stolen": 3000, "missing": 3000, "damaged": 2500, "incorrect": 2000}
PENCE |= {"name_change": 2400}


def fees(world: World, on: date | None = None, **pence: int) -> None:
    """Charges from a day on, today unless it is given, with 20% VAT in them."""
    said = {"currency": "GBP", "vat_percent": "20", "pence": pence or PENCE}
    set_fees(world.ao(), on or world.ao().today, NewFeeTable.model_validate(said))


def certificates(world: World, run: str = "R1") -> dict[str, dict[str, Any]]:
    """The newest certificate of each learner, as it is stored."""
    batches = sorted(
        world.batches(run), key=lambda batch: datetime.fromisoformat(batch["issued_at"])
    )
    return {each["learner_id"]: each for batch in batches for each in batch["certificates"]}


def number(world: World, learner: str = "L1", run: str = "R1") -> str:
    return str(certificates(world, run)[learner]["certificate_number"])


def states(world: World, run: str = "R1") -> dict[str, str]:
    """How those certificates stand that no longer hold, by number."""
    return {n: state for batch in world.batches(run) for n, state in batch["states"].items()}


def request(reason: str = "lost", **other: Any) -> NewReplacement:
    said = {"reason": reason} | SAID.get(reason, {}) | other
    return NewReplacement.model_validate(said)


def requested(
    world: World,
    reason: str = "lost",
    learner: str = "L1",
    by: Call | None = None,
    **other: Any,
) -> Answer[Replacement]:
    body = request(reason, **other)
    return request_replacement(by or world.centre(), number(world, learner), body, WITHIN)


def decided(
    world: World, replacement_id: str, decision: str = "approve", **other: Any
) -> Answer[Replacement]:
    body = NewReplacementDecision.model_validate({"decision": decision} | other)
    answer = decide_replacement(world.ao(), "R1", replacement_id, body, WITHIN)
    # What is issued next is newer than what it replaces, on a clock that stands, too.
    world.wait(microseconds=1)
    return answer


def approved(world: World, reason: str = "lost", learner: str = "L1", **other: Any) -> Replacement:
    asked = requested(world, reason, learner, **other).body
    return decided(world, asked.replacement_id).body


def received_with(world: World, **problems: str) -> None:
    """CRF Received, with what is wrong with the certificates of these learners."""
    told = [
        {"certificate_number": number(world, learner), "problem": problem}
        for learner, problem in problems.items()
    ]
    world.receive(discrepancies=told)


def settled(
    world: World, learner: str = "L1", how: str = "replacement", **other: Any
) -> Answer[DiscrepancyResolved]:
    said = {"how": how} | ({"note": "It is right."} if how == "explanation" else {}) | other
    body = NewDiscrepancyResolution.model_validate(said)
    told = next(
        each["certificate_number"]
        for line in world.lines()
        for each in line["receipt"]["discrepancies"]
        if each["certificate_number"] in _numbers_of(world, learner)
    )
    return resolve_discrepancy(world.ao(), "R1", told, body, WITHIN)


def _numbers_of(world: World, learner: str) -> set[str]:
    issued = [each for batch in world.batches() for each in batch["certificates"]]
    return {each["certificate_number"] for each in issued if each["learner_id"] == learner}


def not_arrived(world: World, note: str | None = "It is not here.", **other: Any) -> None:
    said = NewNonArrival.model_validate({"note": note} | other)
    report_not_arrived(world.centre(), "R1", said)


def answered(
    world: World, how: str = "replacement", note: str | None = "It is lost."
) -> Answer[NotArrivedResolved]:
    (line, *_) = world.lines()
    body = NewResolution.model_validate({"how": how, "note": note})
    return resolve_not_arrived(world.ao(), "R1", line["consignment_id"], body)
