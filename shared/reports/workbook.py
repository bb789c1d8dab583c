"""Workbooks of one sheet for people to open: text stays text, dates are dates, and no cell is ever a formula."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO
from typing import Any

TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Cell = str | int | date

_PLAIN = {
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "in_memory": True,
}
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
    # A heavy import, and few calls come here.
    from xlsxwriter import Workbook  # type: ignore[import-untyped]  # noqa: PLC0415

    file = BytesIO()
    book = Workbook(file, _PLAIN)
    book.set_properties({"created": _MADE})
    formats = {name: book.add_format(properties) for name, properties in _FORMATS.items()}
    page = book.add_worksheet(sheet)
    page.freeze_panes(1, 0)
    for at, column in enumerate(columns):
        page.set_column(at, at, column.width, formats["day" if column.of_days else "text"])
        page.write_string(0, at, column.title, formats["header"])
    last = 0
    for last, cells in enumerate(rows, start=1):
        for at, cell in enumerate(cells):
            _write(page, (last, at), cell, formats)
    for at, column in enumerate(columns):
        if column.choices and last:
            _let_choose(page, (1, at, last, at), column.choices)
    # Or each number that is no quantity would be marked as a mistake.
    page.ignore_errors({"number_stored_as_text": "A1:Z1048576"})
    book.close()
    return file.getvalue()


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
