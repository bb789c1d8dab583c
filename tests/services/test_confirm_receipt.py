"""Confirming 'CRF Received': each parcel once, and late repeats never confirm another."""

from datetime import UTC, date, datetime
from functools import partial

import pytest

from shared.domain.faults import Forbidden, Invalid
from shared.services.confirm_receipt import confirm_receipt
from tests.services.acting import confirmed, refusal
from tests.services.bodies import receipt
from tests.services.world import World

refused = partial(refusal, confirmed)


def test_a_receipt_is_confirmed(world: World) -> None:
    parcel = world.dispatched().consignment_id
    world.wait(days=2)
    answer = confirmed(world, receipt(date_received="2026-11-24", note="All there."))
    assert answer.fresh
    assert answer.body.model_dump(mode="json") == {
        "course_run_id": "R1",
        "consignment_id": parcel,
        "date_received": "2026-11-24",
        "confirmed_at": "2026-11-25T09:00:00Z",
        "on_time": True,
    }
    (line,) = world.lines()
    assert line["receipt"] == {
        "date_received": "2026-11-24",
        "note": "All there.",
        "discrepancies": [],
        "confirmed_at": "2026-11-25T09:00:00Z",
        "confirmed_by": "administrator-of-C1",
        "on_time": True,
    }
    # Off the pending receipts, and on what is to be distributed.
    assert line["centre_view"] == "TO_DISTRIBUTE#C1"
    assert line["place"] == f"2026-11-24#R1#{parcel}"
    assert "organisation_view" not in line
    head = world.head()
    assert (head["status"], head["pending"], head["receipts"]) == ("received", [], 1)
    event = world.events()[-1]
    assert (event["type"], event["from"], event["to"]) == (
        "last_receipt_confirmed",
        "dispatched",
        "received",
    )
    assert event["by"]["centre_id"] == "C1"
    assert event["facts"]["note"] == "All there."


def test_only_the_last_receipt_makes_a_run_received(world: World) -> None:
    first, second = world.two_parcels()
    confirmed(world, receipt(consignment_id=first))
    assert world.head()["status"] == "dispatched"
    assert [each["consignment_id"] for each in world.head()["pending"]] == [second]
    confirmed(world, receipt(date_received="2026-11-24"))
    assert world.head()["status"] == "received"
    assert world.history()[-2:] == ["receipt_confirmed", "last_receipt_confirmed"]


def test_a_run_with_certificates_still_to_post_stays_certificated(world: World) -> None:
    world.released_later()
    world.dispatch()
    world.issue()
    world.receive()
    assert (world.head()["status"], world.head()["pending"]) == ("certificated", [])
    world.dispatch()
    world.receive(note="The second.")
    assert world.head()["status"] == "received"


def test_a_date_in_the_future_or_before_the_dispatch_is_refused(world: World) -> None:
    world.dispatched()
    for day in ("2026-11-24", "2026-11-22"):
        faults = refused(world, receipt(date_received=day)).faults
        assert [fault.pointer for fault in faults] == ["/date_received"]
    assert confirmed(world, receipt(date_received="2026-11-23")).fresh


def test_today_is_londons(world: World) -> None:
    world.now = datetime(2027, 6, 14, 22, 59, tzinfo=UTC)
    world.dispatched()
    refused(world, receipt(date_received="2027-06-15"))
    world.wait(minutes=1)
    assert confirmed(world, receipt(date_received="2027-06-15")).fresh


def test_several_pending_have_to_be_told_apart(world: World) -> None:
    first, second = world.two_parcels()
    (fault,) = refused(world, receipt()).faults
    assert fault.pointer == "/consignment_id"
    assert first in fault.detail
    assert second in fault.detail
    body = receipt(consignment_id=second, date_received="2026-11-24")
    assert confirmed(world, body).body.consignment_id == second
    assert [each["consignment_id"] for each in world.head()["pending"]] == [first]


