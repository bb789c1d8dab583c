"""Recording a consignment: all that is ready travels together, and a tracking number is used once per carrier."""

from datetime import date
from functools import partial

import pytest

from shared.domain import limits
from shared.domain.consignments import CountsFrom, ReceiptTerms
from shared.domain.faults import Conflict, Forbidden
from shared.services.record_dispatch import record_dispatch
from shared.store import course_runs, lists
from tests.services.acting import recorded, refusal
from tests.services.bodies import parcel
from tests.services.world import World

refused = partial(refusal, recorded)


def test_all_that_is_ready_for_the_centre_travels_together(world: World) -> None:
    for run in ("R1", "R2", "R3"):
        world.certificated(run)
    world.verified("R4")
    world.certificated("R5", centre_id="C2")
    answer = recorded(world, parcel(tracking_number="dx 0001", service="Overnight"))
    told = answer.body
    assert answer.fresh
    assert sorted(line.course_run_id for line in told.lines) == ["R1", "R2", "R3"]
    assert {(line.certificates, line.receipt_due_on) for line in told.lines} == {
        (3, date(2026, 12, 7))
    }
    stored = world.item(f"CONSIGNMENT#{told.consignment_id}", "CONSIGNMENT")
    assert stored is not None
    assert (stored["carrier"], stored["tracking_number"]) == ("dx", "DX0001")
    assert (stored["service"], stored["division"]) == ("Overnight", "england-and-wales")
    assert (stored["dispatched_on"], stored["recorded_at"]) == (
        "2026-11-23",
        "2026-11-23T09:00:00Z",
    )
    assert sorted(stored["course_run_ids"]) == ["R1", "R2", "R3"]
    assert [world.head(run)["status"] for run in ("R1", "R2", "R3", "R4", "R5")] == [
        *["dispatched"] * 3,
        "verified",
        "certificated",
    ]


def test_each_run_has_its_line_its_pending_receipt_and_its_event(world: World) -> None:
    told = world.dispatched()
    (line,) = world.lines()
    assert line["blocks"] == [world.batches()[0]["block"]]
    assert (line["title"], line["certificates"]) == (world.registered["R1"].title, 3)
    head = world.head()
    assert head["ready"] == []
    assert head["pending"] == [
        {
            "consignment_id": told.consignment_id,
            "dispatched_on": "2026-11-23",
            "recorded_at": "2026-11-23T09:00:00Z",
            "receipt_due_on": "2026-12-07",
            "some_replaced": False,
        }
    ]
    event = world.events()[-1]
    assert (event["type"], event["from"]) == ("certificates_dispatched", "certificated")
    assert event["facts"] == {
        "consignment_id": told.consignment_id,
        "carrier": "dx",
        "tracking_number": "PARCEL1",
        "certificates": 3,
        "dispatched_on": "2026-11-23",
        "receipt_due_on": "2026-12-07",
    }


def test_named_runs_travel_alone(world: World) -> None:
    for run in ("R1", "R2", "R3"):
        world.certificated(run)
    told = recorded(world, parcel(course_run_ids=["R3", "R1"])).body
    assert [line.course_run_id for line in told.lines] == ["R3", "R1"]
    assert world.head("R2")["status"] == "certificated"


def test_both_batches_of_a_run_travel_together(world: World) -> None:
    world.submitted()
    query = world.open_query("L2")
    world.decide()
    world.issue()
    world.resolve(query)
    world.issue()
    told = world.dispatch()
    assert [line.certificates for line in told.lines] == [3]
    assert len(world.lines()[0]["blocks"]) == 2


@pytest.mark.parametrize(
    ("runs", "at"), [(["R1", "R5"], 1), (["R9", "R1"], 0)], ids=["other centre's", "unknown"]
)
def test_a_run_that_is_not_the_centres_is_refused(world: World, runs: list[str], at: int) -> None:
    world.certificated("R1")
    world.certificated("R5", centre_id="C2")
    faults = refused(world, parcel(course_run_ids=runs)).faults
    assert [fault.pointer for fault in faults] == [f"/course_run_ids/{at}"]


def test_a_run_without_certificates_ready_is_refused(world: World) -> None:
    world.certificated("R1")
    world.verified("R2")
    world.dispatched("R3")
    refusal = refused(world, parcel(course_run_ids=["R1", "R2", "R3"]))
    assert refusal.recorded == {"course_runs": {"R2": "verified", "R3": "dispatched"}}


