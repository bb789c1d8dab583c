"""Certificate Receipt Pending in its formats: row by row, so that memory does not grow with it."""

import csv
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import takewhile
from pathlib import Path
from typing import IO, Any

from shared.domain.clock import stamp
from shared.domain.pending import PendingRow
from shared.domain.spreadsheets import safe_cell
from shared.domain.tracking import CARRIERS, Carrier
from shared.reports import workbook
from shared.reports.workbook import Cell, Column

COLUMNS = tuple(PendingRow.model_fields)
_ITEMS = ', "items": ['
_OF_PEOPLE = (
    Column("Course run", 18),
    Column("Title", 36),
    Column("Centre ID", 16),
    Column("Centre", 30),
    Column("Consignment", 16),
    Column("Carrier", 16),
    Column("Tracking number", 24),
    Column("Certificates", 12),
    Column("Dispatched on", 14, of_days=True),
    Column("Receipt due on", 14, of_days=True),
    Column("Working days left", 12),
    Column("Overdue", 10),
)


@dataclass(frozen=True, slots=True)
class Totals:
    """How many receipts are pending, and how many of them are overdue."""

    count: int
    overdue: int


def write_csv(rows: Iterable[PendingRow], file: IO[str]) -> Iterator[PendingRow]:
    """Write `rows` to `file` as CSV while they are passed on; without rows there is a header line only."""
    table = csv.writer(file, lineterminator="\r\n")
    table.writerow(COLUMNS)
    for row in rows:
        table.writerow(_cells(row))
        yield row


def write_jsonl(rows: Iterable[PendingRow], file: IO[str]) -> Iterator[PendingRow]:
    """Write `rows` to `file` as JSON, one a line, while they are passed on; without rows it stays empty."""
    for row in rows:
        file.write(row.model_dump_json() + "\n")
        yield row


def write_xlsx(rows: Iterable[PendingRow], path: Path, as_of: date) -> Iterator[PendingRow]:
    """Write `rows` to `path` as an XLSX for people while they are passed on; without rows there is a header only."""
    with workbook.sheet_in(path, _sheet(as_of), _OF_PEOPLE) as write:
        for row in rows:
            write(_for_people(row))
            yield row


def write_json(
    rows: Iterable[PendingRow], file: IO[str], as_of: date, generated_at: datetime
) -> Totals:
    """Write `rows` to `file` as one JSON object, its counts behind the items, and return the counts."""
    head = {"as_of": as_of.isoformat(), "generated_at": stamp(generated_at)}
    file.write(json.dumps(head)[:-1] + _ITEMS)
    count = late = 0
    for row in rows:
        file.write(("," if count else "") + "\n" + row.model_dump_json())
        count += 1
        late += row.overdue
    file.write(f'\n], "count": {count}, "overdue": {late}}}\n')
    return Totals(count, late)


def read_json(lines: Iterator[bytes]) -> tuple[dict[str, Any], Iterator[PendingRow]]:
    """Return what `write_json` wrote before the items, and the items while they are read, a line each."""
    head = json.loads(next(lines).removesuffix(_ITEMS.encode()) + b"}")
    rows = takewhile(lambda line: not line.startswith(b"]"), lines)
    return head, (PendingRow.model_validate_json(row.removesuffix(b",")) for row in rows)


def pending_xlsx(rows: Iterable[PendingRow], as_of: date) -> bytes:
    """Return `rows` as an XLSX for people; without rows there is a header only."""
    return workbook.one_sheet(_sheet(as_of), _OF_PEOPLE, map(_for_people, rows))


def _sheet(as_of: date) -> str:
    return f"Pending {as_of}"


def _for_people(row: PendingRow) -> list[Cell]:
    codes = set(Carrier)
    carrier = CARRIERS[Carrier(row.carrier)].name if row.carrier in codes else row.carrier
    said = {"carrier": carrier, "overdue": "Yes" if row.overdue else "No"}
    return list((dict(row) | said).values())


def _cells(row: PendingRow) -> list[Any]:
    values = row.model_dump(mode="json").values()
    return [safe_cell(value) if isinstance(value, str) else json.dumps(value) for value in values]
