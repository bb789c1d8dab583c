"""Where everything is: lists within what the caller may see, one run whole, its history, a parcel."""

from typing import Any

import pytest

from shared.domain.events import Event
from shared.domain.faults import NotFound
from shared.domain.life_cycle import Action, Status
from shared.domain.people import Caller, Role
from shared.services import record_dispatch
from shared.services.call import Call
from shared.services.paging import Wanted, wanted
from shared.services.track import (
    list_course_runs,
    show_consignment,
    show_course_run,
    show_history,
)
from tests.services.world import World


def one_run_in_each_status(world: World) -> list[str]:
    """Course runs named for their status, of two centres and two verifiers, oldest activity first."""
    world.open_run("open")
    world.wait(minutes=1)
    world.submitted("submitted", centre_id="C2")
    world.wait(minutes=1)
    world.submitted("returned", verifier_id="V2")
    world.decide("returned", "return")
    world.wait(minutes=1)
    world.verified("verified", centre_id="C2", verifier_id="V2")
    world.wait(minutes=1)
    world.certificated("certificated")
    world.wait(minutes=1)
    world.dispatched("dispatched", centre_id="C2")
    world.wait(minutes=1)
    world.dispatched("received")
    world.receive("received")
    return [status.value for status in Status]


def listed(call: Call, limit: int = 50, **filters: Any) -> list[str]:
    """The list through all its pages."""
    runs: list[str] = []
    cursor = None
    for _ in range(20):
        page = list_course_runs(call, wanted(str(limit), cursor), **filters)
        assert len(page.items) == limit or page.next_cursor is None
        runs += [run.course_run_id for run in page.items]
        if (cursor := page.next_cursor) is None:
            return runs
    raise AssertionError("The pages never end.")


def test_lists_are_newest_first_within_what_the_caller_sees(world: World) -> None:
    newest = one_run_in_each_status(world)[::-1]
    centre = {run: world.registered[run].centre_id for run in newest}
    verifier = {run: world.registered[run].verifier_id for run in newest}
    for limit in (1, 2, 7, 50):
        assert listed(world.ao(), limit) == newest
        for each in ("C1", "C2"):
            own = [run for run in newest if centre[run] == each]
            assert listed(world.centre(each), limit) == own
            assert listed(world.ao(), limit, centre_id=each) == own
            assert listed(world.centre(each), limit, centre_id=each) == own
            other = "C2" if each == "C1" else "C1"
            assert listed(world.centre(each), limit, centre_id=other) == []
        for each in ("V1", "V2"):
            own = [run for run in newest if verifier[run] == each]
            assert listed(world.verifier(each), limit) == own
            of_c2 = [run for run in own if centre[run] == "C2"]
            assert listed(world.verifier(each), limit, centre_id="C2") == of_c2


def test_lists_of_one_status(world: World) -> None:
    runs = one_run_in_each_status(world)
    for run in runs:
        status = Status(run)
        of = world.registered[run]
        other = "C1" if of.centre_id == "C2" else "C2"
        assert listed(world.ao(), status=status) == [run]
        assert listed(world.centre(of.centre_id), status=status) == [run]
        assert listed(world.centre(other), status=status) == []
        assert listed(world.verifier(of.verifier_id), status=status) == [run]
        assert listed(world.ao(), status=status, centre_id=other) == []


def test_pages_of_a_filtered_list(world: World) -> None:
    for n in range(7):
        world.open_run(f"R{n}")
        if n % 2:
            world.submit(f"R{n}")
        world.wait(minutes=1)
    for limit in (1, 2, 3):
        for call in (world.ao(), world.centre(), world.verifier()):
            assert listed(call, limit, status=Status.OPEN) == ["R6", "R4", "R2", "R0"]
            assert listed(call, limit, status=Status.SUBMITTED) == ["R5", "R3", "R1"]


def test_runs_with_activity_at_one_moment_are_all_listed(world: World) -> None:
    for n in range(5):
        world.open_run(f"R{n}")
    assert sorted(listed(world.ao(), 2)) == [f"R{n}" for n in range(5)]


@pytest.mark.parametrize(
    "caller",
    [
        Caller(Role.CENTRE, "someone", centre_id="C9"),
        Caller(Role.VERIFIER, "someone", verifier_id="V9"),
        Caller(Role.CENTRE, "someone"),
        Caller(Role.VERIFIER, "someone"),
        Caller(Role.SERVICE, "service"),
    ],
    ids=["other centre", "other verifier", "no centre", "no verifier", "service"],
)
def test_others_see_nothing(world: World, caller: Caller) -> None:
    parcel = world.dispatched().consignment_id
    call = world.call(caller)
    assert listed(call) == []
    assert listed(call, centre_id="C1") == []
    with pytest.raises(NotFound):
        show_course_run(call, "R1")
    with pytest.raises(NotFound):
        show_history(call, "R1", Wanted())
    with pytest.raises(NotFound):
        show_consignment(call, parcel)


