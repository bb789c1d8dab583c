"""Results as a table, from a CSV or a sheet: the columns of the JSON body, with faults told by line and column."""

import codecs
import csv
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from shared.domain.faults import Fault, Invalid, Malformed
from shared.domain.spreadsheets import unguarded

COLUMNS = ("learner_id", "unit", "outcome", "grade", "achieved_on")
REQUIRED = COLUMNS[:3]
# In the file that we hand out they stand beside the identifiers, so that people know whose row it is.
IGNORED = ("learner_name", "unit_title")
DELIMITERS = ",;\t"
# Of the sheets in a workbook the one that counts, if there is one of this name.
SHEET = "Results"

# The cells of a line or row, and the number of the line on which it begins.
Numbered = tuple[int, list[str]]
NamedRows = tuple[list[dict[str, str]], list[int]]


def read_results_csv(body: bytes) -> NamedRows:
    """Return the rows of a CSV of results, empty cells left out, and the line that each begins on.

    Byte order mark, then UTF-8, then Windows-1252; the delimiter by what the header holds. Raises Malformed or
    Invalid where the table itself is at fault; what its cells say is checked like a JSON body.
    """
    return named_rows(_lines(_decoded(body)))


def named_rows(table: Iterable[Numbered]) -> NamedRows:
    """Return the rows of a table by the names in its first row, empty cells left out, and the line of each.

    Raises Invalid with every fault of the header, or with every row that is longer than it.
    """
    lines = iter(table)
    first, header = next(lines, (1, []))
    names = [_name(cell) for cell in header]
    _check(names, header, first)
    rows, begins, faults = [], [], []
    for line, cells in lines:
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) > len(names):
            faults.append(Fault("", "This line has more cells than the header.", line))
        given = ((n, c) for n, c in zip(names, cells, strict=False) if c.strip())
        rows.append({name: cell.strip() for name, cell in given if name not in IGNORED})
        begins.append(line)
    if faults:
        raise Invalid(faults)
    return rows, begins


def at_lines(faults: Iterable[Fault], lines: list[int]) -> list[Fault]:
    """Return the faults of a body of results with the table's line and column of each."""
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


def _lines(text: str) -> Iterator[Numbered]:
    delimiter = max(DELIMITERS, key=text.partition("\n")[0].count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    line = 0
    try:
        for cells in reader:
            begins, line = line + 1, reader.line_num
            yield begins, [unguarded(cell) for cell in cells]
    except csv.Error as broken:
        raise Malformed(f"The CSV cannot be read at line {reader.line_num}: {broken}.") from broken


def _decoded(body: bytes) -> str:
    # The first is "Unicode text" of Excel's.
    of_excel = body.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    for encoding in ["utf-16"] if of_excel else ["utf-8-sig", "cp1252"]:
        try:
            return body.decode(encoding)
        except UnicodeDecodeError:
            pass
    raise Malformed("The CSV is neither UTF-8 nor Windows-1252 text.")


def _name(cell: str) -> str:
    """Return a header's cell as a column's name: `Learner ID` is `learner_id`."""
    return re.sub(r"[\s_]+", "_", cell.strip().casefold())


def _check(names: list[str], header: list[str], line: int) -> None:
    known = COLUMNS + IGNORED
    faults = [
        Fault("", f"The column {name} is missing.", line, name)
        for name in REQUIRED
        if name not in names
    ]
    faults += [
        Fault("", f"There is no column {cell.strip() or 'without a name'} here.", line, name)
        for name, cell in zip(names, header, strict=True)
        if name not in known
    ]
    faults += [
        Fault("", f"The column {name} stands here twice.", line, name)
        for name in known
        if names.count(name) > 1
    ]
    if faults:
        raise Invalid(faults)
