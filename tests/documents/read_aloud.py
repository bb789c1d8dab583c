"""The text of a PDF as a screen reader reads it: element by element, and the actual text where glyphs stand for it."""

import io
import re
from collections import defaultdict
from typing import Any

from pypdf import PageObject, PdfReader

from tests.documents.accessible import (
    SHOWING,
    elements_of,
    kids,
    kind,
    number_of,
    operations,
    resolved,
)

# Of a font's ToUnicode: what a code stands for, and what the codes of a range do.
_CHARACTER = re.compile(r"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f ]+)>")
_RANGE = re.compile(r"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>")

Texts = dict[tuple[int, int], str]


def rows(content: bytes) -> list[list[str]]:
    """Return the rows of a PDF's tables, their headers too, as what is read of each cell without its white space."""
    reader = PdfReader(io.BytesIO(content), strict=True)
    texts: Texts = {}
    for page in reader.pages:
        texts |= _texts(page)
    found = elements_of(resolved(reader.trailer["/Root"]["/StructTreeRoot"]))
    return [
        ["".join(_read(cell, texts).split()).replace("\u200b", "") for cell in kids(row)]
        for row in found
        if kind(row) == "TR"
    ]


def _read(element: Any, texts: Texts) -> str:
    if "/ActualText" in element:
        return str(element["/ActualText"])
    read = ""
    for kid in kids(element):
        if isinstance(kid, int):
            read += texts.get((number_of(element, "/Pg"), int(kid)), "")
        elif "/MCID" in kid:
            read += texts.get(
                (number_of(kid if "/Pg" in kid else element, "/Pg"), kid["/MCID"]), ""
            )
        elif "/S" in kid:
            read += _read(kid, texts)
    return read


def _texts(page: PageObject) -> Texts:
    """Return the text of a page's marked content, by the number of the page's object and its own."""
    reference = page.indirect_reference
    of_page = reference.idnum if reference else 0
    fonts = {name: _unicode(resolved(font)) for name, font in page["/Resources"]["/Font"].items()}
    texts: Texts = defaultdict(str)
    # Of what is open now: its number, and whether it says in its own words what is in it.
    open_now: list[tuple[int | None, bool]] = []
    font: dict[int, str] = {}
    for operands, operator in operations(page):
        number, said = open_now[-1] if open_now else (None, False)
        if operator == b"Tf":
            font = fonts[operands[0]]
        elif operator in {b"BDC", b"BMC"}:
            properties = resolved(operands[1]) if len(operands) > 1 else {}
            number = properties.get("/MCID", number)
            actual = None if said else properties.get("/ActualText")
            if actual is not None and number is not None:
                texts[of_page, number] += str(actual)
            open_now.append((number, said or actual is not None))
        elif operator == b"EMC":
            open_now.pop()
        elif operator in SHOWING and number is not None and not said:
            texts[of_page, number] += _decoded(operands[-1], font)
    return texts


def _decoded(shown: Any, font: dict[int, str]) -> str:
    pieces = shown if isinstance(shown, list) else [shown]
    texts = [getattr(each, "original_bytes", each) for each in pieces]
    codes = b"".join(each for each in texts if isinstance(each, bytes))
    return "".join(
        font.get(int.from_bytes(codes[at : at + 2], "big"), "\ufffd")
        for at in range(0, len(codes), 2)
    )


def _unicode(font: Any) -> dict[int, str]:
    """Return what each code of a font stands for."""
    said = resolved(font["/ToUnicode"]).get_data().decode("latin-1")
    found: dict[int, str] = {}
    for block in re.findall(r"beginbfchar(.*?)endbfchar", said, re.DOTALL):
        found |= {int(code, 16): _utf16(text) for code, text in _CHARACTER.findall(block)}
    for block in re.findall(r"beginbfrange(.*?)endbfrange", said, re.DOTALL):
        for first, last, text in _RANGE.findall(block):
            for code in range(int(first, 16), int(last, 16) + 1):
                found[code] = chr(ord(_utf16(text)) + code - int(first, 16))
    return found


def _utf16(digits: str) -> str:
    return bytes.fromhex(digits.replace(" ", "")).decode("utf-16-be")
