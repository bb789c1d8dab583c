"""What of a parcel is not right, or not there: told once, listed for the AO, settled once."""

from datetime import UTC, datetime

import pytest

from shared.domain.discrepancies import NewDiscrepancyResolution, NewNonArrival, NewResolution
from shared.domain.faults import Conflict, Forbidden, Invalid, NotFound
from shared.services.discrepancies import discrepancies, parcels_not_arrived
from shared.services.paging import Wanted
from shared.services.pending_receipts import pending_receipts
from shared.services.record_distribution import record_distribution
from shared.services.report_not_arrived import report_not_arrived
from shared.services.resolve_discrepancy import resolve_discrepancy
from shared.services.resolve_not_arrived import resolve_not_arrived
from shared.services.track import show_course_run
from tests.services.bodies import distribution
from tests.services.reminding import due
from tests.services.replacing import (
    WITHIN,
    answered,
    certificates,
    decided,
    fees,
    not_arrived,
    number,
    received_with,
    requested,
    settled,
    states,
)
from tests.services.world import World


def listed(world: World) -> list[tuple[str, list[str]]]:
    rows = discrepancies(world.ao(), Wanted()).items
    return [(r.course_run_id, [str(d.problem) for d in r.discrepancies]) for r in rows]


def away(world: World) -> list[tuple[str, int, int]]:
    rows = parcels_not_arrived(world.ao(), Wanted()).items
    return [(r.consignment_id, r.days_since_dispatch, r.working_days_since_dispatch) for r in rows]


def test_what_is_told_at_the_receipt_waits_for_the_ao_and_is_not_handed_over(world: World) -> None:
    world.dispatched()
    received_with(world, L1="damaged", L2="missing")
    assert listed(world) == [("R1", ["damaged", "missing"])]
    (line,) = world.lines()
    assert line["organisation_view"] == "DISCREPANCIES#open"
    world.wait(days=1)
    with pytest.raises(Invalid):
        record_distribution(world.centre(), "R1", distribution(certificate_numbers=[number(world)]))
    done = record_distribution(world.centre(), "R1", distribution()).body
    assert done.certificate_numbers == [number(world, "L3")]
    with pytest.raises(Forbidden):
        discrepancies(world.centre(), Wanted())


def test_an_explanation_gives_the_certificate_to_the_centre(world: World) -> None:
    world.dispatched()
    received_with(world, L1="incorrect", L2="missing")
    record_distribution(world.centre(), "R1", distribution())
    answer = settled(world, "L1", "explanation", note="That is the name on her passport.")
    assert answer.fresh
    assert answer.body.charge is None
    (line,) = world.lines()
    assert line["resolutions"] == {
        number(world): {
            "how": "explanation",
            "note": "That is the name on her passport.",
            "resolved_at": "2026-11-23T09:00:00Z",
        }
    }
    assert line["undistributed"] == 1
    assert line["centre_view"] == "TO_DISTRIBUTE#C1"
    event = world.events()[-1]
    assert (event["type"], event["facts"]) == (
        "discrepancy_resolved",
        {
            "certificate_number": number(world),
            "settled_by": "explanation",
            "note": "That is the name on her passport.",
        },
    )
    assert listed(world) == [("R1", ["missing"])]
    again = settled(world, "L1", "explanation", note="That is the name on her passport.")
    assert (again.fresh, again.body) == (False, answer.body)
    with pytest.raises(Conflict):
        settled(world, "L1")
    settled(world, "L2", "explanation", note="It came with the first parcel.")
    assert listed(world) == []
    assert "organisation_view" not in world.lines()[0]
    assert show_course_run(world.centre(), "R1").to_distribute == 2


def test_a_replacement_settles_it_and_is_free_in_time(world: World) -> None:
    fees(world)
    world.dispatched()
    received_with(world, L1="incorrect")
    original = number(world)
    answer = settled(world, at_fault="centre", name="Zoë One").body
    assert answer.charge is not None
    assert (answer.charge.pence, answer.charge.rule) == (0, "reported_in_time")
    (stored,) = world.items("replacement")
    assert (stored["status"], stored["settles"], stored["name"]) == (
        "approved",
        "discrepancy",
        "Zoë One",
    )
    assert stored["decision"]["decision"] == "approve"
    assert listed(world) == []
    (told,) = show_course_run(world.centre(), "R1").consignments
    assert told.resolutions[original].name == "Zoë One"
    # Neither the name nor the note is for the verifier.
    assert show_course_run(world.verifier(), "R1").consignments[0].resolutions == {}
    world.wait(minutes=1)
    world.issue()
    assert states(world) == {original: "revoked"}
    assert certificates(world)["L1"]["name"] == "Zoë One"
    world.dispatch()
    world.receive()
    assert show_course_run(world.centre(), "R1").to_distribute == 3


def test_reported_too_late_it_is_charged(world: World) -> None:
    fees(world)
    world.dispatched()
    world.now = datetime(2027, 1, 11, 9, tzinfo=UTC)
    told = [{"certificate_number": number(world), "problem": "damaged"}]
    world.receive(date_received="2026-11-24", discrepancies=told)
    charge = settled(world).body.charge
    assert charge is not None
    assert (charge.pence, charge.rule) == (2500, "fee")


