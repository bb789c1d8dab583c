"""What is in a workbook, as it is written in the file."""

import io
import re
from html import unescape
from typing import Any
from zipfile import ZipFile

from python_calamine import load_workbook


def parts(book: bytes) -> dict[str, str]:
    """The parts of a workbook, as text."""
    with ZipFile(io.BytesIO(book)) as packed:
        return {name: packed.read(name).decode() for name in packed.namelist()}


def sheet(book: bytes) -> str:
    """Its one sheet."""
    return parts(book)["xl/worksheets/sheet1.xml"]


def values(book: bytes) -> list[list[Any]]:
    """The cells of its one sheet, each with the type that it has."""
    with load_workbook(io.BytesIO(book)) as opened:
        (_,) = opened.sheet_names
        return opened.get_sheet_by_index(0).to_python()


def choices(book: bytes) -> dict[str, str]:
    """The cells that are chosen from a list, with that list."""
    pattern = r'<dataValidation type="list"[^>]* sqref="([^"]+)"><formula1>([^<]+)</formula1>'
    return {where: unescape(which) for where, which in re.findall(pattern, sheet(book))}
