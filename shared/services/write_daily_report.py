"""Every day at 06:00 in London a report lists the course runs whose confirmation is still required."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from shared.domain import limits
from shared.domain.clock import london_date
from shared.domain.pending import PendingRow, pending_row
from shared.domain.pending_summary import Summary, Tally
from shared.reports import objects
from shared.reports.objects import Shelf
from shared.reports.pending import Totals, write_csv, write_json, write_jsonl, write_xlsx
from shared.store import consignments
from shared.store.table import Table

# Of these a row is written while it passes; printed is what they come to, afterwards.
_ROW_BY_ROW = ("csv", "json", "xlsx", "jsonl")


@dataclass(frozen=True, slots=True)
class ReportWritten:
    """Which objects were written and what they come to, the first rows, and the CSV if asked for and not too large.

    `latest` tells whether they are the report of the current date.
    """

    as_of: date
    latest: bool
    keys: list[str]
    totals: Totals
    summary: Summary
    first: list[PendingRow]
    csv: bytes | None


def write_daily_report(
    table: Table, shelf: Shelf, due_at: datetime, now: datetime, attachable: int = 0
) -> ReportWritten:
    """Write the report that was due at `due_at` as CSV, JSON, XLSX and JSON lines.

    It is dated from `due_at`, so that a late run or a repeat replaces the same objects; only the report of the
    current date becomes the latest. A CSV of up to `attachable` bytes is handed on, too.
    """
    as_of, tally = london_date(due_at), Tally()
    first: list[PendingRow] = []
    with TemporaryDirectory() as folder:
        paths = {suffix: Path(folder, f"report.{suffix}") for suffix in _ROW_BY_ROW}
        # The csv module sets the line ends.
        with (
            paths["csv"].open("w", newline="", encoding="utf-8") as as_csv,
            paths["json"].open("w", encoding="utf-8") as as_json,
            paths["jsonl"].open("w", encoding="utf-8") as as_lines,
        ):
            lines = consignments.pending_receipts(table, page=limits.REPORT_READ)
            rows = tally.count(pending_row(line, as_of) for _, line in lines)
            passed_on = write_jsonl(write_csv(_keeping(rows, first), as_csv), as_lines)
            passed_on = write_xlsx(passed_on, paths["xlsx"], as_of)
            totals = write_json(passed_on, as_json, as_of, now)
        latest = as_of == london_date(now)
        keys = [objects.keep(shelf, path, as_of, latest=latest) for path in paths.values()]
        fits = paths["csv"].stat().st_size <= attachable
        csv = paths["csv"].read_bytes() if fits else None
    return ReportWritten(as_of, latest, keys, totals, tally.summary(), first, csv)


def _keeping(rows: Iterable[PendingRow], first: list[PendingRow]) -> Iterator[PendingRow]:
    """Keep the first of `rows`, as many as are printed, while they are passed on."""
    for row in rows:
        if len(first) < limits.ROWS_PRINTED:
            first.append(row)
        yield row
