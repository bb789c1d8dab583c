"""Results as a CSV: the columns of the JSON body, with faults told by line and column."""

import csv
import io
import re
from collections.abc import Iterable
from dataclasses import replace

from shared.domain.faults import Fault, Invalid, Malformed

COLUMNS = ("learner_id", "unit", "outcome", "grade", "achieved_on")
REQUIRED = COLUMNS[:3]
DELIMITERS = ",;\t"


def read_results_csv(body: bytes) -> tuple[list[dict[str, str]], list[int]]:
    """Return the rows of a CSV of results, empty cells left out, and the line that each begins on.

    Byte order mark, then UTF-8, then Windows-1252; the delimiter by what the header holds. Raises Malformed or
    Invalid where the table itself is at fault; what its cells say is checked like a JSON body.
    """
    text = _decoded(body)
    delimiter = max(DELIMITERS, key=text.partition("\n")[0].count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        header = [name.strip().lower() for name in next(reader, [])]
        _check(header)
        rows, lines, faults = [], [], []
        line = reader.line_num
        for cells in reader:
            begins, line = line + 1, reader.line_num
            if not any(cell.strip() for cell in cells):
                continue
            if len(cells) > len(header):
                faults.append(Fault("", "This line has more cells than the header.", begins))
            named = zip(header, cells, strict=False)
            rows.append({name: cell.strip() for name, cell in named if cell.strip()})
            lines.append(begins)
    except csv.Error as broken:
        raise Malformed(f"The CSV cannot be read at line {reader.line_num}: {broken}.") from broken
    if faults:
        raise Invalid(faults)
    return rows, lines


def at_lines(faults: Iterable[Fault], lines: list[int]) -> list[Fault]:
    """Return the faults of a body of results with the CSV's line and column of each."""
    return [_at_line(fault, lines) for fault in faults]


def _at_line(fault: Fault, lines: list[int]) -> Fault:
    place = re.fullmatch("/results/([0-9]+)(?:/([a-z_]+))?", fault.pointer)
    if place is None:
        return fault
    detail = re.sub(
        "stand in result ([0-9]+) already",
        lambda m: f"stand on line {lines[int(m[1]) - 1]} already",
        fault.detail,
    )
    return replace(fault, detail=detail, line=lines[int(place[1])], column=place[2])


def _decoded(body: bytes) -> str:
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    try:
        return body.decode("cp1252")
    except UnicodeDecodeError as neither:
        raise Malformed("The CSV is neither UTF-8 nor Windows-1252 text.") from neither


def _check(header: list[str]) -> None:
    faults = [
        Fault("", f"The column {name} is missing.", 1, name)
        for name in REQUIRED
        if name not in header
    ]
    faults += [
        Fault("", f"There is no column {name or 'without a name'} here.", 1, name)
        for name in header
        if name not in COLUMNS
    ]
    faults += [
        Fault("", f"The column {name} stands here twice.", 1, name)
        for name in COLUMNS
        if header.count(name) > 1
    ]
    if faults:
        raise Invalid(faults)
