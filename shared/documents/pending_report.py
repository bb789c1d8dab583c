"""Certificate Receipt Pending of one day, printed: in short, overdue by centre, and row by row by due date."""

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any, Final

from shared.documents.printing import Letterhead, Printed, pdf
from shared.documents.wording import carrier_named, counted, date_parts, short_day
from shared.domain import limits
from shared.domain.clock import LONDON, written_day
from shared.domain.pending import PendingRow
from shared.domain.pending_summary import Summary

_TEMPLATE: Final = "pending_report.typ"


def pending_pdf(
    as_of: date, summary: Summary, first: Sequence[PendingRow], letterhead: Letterhead
) -> Printed:
    """Return the report of `as_of` as PDF; `first` are its first rows by due date, the others are counted.

    It says nothing of when it was written, so that the same rows are the same bytes.
    """
    began = datetime.combine(as_of, time(), LONDON)
    centres = summary.overdue_centres
    facts = {
        "awarding_organisation": letterhead.name,
        "brand_colour": letterhead.brand_colour,
        "made_on": date_parts(began),
        "day": written_day(as_of),
        "told": _told(as_of, summary),
        "counts": [
            (
                f"{summary.course_runs:,}",
                "course runs" if summary.course_runs > 1 else "course run",
            ),
            (f"{summary.overdue_course_runs:,}", "overdue"),
            (f"{len(centres):,}", "centres overdue" if len(centres) != 1 else "centre overdue"),
        ],
        "centres": [
            (e.centre_name, e.centre_id, f"{e.receipts:,}", short_day(e.oldest_due_on))
            for e in centres[: limits.ROWS_PRINTED]
        ],
        "more_centres": _more(len(centres) - limits.ROWS_PRINTED, "other centre"),
        "heading": "The first by due date" if len(first) < summary.receipts else "All by due date",
        "rows": [_row(each) for each in first],
        "more": _more(summary.receipts - len(first), "other receipt"),
    }
    return pdf(_TEMPLATE, facts, began)


def _told(as_of: date, summary: Summary) -> str:
    if not summary.receipts:
        return f"There are no outstanding confirmations on {written_day(as_of)}."
    told = (
        f"On {written_day(as_of)}, a confirmation is still required for "
        f"{counted(summary.course_runs, 'course run')}, {summary.overdue_course_runs:,} overdue."
    )
    if summary.receipts == summary.course_runs:
        return told
    return (
        f"{told} Certificates of some came in several parcels: "
        f"{counted(summary.receipts, 'receipt')} in all, {summary.overdue_receipts:,} overdue."
    )


def _more(number: int, what: str) -> str:
    return f"And {counted(number, what)}: the report as CSV has them all." if number > 0 else ""


def _row(row: PendingRow) -> tuple[Any, ...]:
    return (
        short_day(row.receipt_due_on),
        _status(row),
        row.overdue,
        (row.title, row.course_run_id),
        (row.centre_name, row.centre_id),
        (carrier_named(row.carrier), row.tracking_number),
        short_day(row.dispatched_on),
        f"{row.certificates:,}",
    )


def _status(row: PendingRow) -> str:
    left = counted(abs(row.working_days_left), "working day")
    if row.overdue:
        return f"Overdue by {left}" if row.working_days_left else "Overdue"
    return f"{left} left" if row.working_days_left else "Due today"
