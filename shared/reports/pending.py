"""Certificate Receipt Pending as CSV and as JSON, row by row: memory does not grow with the report."""

import csv
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import IO, Any

from shared.domain.clock import stamp
from shared.domain.pending import PendingRow
from shared.domain.spreadsheets import safe_cell

COLUMNS = tuple(PendingRow.model_fields)


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


def write_json(
    rows: Iterable[PendingRow], file: IO[str], as_of: date, generated_at: datetime
) -> Totals:
    """Write `rows` to `file` as one JSON object, its counts behind the items, and return the counts."""
    head = {"as_of": as_of.isoformat(), "generated_at": stamp(generated_at)}
    file.write(json.dumps(head)[:-1] + ', "items": [')
    count = late = 0
    for row in rows:
        file.write(("," if count else "") + "\n" + row.model_dump_json())
        count += 1
        late += row.overdue
    file.write(f'\n], "count": {count}, "overdue": {late}}}\n')
    return Totals(count, late)


def _cells(row: PendingRow) -> list[Any]:
    values = row.model_dump(mode="json").values()
    return [safe_cell(value) if isinstance(value, str) else json.dumps(value) for value in values]
