"""Workbooks to upload: made as people make them, and taken apart to be made hostile."""

import io
from collections.abc import Callable, Sequence
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from xlsxwriter import Workbook

SHEET_PART = "xl/worksheets/sheet1.xml"
STRINGS_PART = "xl/sharedStrings.xml"


def made(fill: Callable[[Any, Any], object], *sheets: str) -> bytes:
    """A workbook of sheets (one, Results, unless they are named); `fill` gets it and the last of them."""
    file = io.BytesIO()
    book = Workbook(file, {"in_memory": True, "strings_to_formulas": False})
    for name in sheets or ("Results",):
        page = book.add_worksheet(name)
    fill(book, page)
    book.close()
    return file.getvalue()


def of_rows(*rows: Sequence[str | float]) -> bytes:
    """A workbook of one sheet with these rows."""

    def fill(_: Any, page: Any) -> None:
        for at, row in enumerate(rows):
            page.write_row(at, 0, row)

    return made(fill)


def changed(book: bytes, part: str, change: Callable[[bytes], bytes] | None) -> bytes:
    """A workbook with one of its parts changed, or left out."""
    file = io.BytesIO()
    with ZipFile(io.BytesIO(book)) as before, ZipFile(file, "w", ZIP_DEFLATED) as after:
        for member in before.infolist():
            content = before.read(member)
            if member.filename != part:
                after.writestr(member.filename, content)
            elif change:
                after.writestr(part, change(content))
    return file.getvalue()


def archive(**parts: bytes) -> bytes:
    """A zip file of these parts; two underscores stand for a stroke and one for a full stop."""
    file = io.BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as packed:
        for name, content in parts.items():
            packed.writestr(name.replace("__", "/").replace("_", "."), content)
    return file.getvalue()
