"""A tracking number is used once per carrier: the same parcel again, other parcels, and several at once."""

from functools import partial
from typing import Any

import pytest

from shared.domain.faults import Conflict
from tests.services.acting import recorded, refusal
from tests.services.bodies import parcel
from tests.services.races import at_once
from tests.services.world import World

refused = partial(refusal, recorded)


def test_the_same_parcel_again_changes_nothing(world: World) -> None:
    world.certificated("R1")
    first = recorded(world, parcel())
    # What has become ready since does not slip into a parcel that has left.
    world.certificated("R2")
    before = world.items()
    world.wait(hours=1)
    for body in (parcel(), parcel(tracking_number="dx-00 01"), parcel(course_run_ids=["R1"])):
        again = recorded(world, body)
        assert (again.fresh, again.body) == (False, first.body)
    assert world.items() == before


@pytest.mark.parametrize(
    "other",
    [
        {"dispatched_on": "2026-11-20"},
        {"service": "Overnight"},
        {"centre_id": "C2"},
        {"course_run_ids": ["R1", "R2"]},
        {"course_run_ids": ["R2"]},
    ],
    ids=str,
)
def test_a_used_number_with_other_facts_is_refused(world: World, other: dict[str, Any]) -> None:
    world.certificated("R1")
    first = recorded(world, parcel()).body
    world.certificated("R2")
    world.certificated("R3", centre_id="C2")
    refusal = refused(world, parcel(**other))
    assert isinstance(refusal, Conflict)
    assert refusal.recorded["consignment"]["consignment_id"] == first.consignment_id
    assert refusal.recorded["consignment"]["course_run_ids"] == ["R1"]


def test_a_number_is_each_carriers_own(world: World) -> None:
    world.certificated("R1")
    world.certificated("R2")
    world.certificated("R3")
    first = recorded(world, parcel(course_run_ids=["R1"])).body
    named = {"carrier": "other", "carrier_name": "Acme Bikes"}
    second = recorded(world, parcel(course_run_ids=["R2"], **named)).body
    named["carrier_name"] = "Zenith Vans"
    third = recorded(world, parcel(course_run_ids=["R3"], **named)).body
    assert len({each.consignment_id for each in (first, second, third)}) == 3
    assert len(world.items("tracking")) == 3


def test_carriers_by_name_are_told_apart_by_more_than_capitals(world: World) -> None:
    world.certificated("R1")
    world.certificated("R2")
    named = {"carrier": "other", "carrier_name": "Straße Bikes"}
    first = recorded(world, parcel(course_run_ids=["R1"], **named))
    again = recorded(world, parcel(course_run_ids=["R1"], **named))
    assert (again.fresh, again.body) == (False, first.body)
    named["carrier_name"] = "STRASSE BIKES"
    assert isinstance(refused(world, parcel(course_run_ids=["R2"], **named)), Conflict)


def test_of_two_parcels_at_once_with_one_number_one_is_recorded(world: World) -> None:
    world.certificated("R1")
    world.certificated("R2")
    won, lost = at_once(
        world,
        lambda: recorded(world, parcel(course_run_ids=["R1"])),
        lambda: recorded(world, parcel(course_run_ids=["R2"])),
    )
    assert won.fresh
    assert isinstance(lost, Conflict)
    assert lost.recorded["consignment"]["consignment_id"] == won.body.consignment_id
    assert len(world.items("consignment")) == 1
    assert world.head("R2")["status"] == "certificated"


def test_of_two_parcels_at_once_with_one_run_one_is_recorded(world: World) -> None:
    world.certificated()
    won, lost = at_once(
        world,
        lambda: recorded(world, parcel()),
        lambda: recorded(world, parcel(tracking_number="DX0002")),
    )
    assert won.fresh
    assert isinstance(lost, Conflict)
    assert len(world.items("consignment")) == len(world.lines()) == 1


def test_the_same_parcel_twice_at_once_is_one(world: World) -> None:
    world.certificated()
    answers = at_once(world, *[lambda: recorded(world, parcel())] * 2)
    assert [each.fresh for each in answers] == [True, False]
    assert answers[0].body == answers[1].body
