"""A daily report of made-up receipts, printed."""

from collections.abc import Sequence
from datetime import date, timedelta

from shared.documents.pending_report import pending_pdf
from shared.documents.printing import Printed
from shared.domain.pending import PendingRow
from shared.domain.pending_summary import Tally
from tests.documents.papers import LETTERHEAD

TODAY = date(2026, 11, 23)


def rows_of(titles: Sequence[str], first_left: int = -2) -> list[PendingRow]:
    """A row for each title, due a day after the other."""
    return [
        PendingRow(
            course_run_id=f"R-{n}",
            title=title,
            centre_id=f"C-{n % 2}",
            centre_name=f"College {n % 2}",
            consignment_id=f"P-{n}",
            carrier="royal_mail" if n % 2 else "Pony Express",
            tracking_number=f"RM{n}",
            certificates=1_000 + n,
            dispatched_on=TODAY - timedelta(days=14),
            receipt_due_on=TODAY + timedelta(days=left),
            working_days_left=left,
            overdue=left < 0,
        )
        for n, (title, left) in enumerate(zip(titles, range(first_left, 10_000), strict=False))
    ]


def printed(rows: Sequence[PendingRow], most: int = 1_000) -> Printed:
    tally = Tally()
    first = list(tally.count(rows))[:most]
    return pending_pdf(TODAY, tally.summary(), first, LETTERHEAD)
