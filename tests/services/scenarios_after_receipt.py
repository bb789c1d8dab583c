"""What comes after the receipt, as scenarios to disturb: what is not right, and what is replaced."""

from collections.abc import Mapping
from typing import Any

from shared.domain.charges import Charge
from shared.domain.discrepancies import NewDiscrepancyResolution, NewNonArrival, NewResolution
from shared.domain.replacements import Reason
from shared.domain.replacing import NewReplacementDecision
from shared.services.certificates_to_replace import certificates_to_replace
from shared.services.charges import charges
from shared.services.confirm_receipt import confirm_receipt
from shared.services.decide_replacement import charges_by_fault, decide_replacement
from shared.services.discrepancies import discrepancies, parcels_not_arrived
from shared.services.issue_certificates import issue_certificates
from shared.services.paging import Wanted
from shared.services.replacements import replacements_under_way
from shared.services.report_not_arrived import report_not_arrived
from shared.services.request_replacement import replacement_charge, request_replacement
from shared.services.resolve_discrepancy import discrepancy_charges, resolve_discrepancy
from shared.services.resolve_not_arrived import certificates_not_arrived, resolve_not_arrived
from shared.services.track import show_course_run
from tests.services.bodies import receipt
from tests.services.faults import Scenario
from tests.services.replacing import (
    WITHIN,
    answered,
    approved,
    decided,
    fees,
    not_arrived,
    number,
    received_with,
    request,
    requested,
    settled,
)
from tests.services.world import World

Key = str | None


def report(world: World, key: Key) -> Any:
    said = NewNonArrival(note="It is not here.")
    return report_not_arrived(world.centre(key=key), "R1", said)


def answer(world: World, key: Key) -> Any:
    body = NewResolution.model_validate({"how": "replacement"})
    (line,) = world.lines()
    return resolve_not_arrived(world.ao(key), "R1", line["consignment_id"], body)


def settle(world: World, key: Key, **said: str) -> Any:
    body = NewDiscrepancyResolution.model_validate({"how": "replacement"} | said)
    return resolve_discrepancy(world.ao(key), "R1", number(world), body, WITHIN)


def explain(world: World, key: Key) -> Any:
    return settle(world, key, how="explanation", note="That is her name.")


def ask(world: World, key: Key) -> Any:
    body, of = request(charge_pence=3000), number(world)
    return request_replacement(world.centre(key=key), of, body, WITHIN)


def record(world: World, key: Key) -> Any:
    return request_replacement(world.ao(key), number(world), request("name_change"), WITHIN)


def approve(world: World, key: Key) -> Any:
    return decide(world, key, decision="approve", at_fault="awarding-organisation")


def refuse(world: World, key: Key) -> Any:
    return decide(world, key, decision="refuse", note="It was found.")


def decide(world: World, key: Key, **said: str) -> Any:
    (asked,) = world.items("replacement")
    body = NewReplacementDecision.model_validate(said)
    return decide_replacement(world.ao(key), "R1", asked["replacement_id"], body, WITHIN)


def issue(world: World, key: Key) -> Any:
    return issue_certificates(world.ao(key), "R1")


def charged(world: World) -> None:
    fees(world)
    world.received()


def said_not_to_have_arrived(world: World) -> None:
    world.dispatched()
    not_arrived(world)


def damaged(world: World) -> None:
    world.dispatched()
    received_with(world, L1="damaged")


def asked_as_incorrect(world: World) -> None:
    charged(world)
    requested(world, "incorrect")


def settling(world: World) -> None:
    damaged(world)
    settled(world)


def lost(world: World) -> None:
    said_not_to_have_arrived(world)
    answered(world)
    world.wait(minutes=1)


def two_approved(world: World) -> None:
    charged(world)
    approved(world)
    approved(world, "damaged", "L2")
    world.wait(minutes=1)


def replaced(world: World) -> None:
    two_approved(world)
    world.issue()
    requested(world, "stolen", "L3")


def replaced_on_its_way(world: World) -> None:
    world.dispatched()
    asked = requested(world, by=world.ao()).body
    decided(world, asked.replacement_id)
    world.wait(minutes=1)
    world.issue()


def confirm(world: World, key: Key) -> Any:
    return confirm_receipt(world.centre(key=key), "R1", receipt())


def quote(world: World, _: Key) -> Any:
    return replacement_charge(world.centre(), number(world), Reason.LOST, None, WITHIN)


def under_way(world: World, _: Key) -> Any:
    return replacements_under_way(world.ao(), Wanted())


def month(world: World, _: Key) -> Any:
    return charges(world.ao(), Wanted())


def not_right(world: World, _: Key) -> Any:
    return discrepancies(world.ao(), Wanted())


def away(world: World, _: Key) -> Any:
    return parcels_not_arrived(world.ao(), Wanted())


def one_run(world: World, _: Key) -> Any:
    return show_course_run(world.centre(), "R1")


def choose(world: World, _: Key) -> Any:
    found = certificates_to_replace(world.centre(), "R1")
    return [each.model_dump(mode="json") for each in found]


def quote_settling(world: World, _: Key) -> Any:
    return _dumped(discrepancy_charges(world.ao(), "R1", number(world), WITHIN))


def quote_faults(world: World, _: Key) -> Any:
    (asked,) = world.items("replacement")
    return _dumped(charges_by_fault(world.ao(), "R1", asked["replacement_id"], WITHIN))


def _dumped(costs: Mapping[Any, Charge]) -> list[Any]:
    return [(at_fault, charge.model_dump(mode="json")) for at_fault, charge in costs.items()]


def count_lost(world: World, _: Key) -> Any:
    (line,) = world.lines()
    return certificates_not_arrived(world.ao(), "R1", line["consignment_id"])


TRANSITIONS_AFTER_RECEIPT = [
    Scenario("say that a parcel has not arrived", World.dispatched, report),
    Scenario("have a lost parcel replaced", said_not_to_have_arrived, answer),
    Scenario("settle a discrepancy by a replacement", damaged, settle),
    Scenario("explain a discrepancy", damaged, explain),
    Scenario("ask for a replacement", charged, ask),
    Scenario("record a replacement", charged, record),
    Scenario("approve a replacement", asked_as_incorrect, approve),
    Scenario("refuse a replacement", asked_as_incorrect, refuse),
    Scenario("refuse what settled a discrepancy", settling, refuse),
    Scenario("issue replacements", two_approved, issue),
    Scenario("issue in the place of a lost parcel", lost, issue),
    Scenario("confirm what was replaced in part", replaced_on_its_way, confirm),
]
READING_AFTER_RECEIPT = [
    Scenario("tell what a replacement costs", charged, quote),
    Scenario("list what can be replaced", replaced, choose),
    Scenario("tell what settling costs", damaged, quote_settling),
    Scenario("tell what a replacement costs by whose fault", asked_as_incorrect, quote_faults),
    Scenario("count what is lost with a parcel", said_not_to_have_arrived, count_lost),
    Scenario("list replacements", replaced, under_way),
    Scenario("list charges", replaced, month),
    Scenario("list discrepancies", damaged, not_right),
    Scenario("list what has not arrived", said_not_to_have_arrived, away),
    Scenario("show a course run with replacements", replaced, one_run),
]