def test_discrepancies_are_recorded_of_certificates_in_the_parcel(world: World) -> None:
    first, second = world.two_parcels()
    numbers = {
        batch["certificates"][0]["learner_id"]: batch["certificates"][0]["certificate_number"]
        for batch in world.batches()
    }
    missing = {"certificate_number": numbers["L1"], "problem": "missing"}
    torn = {"certificate_number": numbers["L2"], "problem": "damaged", "note": "Torn."}
    faults = refused(
        world, receipt(consignment_id=second, date_received="2026-11-24", discrepancies=[missing])
    ).faults
    assert [fault.pointer for fault in faults] == ["/discrepancies/0/certificate_number"]
    twice = receipt(consignment_id=first, discrepancies=[missing, missing])
    assert [f.pointer for f in refused(world, twice).faults] == [
        "/discrepancies/1/certificate_number"
    ]
    confirmed(world, receipt(consignment_id=first, discrepancies=[missing]))
    body = receipt(consignment_id=second, date_received="2026-11-24", discrepancies=[torn])
    confirmed(world, body)
    recorded = {line["consignment_id"]: line["receipt"]["discrepancies"] for line in world.lines()}
    assert recorded == {first: [missing], second: [torn]}
    assert world.events()[-1]["facts"]["discrepancies"] == 1
    assert confirmed(world, body).fresh is False


def test_discrepancies_may_be_of_any_batch_in_the_parcel(world: World) -> None:
    world.released_later()
    world.issue()
    world.dispatch()
    numbers = [batch["certificates"][-1]["certificate_number"] for batch in world.batches()]
    assert len(numbers) == 2
    wrong = [{"certificate_number": number, "problem": "incorrect"} for number in numbers]
    assert confirmed(world, receipt(discrepancies=wrong)).fresh


@pytest.mark.parametrize(
    ("centre", "last_day"),
    [("C1", date(2027, 1, 6)), ("C2", date(2027, 1, 7)), ("C3", date(2027, 1, 6))],
)
@pytest.mark.parametrize("late", [0, 1])
def test_on_time_is_up_to_the_tenth_working_day_of_the_division(
    world: World, centre: str, last_day: date, late: int
) -> None:
    world.add_centre("C3", "northern-ireland")
    world.now = datetime(2026, 12, 18, 9, 0, tzinfo=UTC)
    world.dispatched(centre_id=centre)
    # The last minute of the day in London, which is on UTC in winter, or the first of the next.
    world.now = datetime(last_day.year, last_day.month, last_day.day, 23, 59, tzinfo=UTC)
    world.wait(minutes=late)
    assert confirmed(world, receipt(date_received="2026-12-21")).body.on_time is (late == 0)
    assert world.lines()[0]["receipt"]["on_time"] is (late == 0)


@pytest.mark.parametrize("parcel", [None, "C-0000000000"], ids=["not named", "named"])
def test_before_a_dispatch_there_is_nothing_to_confirm(world: World, parcel: str | None) -> None:
    world.verified()
    refusal = refused(world, receipt(consignment_id=parcel))
    assert refusal.recorded == {"status": "verified"}


def test_a_parcel_that_is_not_this_runs_is_not_confirmed(world: World) -> None:
    world.dispatched("R1")
    other = world.dispatched("R2").consignment_id
    refusal = refused(world, receipt(consignment_id=other))
    assert isinstance(refusal, Invalid)
    assert [fault.pointer for fault in refusal.faults] == ["/consignment_id"]
    assert len(world.head("R1")["pending"]) == 1
    assert len(world.head("R2")["pending"]) == 1


def test_only_the_centre_confirms(world: World) -> None:
    world.dispatched()
    before = world.items()
    for call in (world.ao(), world.verifier()):
        with pytest.raises(Forbidden):
            confirm_receipt(call, "R1", receipt())
    assert world.items() == before
