"""Files of results that people upload: what kind they are goes by what is in them, not by what they are called."""

from collections.abc import Iterator
from datetime import datetime, time
from enum import StrEnum
from typing import Any

from functions.portal.results.unpacking import DAMAGED, NO_WORKBOOK, repacked
from shared.domain import limits
from shared.domain.entries import entry
from shared.domain.faults import Malformed
from shared.domain.results_table import (
    SHEET,
    NamedRows,
    Numbered,
    named_rows,
    read_results_csv,
)

NOT_READ = "This is not a spreadsheet or a CSV file."
EMPTY = "This file is empty."
TOO_LARGE = f"This file is too large: at most {limits.UPLOAD_BYTES // 1_000_000} MB are taken."
OLDER = (
    "This is an older Excel file (.xls), or it has a password. Save it as an Excel workbook (.xlsx) without a "
    "password and upload that."
)

_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_COMPOUND_FILE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OTHERS = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"{\\rtf", b"<")
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_WHOLE = 1e15


class Kind(StrEnum):
    """What a file is read as."""

    SHEET = "sheet"
    CSV = "csv"


def read_results_file(body: bytes) -> NamedRows:
    """Return the rows of a file of results, empty cells left out, and the line or row of the sheet of each.

    Outcomes and dates may be as people write them. Raises Malformed where the file cannot be read, Invalid where the
    table in it is at fault.
    """
    is_sheet = kind_of(body) is Kind.SHEET
    rows, lines = named_rows(rows_of_sheet(body)) if is_sheet else read_results_csv(body)
    return [{name: entry(name, text) for name, text in row.items()} for row in rows], lines


def kind_of(body: bytes) -> Kind:
    """Return what a file is by what is in it; raises Malformed for anything that holds no table."""
    if len(body) > limits.UPLOAD_BYTES:
        raise Malformed(TOO_LARGE)
    if not body.strip():
        raise Malformed(EMPTY)
    if body.startswith(_ZIP):
        return Kind.SHEET
    if body.startswith(_COMPOUND_FILE):
        raise Malformed(OLDER)
    if body.lstrip().startswith(_OTHERS) or (b"\0" in body and not body.startswith(_UTF_16)):
        raise Malformed(NOT_READ)
    return Kind.CSV


def rows_of_sheet(body: bytes) -> list[Numbered]:
    """Return the rows of a workbook's sheet Results, or of its first: text as a CSV would have it, with row numbers.

    Formulas count as what they came to when the workbook was saved; of merged cells the first one has the value.
    Raises Malformed.
    """
    # Only uploads need it.
    from python_calamine import (  # noqa: PLC0415
        CalamineError,
        SheetTypeEnum,
        SheetVisibleEnum,
        load_workbook,
    )

    if len(body) > limits.UPLOAD_BYTES:
        raise Malformed(TOO_LARGE)
    try:
        with load_workbook(repacked(body)) as book:
            sheets = [s for s in book.sheets_metadata if s.typ is SheetTypeEnum.WorkSheet]
            named = [s for s in sheets if s.name.strip().casefold() == SHEET.casefold()]
            shown = [s for s in sheets if s.visible is SheetVisibleEnum.Visible]
            if not sheets:
                raise Malformed(NO_WORKBOOK)
            return list(_rows(book.get_sheet_by_name((named or shown or sheets)[0].name)))
    except CalamineError as broken:
        raise Malformed(DAMAGED) from broken


def _rows(sheet: Any) -> Iterator[Numbered]:
    """Yield the rows that hold anything, without the empty cells at their ends."""
    for number, row in enumerate(sheet.iter_rows(), start=1):
        cells = [_text(cell) for cell in row]
        while cells and not cells[-1].strip():
            cells.pop()
        if cells:
            yield number, cells


def _text(cell: Any) -> str:
    match cell:
        case bool():
            return str(cell).upper()
        case float() if cell.is_integer() and abs(cell) < _WHOLE:
            return str(int(cell))
        case float():
            return format(cell, ".15g")
        case datetime() if cell.time() == time():
            return str(cell.date())
        case _:
            return str(cell)
