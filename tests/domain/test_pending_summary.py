"""What a report comes to: course runs counted once, overdue centres by their oldest due date, the oldest rows."""

from datetime import date, timedelta
from typing import Any

from shared.domain.pending import PendingRow
from shared.domain.pending_summary import OLDEST, OverdueCentre, Summary, Tally

FIRST = date(2026, 11, 2)


def row(run: str, centre: str = "C1", due: int = 0, *, overdue: bool = True) -> PendingRow:
    said: dict[str, Any] = {
        "course_run_id": run,
        "title": "Understanding Autism",
        "centre_id": centre,
        "centre_name": f"College {centre}, {due}",
        "consignment_id": "C-1",
        "carrier": "dhl",
        "tracking_number": "1",
        "certificates": 1,
        "dispatched_on": date(2026, 10, 1),
        "receipt_due_on": FIRST + timedelta(days=due),
        "working_days_left": 0,
        "overdue": overdue,
    }
    return PendingRow.model_validate(said)


def summary(*rows: PendingRow) -> Summary:
    tally = Tally()
    assert list(tally.count(rows)) == list(rows)
    return tally.summary()


def test_nothing_comes_to_nothing() -> None:
    assert summary() == Summary(0, 0, 0, 0, [], [])


def test_a_course_run_in_two_parcels_is_one() -> None:
    late = [row("R1", due=0), row("R2", due=1), row("R1", due=2)]
    told = summary(*late, row("R3", due=3, overdue=False), row("R2", due=4, overdue=False))
    assert (told.receipts, told.overdue_receipts) == (5, 3)
    assert (told.course_runs, told.overdue_course_runs) == (3, 2)


def test_overdue_centres_come_by_their_oldest_due_date_under_their_newest_name() -> None:
    late = [row("R1", "C2", 0), row("R2", "C1", 1), row("R3", "C2", 2)]
    assert summary(*late, row("R4", "C3", 5, overdue=False)).overdue_centres == [
        OverdueCentre("C2", "College C2, 2", 2, FIRST),
        OverdueCentre("C1", "College C1, 1", 1, FIRST + timedelta(days=1)),
    ]


def test_the_first_rows_are_the_oldest() -> None:
    rows = [row(f"R{n}", due=n) for n in range(OLDEST + 5)]
    assert summary(*rows).oldest == rows[:OLDEST]


def test_many_course_runs_are_counted_exactly() -> None:
    rows = [row(f"R{n % 700}") for n in range(2_000)]
    assert summary(*rows).course_runs == 700
