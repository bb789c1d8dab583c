"""Workbooks of one sheet for people to open: text stays text, dates are dates, and no cell is ever a formula."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Cell = str | int | date

_PLAIN = {
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
# Excel's own limit, the header included; XlsxWriter would leave out what is beyond it without a word.
_MOST_ROWS = 1_048_576
# A workbook says when it was made: always the same, so that the same content is the same bytes.
_MADE = datetime(2026, 1, 1)  # noqa: DTZ001  (the times of a workbook have no zone)
_FORMATS: Mapping[str, dict[str, Any]] = {
    "header": {"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"},
    # Number 49 is Excel's own format of text.
    "text": {"num_format": 49},
    "day": {"num_format": "dd/mm/yyyy", "align": "left"},
    "number": {"num_format": "0"},
}


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its title, its width in characters, whether it holds dates, and what people choose from if they do."""

    title: str
    width: int
    of_days: bool = False
    choices: Sequence[str] = ()


def one_sheet(sheet: str, columns: Sequence[Column], rows: Iterable[Sequence[Cell]]) -> bytes:
    """Return an XLSX with a bold header that stays in sight; empty text is an empty cell.

    What people type into it is text, except in the columns of dates.
    """
    file = BytesIO()
    with sheet_in(file, sheet, columns) as write:
        for cells in rows:
            write(cells)
    return file.getvalue()


@contextmanager
def sheet_in(
    file: BytesIO | Path, sheet: str, columns: Sequence[Column]
) -> Iterator[Callable[[Sequence[Cell]], None]]:
    """Give what writes the next row of such an XLSX, which is whole once this is left.

    At a path, rows go through a temporary file beside it and memory does not grow with them. Raises ValueError for
    a row that a sheet has no room for.
    """
    # A heavy import, and few calls come here.
    from xlsxwriter import Workbook  # type: ignore[import-untyped]  # noqa: PLC0415

    if isinstance(file, Path):
        how = {"constant_memory": True, "tmpdir": str(file.parent)}
        book = Workbook(str(file), _PLAIN | how)
    else:
        book = Workbook(file, _PLAIN | {"in_memory": True})
    # Closed whatever happens, or its temporary file would stay open.
    with book:
        book.set_properties({"created": _MADE})
        formats = {name: book.add_format(properties) for name, properties in _FORMATS.items()}
        page = book.add_worksheet(sheet)
        _head(page, columns, formats)
        rows = 1

        def write(cells: Sequence[Cell]) -> None:
            nonlocal rows
            if rows == _MOST_ROWS:
                raise ValueError(f"A sheet has {_MOST_ROWS:,} rows at most.")
            for at, cell in enumerate(cells):
                _write(page, (rows, at), cell, formats)
            rows += 1

        yield write
        for at, column in enumerate(columns):
            if column.choices and rows > 1:
                _let_choose(page, (1, at, rows - 1, at), column.choices)


def _head(page: Any, columns: Sequence[Column], formats: Mapping[str, Any]) -> None:
    page.freeze_panes(1, 0)
    for at, column in enumerate(columns):
        page.set_column(at, at, column.width, formats["day" if column.of_days else "text"])
        page.write_string(0, at, column.title, formats["header"])
    # Or each number that is no quantity would be marked as a mistake.
    page.ignore_errors({"number_stored_as_text": "A1:Z1048576"})


def _write(page: Any, place: tuple[int, int], cell: Cell, formats: Mapping[str, Any]) -> None:
    match cell:
        case "":
            pass
        case str():
            page.write_string(*place, cell, formats["text"])
        case date():
            page.write_datetime(*place, cell, formats["day"])
        case _:
            page.write_number(*place, cell, formats["number"])


def _let_choose(page: Any, area: tuple[int, int, int, int], choices: Sequence[str]) -> None:
    told = f"Choose one of: {', '.join(choices)}."
    options = {"validate": "list", "source": list(choices), "error_message": told}
    page.data_validation(*area, options)
