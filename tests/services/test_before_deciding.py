"""What is told before anybody asks, settles or decides: which can be replaced, how many, and for what charge."""

import pytest

from shared.domain.faults import Forbidden, NotFound
from shared.services.certificates_to_replace import certificates_to_replace
from shared.services.decide_replacement import charges_by_fault
from shared.services.resolve_discrepancy import discrepancy_charges
from shared.services.resolve_not_arrived import certificates_not_arrived
from shared.services.track import show_course_run
from tests.services.replacing import (
    WITHIN,
    approved,
    decided,
    fees,
    not_arrived,
    number,
    received_with,
    requested,
    settled,
)
from tests.services.world import World


def choosable(world: World, by: str = "centre") -> list[str]:
    call = world.centre() if by == "centre" else world.ao()
    found = [each.learner_id for each in certificates_to_replace(call, "R1")]
    assert show_course_run(call, "R1").to_replace == len(found)
    return found


def test_what_can_be_replaced_is_what_a_request_would_not_be_refused_for(world: World) -> None:
    world.certificated()
    assert choosable(world) == choosable(world, "ao") == []
    world.dispatch()
    # The centre asks once it has confirmed; the AO for a learner who comes to it before.
    assert (choosable(world), choosable(world, "ao")) == ([], ["L1", "L2", "L3"])
    received_with(world, L2="damaged")
    assert (choosable(world), choosable(world, "ao")) == (["L1", "L3"], ["L1", "L2", "L3"])
    asked = requested(world, learner="L3").body
    assert choosable(world) == ["L1"]
    decided(world, asked.replacement_id, "refuse", note="It was found.")
    assert choosable(world) == ["L1", "L3"]
    with pytest.raises(Forbidden):
        certificates_to_replace(world.verifier(), "R1")
    assert show_course_run(world.verifier(), "R1").to_replace == 0


def test_the_name_is_the_one_that_is_printed(world: World) -> None:
    world.received()
    approved(world, "name_change")
    world.wait(minutes=1)
    world.issue()
    world.dispatch()
    assert certificates_to_replace(world.ao(), "R1")[0].learner_name == "Zoë Chen"


def test_what_settling_costs_is_what_it_then_costs(world: World) -> None:
    fees(world)
    world.dispatched()
    world.wait(days=60)
    received_with(world, L1="damaged", L2="incorrect")
    before = world.items()
    damaged = discrepancy_charges(world.ao(), "R1", number(world), WITHIN)
    incorrect = discrepancy_charges(world.ao(), "R1", number(world, "L2"), WITHIN)
    assert world.items() == before
    assert list(damaged) == [None]
    assert set(incorrect) == {"awarding-organisation", "centre"}
    assert settled(world).body.charge == damaged[None]
    for call in (world.centre(), world.verifier()):
        with pytest.raises(Forbidden):
            discrepancy_charges(call, "R1", number(world), WITHIN)
    with pytest.raises(NotFound):
        discrepancy_charges(world.ao(), "R1", number(world, "L3"), WITHIN)


def test_what_deciding_costs_is_what_it_then_costs(world: World) -> None:
    fees(world)
    world.dispatched()
    world.wait(days=60)
    received_with(world)
    world.wait(days=60)
    lost, incorrect = requested(world).body, requested(world, "incorrect", "L2").body
    assert charges_by_fault(world.ao(), "R1", lost.replacement_id, WITHIN) == {}
    costs = charges_by_fault(world.ao(), "R1", incorrect.replacement_id, WITHIN)
    assert {at_fault: charge.pence for at_fault, charge in costs.items()} == {
        "awarding-organisation": 0,
        "centre": 2000,
    }
    seen_here = {"at_fault": "awarding-organisation"}
    found = decided(world, incorrect.replacement_id, **seen_here).body
    assert found.charge in costs.values()
    assert found.charge.pence == 0
    with pytest.raises(Forbidden):
        charges_by_fault(world.centre(), "R1", lost.replacement_id, WITHIN)


def test_so_many_are_lost_with_a_parcel_that_have_not_been_asked_for(world: World) -> None:
    world.dispatched()
    (line,) = world.lines()
    with pytest.raises(NotFound):
        certificates_not_arrived(world.ao(), "R1", line["consignment_id"])
    requested(world, by=world.ao())
    not_arrived(world)
    assert certificates_not_arrived(world.ao(), "R1", line["consignment_id"]) == 2
    with pytest.raises(Forbidden):
        certificates_not_arrived(world.centre(), "R1", line["consignment_id"])