def test_refusing_what_settled_it_opens_it_again(world: World) -> None:
    world.dispatched()
    received_with(world, L1="missing")
    resolution = settled(world).body.resolution
    decided(world, resolution.replacement_id or "", "refuse", note="It turned up.")
    assert listed(world) == [("R1", ["missing"])]
    settled(world, "L1", "explanation", note="It turned up.")
    assert show_course_run(world.centre(), "R1").to_distribute == 3


def test_what_cannot_be_settled(world: World) -> None:
    world.dispatched()
    received_with(world, L1="missing")
    body = NewDiscrepancyResolution.model_validate({"how": "replacement"})
    for strange in (number(world, "L2"), "nonsense"):
        with pytest.raises(NotFound):
            resolve_discrepancy(world.ao(), "R1", strange, body, WITHIN)
    with pytest.raises(Forbidden):
        resolve_discrepancy(world.centre(), "R1", number(world), body, WITHIN)
    with pytest.raises(Invalid) as invalid:
        settled(world, name="Zoë", at_fault="centre")
    assert [fault.pointer for fault in invalid.value.faults] == ["/at_fault", "/name"]
    # The AO has recorded one for the learner, who came to it.
    requested(world, by=world.ao())
    with pytest.raises(Conflict):
        settled(world)


def test_a_parcel_that_does_not_arrive_stays_pending_and_is_told(world: World) -> None:
    parcel = world.dispatched().consignment_id
    world.wait(days=7)
    not_arrived(world)
    assert away(world) == [(parcel, 7, 5)]
    (line,) = world.lines()
    assert line["not_arrived"] == {
        "note": "It is not here.",
        "reported_at": "2026-11-30T09:00:00Z",
        "reported_by": "administrator-of-C1",
    }
    assert len(pending_receipts(world.ao(), Wanted()).items) == 1
    event = world.events()[-1]
    assert (event["type"], event["facts"]["consignment_id"]) == ("not_arrived_reported", parcel)
    before = world.items()
    not_arrived(world)
    assert world.items() == before
    with pytest.raises(Conflict):
        not_arrived(world, note="Still not.")
    with pytest.raises(Forbidden):
        parcels_not_arrived(world.centre(), Wanted())


def test_whoever_said_so_is_not_reminded_but_the_compliance_lead_is(world: World) -> None:
    world.dispatched()
    world.wait(days=1)
    not_arrived(world)
    world.wait(days=30)
    assert {each.to for each in due(world).items} == {"compliance"}
    answered(world, "explanation", "The carrier says it was delivered.")
    assert {each.to for each in due(world).items} == {"centre", "compliance"}


def test_after_an_explanation_it_can_be_said_again(world: World) -> None:
    world.dispatched()
    not_arrived(world)
    answer = answered(world, "explanation", "It is at the depot.")
    assert answer.fresh
    assert away(world) == []
    assert answered(world, "explanation", "It is at the depot.").fresh is False
    with pytest.raises(Conflict):
        answered(world)
    not_arrived(world)
    assert len(away(world)) == 1


def test_what_is_lost_is_replaced_and_written_off(world: World) -> None:
    fees(world)
    parcel = world.dispatched().consignment_id
    originals = {number(world, learner) for learner in ("L1", "L2", "L3")}
    not_arrived(world)
    answered(world)
    (stored,) = world.items("replacement")
    assert set(stored["certificate_numbers"]) == originals
    assert stored["charge"]["rule"] == "parcel_not_arrived"
    # Until the others are there, the receipt is required.
    assert [each["consignment_id"] for each in world.head()["pending"]] == [parcel]
    world.wait(minutes=1)
    issued = world.issue()
    assert {each.replaces for each in issued.certificates} == originals
    assert set(states(world).values()) == {"replaced"}
    head, (line,) = world.head(), world.lines()
    assert (head["status"], head["pending"], head["receipts"]) == ("certificated", [], 0)
    assert line["written_off_at"] == "2026-11-23T09:01:00Z"
    assert "organisation_view" not in line
    assert pending_receipts(world.ao(), Wanted()).items == []
    second = world.dispatch().consignment_id
    world.receive()
    assert world.head()["status"] == "received"
    whole = show_course_run(world.centre(), "R1")
    assert whole.to_distribute == 3
    assert [each.consignment_id for each in whole.consignments if each.receipt] == [second]


def test_what_turns_up_after_all_is_not_replaced(world: World) -> None:
    world.dispatched()
    not_arrived(world)
    answered(world)
    (stored,) = world.items("replacement")
    world.receive()
    assert away(world) == []
    before = world.batches()
    world.issue()
    assert world.batches() == before
    decided(world, stored["replacement_id"], "refuse", note="It turned up.")
    assert away(world) == []
    with pytest.raises(Conflict):
        answered(world)


def test_several_pending_parcels_are_told_apart(world: World) -> None:
    first, second = world.two_parcels()
    with pytest.raises(Invalid) as invalid:
        not_arrived(world)
    assert first in invalid.value.faults[0].detail
    with pytest.raises(Invalid):
        not_arrived(world, consignment_id="C-0000000000")
    not_arrived(world, consignment_id=second)
    assert [each for each, *_ in away(world)] == [second]
    body = NewResolution.model_validate({"how": "explanation", "note": "It is early."})
    with pytest.raises(NotFound):
        resolve_not_arrived(world.ao(), "R1", first, body)


def test_nothing_pending_cannot_be_missed(world: World) -> None:
    world.received()
    with pytest.raises(Conflict):
        report_not_arrived(world.centre(), "R1", NewNonArrival())
