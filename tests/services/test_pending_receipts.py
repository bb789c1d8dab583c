"""Certificate Receipt Pending, live: in order of the due date, page by page, each centre its own."""

import csv
import io
from datetime import date
from itertools import product

import pytest

from shared.domain.faults import Forbidden, Invalid
from shared.domain.pending import PendingRow
from shared.services.call import Call
from shared.services.paging import Wanted, wanted
from shared.services.pending_receipts import pending_csv, pending_receipts
from tests.services.world import World

Place = tuple[str, str]


def six_parcels(world: World) -> list[Place]:
    """Parcels of two centres on three days; returns course runs with due dates, by due date.

    30 November is a bank holiday in Scotland, where C2 is, so that the order is not that of the dispatches.
    """
    runs = [("R1", "C1"), ("R2", "C2"), ("R3", "C1"), ("R4", "C1"), ("R5", "C2"), ("R6", "C1")]
    dues = []
    for n, (run, centre) in enumerate(runs):
        world.dispatched(run, centre_id=centre, learners=1, units=1)
        dues.append((world.lines(run)[0]["receipt_due_on"], run))
        world.wait(days=n % 2)
    return [(run, due) for due, run in sorted(dues)]


def places(rows: list[PendingRow]) -> list[Place]:
    return [(row.course_run_id, row.receipt_due_on.isoformat()) for row in rows]


def all_pages(
    call: Call, limit: int, centre_id: str | None = None, *, only_overdue: bool | None = None
) -> list[PendingRow]:
    """Every page through the cursors, as a client follows them."""
    rows: list[PendingRow] = []
    cursor = None
    for _ in range(20):
        asked = wanted(str(limit), cursor)
        page = pending_receipts(call, asked, centre_id, only_overdue=only_overdue)
        assert len(page.items) == limit or page.next_cursor is None
        rows += page.items
        if (cursor := page.next_cursor) is None:
            return rows
    raise AssertionError("The pages never end.")


def test_blank_when_nothing_is_pending(world: World) -> None:
    world.certificated()
    page = pending_receipts(world.ao(), Wanted())
    assert page.model_dump() == {"as_of": date(2026, 11, 23), "items": [], "next_cursor": None}
    assert pending_csv(page).count("\r\n") == 1


def test_a_row_says_what_is_to_be_confirmed(world: World) -> None:
    told = world.dispatched(title="Lip Reading")
    (row,) = pending_receipts(world.ao(), Wanted()).items
    assert row.model_dump(mode="json") == {
        "course_run_id": "R1",
        "title": "Lip Reading",
        "centre_id": "C1",
        "centre_name": "Northbridge C1",
        "consignment_id": told.consignment_id,
        "carrier": "dx",
        "tracking_number": "PARCEL1",
        "certificates": 3,
        "dispatched_on": "2026-11-23",
        "receipt_due_on": "2026-12-07",
        "working_days_left": 10,
        "overdue": False,
    }


def test_a_confirmed_receipt_leaves_the_report(world: World) -> None:
    world.dispatched("R1")
    world.dispatched("R2")
    world.receive("R1")
    assert [r.course_run_id for r in pending_receipts(world.ao(), Wanted()).items] == ["R2"]


def test_pages_lose_and_repeat_nothing(world: World) -> None:
    expected = six_parcels(world)
    of_c1 = [each for each in expected if world.registered[each[0]].centre_id == "C1"]
    for limit in (1, 2, 3, 5, 6, 200):
        assert places(all_pages(world.ao(), limit)) == expected
        assert places(all_pages(world.ao(), limit, "C1")) == of_c1
        assert places(all_pages(world.centre("C1"), limit)) == of_c1
    assert len({due for _, due in expected}) == 4


def test_what_is_confirmed_between_two_pages_is_not_repeated(world: World) -> None:
    expected = six_parcels(world)
    first = pending_receipts(world.ao(), Wanted(3))
    world.receive(expected[2][0])
    world.receive(expected[3][0])
    second = pending_receipts(world.ao(), wanted("3", first.next_cursor))
    assert places(first.items + second.items) == [*expected[:3], *expected[4:]]


def test_a_centre_sees_its_own_only(world: World) -> None:
    six_parcels(world)
    seen = [row.centre_id for row in all_pages(world.centre("C2"), 50)]
    assert seen == ["C2", "C2"]
    # Another centre is as if it did not exist.
    assert pending_receipts(world.centre("C2"), Wanted(), "C1").items == []
    assert pending_receipts(world.centre("C2"), Wanted(), "C9").items == []
    assert len(pending_receipts(world.centre("C2"), Wanted(), "C2").items) == 2


def test_it_is_not_for_verifiers(world: World) -> None:
    world.dispatched()
    for call in (world.verifier(), world.service()):
        with pytest.raises(Forbidden):
            pending_receipts(call, Wanted())


def test_overdue_and_not_overdue_are_all(world: World) -> None:
    everywhere = six_parcels(world)
    of_c1 = [each for each in everywhere if world.registered[each[0]].centre_id == "C1"]
    world.wait(days=13)
    today = world.ao().today.isoformat()
    for limit, centre_id in product((1, 2, 50), (None, "C1")):
        expected = of_c1 if centre_id else everywhere
        overdue = all_pages(world.ao(), limit, centre_id, only_overdue=True)
        others = all_pages(world.ao(), limit, centre_id, only_overdue=False)
        assert places(overdue) == [each for each in expected if each[1] < today] != []
        assert places(others) == [each for each in expected if each[1] >= today] != []
        assert all(row.overdue and row.working_days_left < 0 for row in overdue)
        assert not any(row.overdue or row.working_days_left < 0 for row in others)


def test_overdue_starts_the_day_after_the_due_date(world: World) -> None:
    world.dispatched()
    seen = []
    for hours in (14 * 24 + 14, 1, 24):
        world.wait(hours=hours)
        (row,) = pending_receipts(world.ao(), Wanted()).items
        late = pending_receipts(world.ao(), Wanted(), only_overdue=True).items
        assert late == ([row] if row.overdue else [])
        seen.append((world.ao().today.isoformat(), row.overdue, row.working_days_left))
    assert seen == [
        ("2026-12-07", False, 0),
        ("2026-12-08", True, -1),
        ("2026-12-09", True, -2),
    ]


def test_as_csv(world: World) -> None:
    world.dispatched(title='=Lip "Reading", autumn')
    rows = list(csv.DictReader(io.StringIO(pending_csv(pending_receipts(world.ao(), Wanted())))))
    assert len(rows) == 1
    assert rows[0]["title"] == '\'=Lip "Reading", autumn'
    assert (rows[0]["receipt_due_on"], rows[0]["working_days_left"]) == ("2026-12-07", "10")


@pytest.mark.parametrize(
    ("limit", "cursor", "at"),
    [
        ("0", None, ["/limit"]),
        ("201", None, ["/limit"]),
        ("-1", None, ["/limit"]),
        ("٣", None, ["/limit"]),
        ("1e2", "!", ["/limit", "/cursor"]),
        (None, "ÿ", ["/cursor"]),
        (None, "_w", ["/cursor"]),
    ],
)
def test_a_page_that_cannot_be(limit: str | None, cursor: str | None, at: list[str]) -> None:
    with pytest.raises(Invalid) as refused:
        wanted(limit, cursor)
    assert [fault.pointer for fault in refused.value.faults] == at
