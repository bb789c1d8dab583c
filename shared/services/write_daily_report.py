"""Every day at 06:00 in London a report lists the course runs whose confirmation is still required."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from shared.domain import limits
from shared.domain.clock import london_date
from shared.domain.pending import pending_row
from shared.reports import objects
from shared.reports.objects import Shelf
from shared.reports.pending import Totals, write_csv, write_json
from shared.store import consignments
from shared.store.table import Table


@dataclass(frozen=True, slots=True)
class ReportWritten:
    """Which objects were written, and what they count."""

    keys: list[str]
    totals: Totals


def write_daily_report(
    table: Table, shelf: Shelf, due_at: datetime, now: datetime
) -> ReportWritten:
    """Write the report that was due at `due_at` as CSV and JSON.

    It is dated from `due_at`, so that a late run or a repeat replaces the same objects; only the report of the
    current date becomes the latest.
    """
    as_of = london_date(due_at)
    with TemporaryDirectory() as folder:
        paths = [Path(folder, "report.csv"), Path(folder, "report.json")]
        # The csv module sets the line ends.
        with (
            paths[0].open("w", newline="", encoding="utf-8") as as_csv,
            paths[1].open("w") as as_json,
        ):
            lines = consignments.pending_receipts(table, page=limits.REPORT_READ)
            rows = (pending_row(line, as_of) for _, line in lines)
            totals = write_json(write_csv(rows, as_csv), as_json, as_of, now)
        latest = as_of == london_date(now)
        keys = [objects.keep(shelf, path, as_of, latest=latest) for path in paths]
    return ReportWritten(keys, totals)