def test_where_nothing_is_ready_nothing_is_recorded(world: World) -> None:
    world.verified("R1")
    assert isinstance(refused(world, parcel()), Conflict)
    centre = refused(world, parcel(centre_id="C9"))
    assert [fault.pointer for fault in centre.faults] == ["/centre_id"]


def test_what_the_index_still_lists_but_has_just_left_holds_nothing_up(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.dispatched("R1")
    world.certificated("R2")
    lagging = [
        ("b", course_runs.load(world.table, "R1")),
        ("a", course_runs.load(world.table, "R2")),
    ]
    monkeypatch.setattr(lists, "of_centre", lambda *_: iter(lagging))
    answer = recorded(world, parcel(tracking_number="dx 0002"))
    assert [line.course_run_id for line in answer.body.lines] == ["R2"]
    assert len(world.head("R1")["pending"]) == 1


@pytest.mark.parametrize(
    ("dates", "at"),
    [
        ({"dispatched_on": "2026-11-24"}, "/dispatched_on"),
        ({"dispatched_on": "2024-11-21"}, "/dispatched_on"),
        ({"delivered_on": "2026-11-24"}, "/delivered_on"),
        ({"delivered_on": "2026-11-20"}, "/delivered_on"),
    ],
)
def test_an_impossible_date_is_refused(world: World, dates: dict[str, str], at: str) -> None:
    world.certificated()
    faults = refused(world, parcel(**dates)).faults
    assert [fault.pointer for fault in faults] == [at]


def test_more_than_a_parcel_takes_have_to_be_named(world: World) -> None:
    runs = [f"R{n:02d}" for n in range(limits.COURSE_RUNS_PER_CONSIGNMENT + 1)]
    world.verified(runs[0], learners=1, units=1)
    world.copy(runs[0], runs[1:])
    for run in runs:
        world.issue(run)
    faults = refused(world, parcel()).faults
    assert [fault.pointer for fault in faults] == ["/course_run_ids"]
    # As many as a parcel takes fit into one transaction, the kept answer included.
    told = recorded(world, parcel(course_run_ids=runs[1:]), key="a-key").body
    assert [line.course_run_id for line in told.lines] == runs[1:]
    assert [line.course_run_id for line in world.dispatch().lines] == runs[:1]


def test_an_unusual_number_is_taken_with_a_warning_and_a_link(world: World) -> None:
    world.certificated()
    body = parcel(carrier="royal_mail", tracking_number="RB123456785US")
    told = recorded(world, body).body
    assert len(told.warnings) == 1
    assert told.tracking_url is not None
    assert told.tracking_url.endswith("RB123456785US")
    assert recorded(world, body).body == told


@pytest.mark.parametrize(
    ("centre", "due"), [("C1", "2027-01-06"), ("C2", "2027-01-07"), ("C3", "2027-01-06")]
)
def test_the_receipt_is_due_by_the_working_days_of_the_centres_division(
    world: World, centre: str, due: str
) -> None:
    # 25 and 28 December and 1 January are bank holidays everywhere, 4 January in Scotland alone.
    world.add_centre("C3", "northern-ireland")
    world.wait(days=25)
    world.certificated(centre_id=centre)
    told = world.dispatch(centre_id=centre)
    assert [line.receipt_due_on.isoformat() for line in told.lines] == [due]
    assert world.lines()[0]["receipt_due_on"] == due


def test_it_counts_from_the_delivery_where_that_is_the_rule(world: World) -> None:
    world.receipt_terms = ReceiptTerms(5, CountsFrom.DELIVERY)
    world.certificated("R1")
    world.wait(days=4)
    told = world.dispatch(dispatched_on="2026-11-24", delivered_on="2026-11-27")
    assert told.lines[0].receipt_due_on == date(2026, 12, 4)
    world.certificated("R2")
    told = world.dispatch(dispatched_on="2026-11-24")
    assert told.lines[0].receipt_due_on == date(2026, 12, 1)


def test_only_the_awarding_organisation_dispatches(world: World) -> None:
    world.certificated()
    before = world.items()
    for call in (world.centre(), world.verifier()):
        with pytest.raises(Forbidden):
            record_dispatch(call, parcel(), world.receipt_terms)
    assert world.items() == before