def test_a_row_tells_where_the_run_stands(world: World) -> None:
    world.open_run()
    world.submit()
    world.wait(minutes=16)
    (row,) = list_course_runs(world.ao(), Wanted()).items
    assert (row.status, row.version, row.centre_name) == ("submitted", 2, "Northbridge C1")
    assert row.verifier_not_reached
    assert row.counts.model_dump() == {
        "learners": 3,
        "units": 2,
        "certificates": 0,
        "outstanding_queries": 0,
        "pending_receipts": 0,
    }
    world.notify()
    assert not list_course_runs(world.ao(), Wanted()).items[0].verifier_not_reached


def test_a_run_is_shown_whole(world: World) -> None:
    world.submitted()
    query = world.open_query("L2")
    world.decide()
    issued = world.issue()
    parcel = world.dispatch().consignment_id
    shown = show_course_run(world.centre(), "R1")
    assert (shown.status, shown.version) == ("dispatched", world.head()["version"])
    assert shown.receipt_due_on is not None
    assert shown.receipt_due_on.isoformat() == "2026-12-07"
    assert shown.counts.outstanding_queries == shown.counts.pending_receipts == 1
    assert shown.units == world.registered["R1"].units
    by_learner = {each.learner_id: each for each in shown.learners}
    assert list(by_learner) == ["L1", "L2", "L3"]
    assert by_learner["L2"].certificate is None
    assert [each.query_id for each in by_learner["L2"].queries] == [query]
    assert by_learner["L1"].certificate is not None
    assert by_learner["L1"].certificate.certificate_number == (
        issued.certificates[0].certificate_number
    )
    assert by_learner["L1"].certificate.state == "valid"
    (consignment,) = shown.consignments
    assert (consignment.consignment_id, consignment.receipt) == (parcel, None)
    world.receive()
    shown = show_course_run(world.centre(), "R1")
    assert shown.consignments[0].receipt is not None
    assert shown.receipt_due_on is None
    assert shown.decision is not None
    assert shown.decision.name == "Vera Verity"


def test_its_parcels_are_shown_in_the_order_in_which_they_left(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = iter(["C-ZZZZZZZZZZ", "C-0000000000"])
    monkeypatch.setattr(record_dispatch, "new_consignment_id", lambda: next(names))
    left = world.two_parcels()
    shown = show_course_run(world.centre(), "R1").consignments
    assert tuple(each.consignment_id for each in shown) == left


def test_it_says_what_the_caller_may_do(world: World) -> None:
    world.dispatched()
    may = [Action.CONFIRM_RECEIPT, Action.RECORD_DISTRIBUTION]
    may += [Action.REPORT_NOT_ARRIVED, Action.REQUEST_REPLACEMENT]
    assert show_course_run(world.centre(), "R1").actions == may
    assert Action.ISSUE_CERTIFICATES in show_course_run(world.ao(), "R1").actions
    assert show_course_run(world.verifier(), "R1").actions == []


def whole_history(call: Call, limit: int) -> list[dict[str, Any]]:
    events: list[Event] = []
    cursor = None
    for _ in range(20):
        page = show_history(call, "R1", wanted(str(limit), cursor))
        events += page.items
        if (cursor := page.next_cursor) is None:
            return [event.model_dump(mode="json") for event in events]
    raise AssertionError("The pages never end.")


def test_a_history_is_oldest_first_and_whole(world: World) -> None:
    world.dispatched()
    world.receive()
    stored = world.events()
    for limit in (1, 2, 4, 200):
        told = whole_history(world.centre(), limit)
        assert [event["sequence"] for event in told] == list(range(1, len(stored) + 1))
        for event, item in zip(told, stored, strict=True):
            assert event.pop("at")[:19] == item["at"][:19]
            assert event == {name: item.get(name) for name in event}
    assert whole_history(world.ao(), 3) == whole_history(world.verifier(), 5)


def test_a_parcel_is_shown_to_the_ao_and_to_its_centre(world: World) -> None:
    world.certificated("R1")
    world.certificated("R2")
    parcel = world.dispatch(course_run_ids=["R2", "R1"]).consignment_id
    world.receive("R1")
    shown = show_consignment(world.centre(), parcel)
    assert shown == show_consignment(world.ao(), parcel)
    assert [line.course_run_id for line in shown.lines] == ["R2", "R1"]
    assert [line.receipt is not None for line in shown.lines] == [False, True]
    for call in (world.centre("C2"), world.verifier()):
        with pytest.raises(NotFound):
            show_consignment(call, parcel)
    with pytest.raises(NotFound):
        show_consignment(world.ao(), "C-0000000000")
