"""Two people record what became of the same certificates, or a parcel is received meanwhile: each decides anew."""

from functools import partial

import pytest

from shared.domain.faults import Invalid
from shared.services.confirm_receipt import confirm_receipt
from shared.services.record_distribution import record_distribution
from tests.services.bodies import distribution, receipt
from tests.services.races import at_once
from tests.services.world import World


def numbers(world: World) -> list[str]:
    return sorted(c["certificate_number"] for b in world.batches() for c in b["certificates"])


def test_the_same_at_once_is_recorded_once(world: World) -> None:
    world.received()
    same = partial(record_distribution, world.centre(), "R1", distribution())
    first, second = at_once(world, same, same)
    assert (first.fresh, second.fresh) == (True, False)
    assert first.body == second.body
    assert world.history().count("distribution_recorded") == 1


def test_one_certificate_leaves_the_centre_once(world: World) -> None:
    world.received()
    named = {"certificate_numbers": numbers(world)[:1]}
    hand_over, post = (
        partial(record_distribution, world.centre(), "R1", distribution(how, **named))
        for how in ("handed_over", "posted")
    )
    first, second = at_once(world, hand_over, post)
    assert first.fresh
    assert isinstance(second, Invalid)
    assert second.faults[0].detail == "This certificate was handed over on 23 November 2026."
    (line,) = world.lines()
    assert line["undistributed"] == 2


@pytest.mark.parametrize("first", ["receipt", "distribution"])
def test_a_parcel_received_meanwhile_is_left_out_or_taken_along(world: World, first: str) -> None:
    parcels = world.two_parcels()
    world.receive(consignment_id=parcels[0])
    on = world.centre().today
    confirmed = receipt(consignment_id=parcels[1], date_received=on)
    acts = {
        "receipt": partial(confirm_receipt, world.centre(), "R1", confirmed),
        "distribution": partial(record_distribution, world.centre(), "R1", distribution(on=on)),
    }
    order = sorted(acts, key=lambda name: name != first)
    outcome = dict(zip(order, at_once(world, *(acts[name] for name in order)), strict=True))
    assert outcome["receipt"].fresh
    count = len(outcome["distribution"].body.certificate_numbers)
    assert count == (3 if first == "receipt" else 2)
    left = {line["consignment_id"]: "centre_view" in line for line in world.lines()}
    assert left == {parcels[0]: False, parcels[1]: first == "distribution"}
