"""Confirming again: the same facts change nothing, other facts are refused, late repeats meet no later parcel."""

from functools import partial
from typing import Any

import pytest

from shared.domain.faults import Conflict
from tests.services.acting import confirmed, refusal
from tests.services.bodies import receipt
from tests.services.races import at_once
from tests.services.world import World

refused = partial(refusal, confirmed)


@pytest.mark.parametrize("named", [True, False], ids=["named", "not named"])
def test_the_same_facts_again_change_nothing(world: World, *, named: bool) -> None:
    parcel = world.dispatched().consignment_id
    body = receipt(consignment_id=parcel if named else None, note="All there.")
    first = confirmed(world, body)
    before = world.items()
    world.wait(days=30)
    again = confirmed(world, body)
    assert (again.fresh, again.body) == (False, first.body)
    assert world.items() == before


@pytest.mark.parametrize(
    "other",
    [{"date_received": "2026-11-24"}, {"note": "One is torn."}, {"discrepancies": True}],
    ids=["date", "note", "discrepancies"],
)
def test_other_facts_are_refused_and_told_what_is_recorded(
    world: World, other: dict[str, Any]
) -> None:
    world.dispatched()
    number = world.batches()[0]["certificates"][0]["certificate_number"]
    if "discrepancies" in other:
        other = {"discrepancies": [{"certificate_number": number, "problem": "missing"}]}
    confirmed(world, receipt())
    world.wait(days=1)
    refusal = refused(world, receipt(**other))
    (recorded,) = refusal.recorded["receipts"]
    assert recorded["date_received"] == "2026-11-23"
    assert recorded["consignment_id"] == world.lines()[0]["consignment_id"]


def test_a_late_repeat_does_not_confirm_a_later_parcel(world: World) -> None:
    world.released_later()
    world.dispatch()
    first = confirmed(world, receipt())
    world.wait(hours=1)
    world.issue()
    later = world.dispatch().consignment_id
    before = world.items()
    again = confirmed(world, receipt())
    assert (again.fresh, again.body) == (False, first.body)
    assert world.items() == before
    # The same facts are the later parcel's where it is named, and other ones are its anyway.
    assert confirmed(world, receipt(consignment_id=later)).body.consignment_id == later


def test_what_a_late_repeat_says_differently_is_said_of_the_later_parcel(world: World) -> None:
    world.released_later()
    world.dispatch()
    confirmed(world, receipt())
    world.wait(days=1)
    world.issue()
    later = world.dispatch().consignment_id
    answer = confirmed(world, receipt(date_received="2026-11-24"))
    assert (answer.fresh, answer.body.consignment_id) == (True, later)


def test_the_same_receipt_twice_at_once_is_one(world: World) -> None:
    world.dispatched()
    answers = at_once(world, *[lambda: confirmed(world, receipt())] * 2)
    assert [each.fresh for each in answers] == [True, False]
    assert answers[0].body == answers[1].body


def test_of_two_receipts_at_once_one_is_recorded(world: World) -> None:
    world.dispatched()
    won, lost = at_once(
        world,
        lambda: confirmed(world, receipt()),
        lambda: confirmed(world, receipt(note="One is torn.")),
    )
    assert won.fresh
    assert isinstance(lost, Conflict)
    assert "note" not in world.lines()[0]["receipt"]


def test_both_parcels_at_once_are_both_confirmed(world: World) -> None:
    first, second = world.two_parcels()
    at_once(
        world,
        lambda: confirmed(world, receipt(consignment_id=first)),
        lambda: confirmed(world, receipt(consignment_id=second, date_received="2026-11-24")),
    )
    assert (world.head()["status"], world.head()["receipts"]) == ("received", 2)
    assert world.history()[-2:] == ["receipt_confirmed", "last_receipt_confirmed"]
