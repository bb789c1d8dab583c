"""Workbooks from outside, unpacked and weighed before anything reads them.

A reader of workbooks trusts what it is given: 50 KB can make it take gigabytes, by what they unpack to, by a long
text that many cells share, or by two cells at opposite ends of a sheet. So the parts that say what is in the cells
are unpacked under a limit here, weighed, and packed again: what goes on to be read is what was weighed.
"""

import re
import struct
import zlib
from collections.abc import Mapping
from io import BytesIO
from typing import Final
from xml.parsers import expat
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from shared.domain import limits
from shared.domain.faults import Malformed

DAMAGED: Final = "This spreadsheet is damaged. Open it, save it again as an Excel workbook (.xlsx) and upload that."
TOO_LARGE: Final = (
    "This spreadsheet is too large. Copy the table of results into a new one and upload that."
)
PROTECTED: Final = "This spreadsheet has a password. Save it without one and upload that."
NO_WORKBOOK: Final = (
    "This is not an Excel workbook. Save the table as .xlsx or .csv and upload that."
)

_STRINGS: Final = "xl/sharedstrings.xml"
_SHEET: Final = re.compile(r"xl/worksheets/[^/]+\.xml")
_OTHERS: Final = {
    "[content_types].xml",
    "_rels/.rels",
    "xl/workbook.xml",
    "xl/_rels/workbook.xml.rels",
    "xl/styles.xml",
    _STRINGS,
}
_PLACE: Final = re.compile("([A-Za-z]{1,3})([0-9]{1,7})")
_CHUNK: Final = 1 << 16
_ENCRYPTED: Final = 1
# Whatever zipfile raises for what is no sound archive.
_BROKEN: Final = (BadZipFile, RuntimeError, zlib.error, OSError, EOFError, ValueError, struct.error)


def repacked(body: bytes) -> BytesIO:
    """Return a workbook with no other parts than those that say what is in its cells; raises Malformed."""
    try:
        parts = _unpacked(body)
    except _BROKEN as broken:
        raise Malformed(DAMAGED) from broken
    try:
        _weigh(parts)
    except (expat.ExpatError, ValueError, IndexError) as broken:
        raise Malformed(DAMAGED) from broken
    file = BytesIO()
    with ZipFile(file, "w", ZIP_STORED) as packed:
        for name, content in parts.items():
            is_sheet = _SHEET.fullmatch(name.casefold())
            # As text: errors would be read as empty cells.
            told = content.replace(b' t="e"', b' t="str"') if is_sheet else content
            packed.writestr(ZipInfo(name), told)
    file.seek(0)
    return file


def _unpacked(body: bytes) -> dict[str, bytes]:
    parts: dict[str, bytes] = {}
    room = limits.SHEET_BYTES
    with ZipFile(BytesIO(body)) as archive:
        members = archive.infolist()
        if len(members) > limits.SHEET_MEMBERS:
            raise Malformed(TOO_LARGE)
        for member in members:
            name = member.filename.replace("\\", "/").removeprefix("/")
            if _SHEET.fullmatch(name.casefold()) or name.casefold() in _OTHERS:
                parts[name] = _inflated(archive, member, room)
                room -= len(parts[name])
    folded = [name.casefold() for name in parts]
    if "xl/workbook.xml" not in folded:
        raise Malformed(NO_WORKBOOK)
    if len(set(folded)) < len(folded):
        raise Malformed(DAMAGED)
    return parts


def _inflated(archive: ZipFile, member: ZipInfo, room: int) -> bytes:
    """Return what a member unpacks to, unless that is more than `room`, whatever it says of its size."""
    if member.flag_bits & _ENCRYPTED:
        raise Malformed(PROTECTED)
    # Others take memory of their own choice.
    if member.compress_type not in {ZIP_STORED, ZIP_DEFLATED}:
        raise Malformed(DAMAGED)
    content = bytearray()
    with archive.open(member) as packed:
        while chunk := packed.read(_CHUNK):
            content += chunk
            if len(content) > room:
                raise Malformed(TOO_LARGE)
    return bytes(content)


def _weigh(parts: Mapping[str, bytes]) -> None:
    lengths: list[int] = []
    for name, content in parts.items():
        if name.casefold() == _STRINGS:
            lengths = _Scale([]).put_on(content).strings
    for content in parts.values():
        scale = _Scale(lengths).put_on(content)
        # Text is copied for each cell that shares it, and a sheet is laid out from its first cell to its last.
        if scale.shared > limits.SHEET_BYTES or scale.rows * scale.columns > limits.SHEET_CELLS:
            raise Malformed(TOO_LARGE)


class _Scale:
    """What a part of a workbook holds: the lengths of its strings, how far its cells reach, what text they share."""

    def __init__(self, lengths: list[int]) -> None:
        self.strings: list[int] = []
        self.shared = self.rows = self.columns = 0
        self._lengths = lengths
        self._row = self._column = 0
        self._at = (0, 0)
        self._value: list[str] | None = None

    def put_on(self, content: bytes) -> "_Scale":
        """Weigh one part; raises ExpatError, ValueError or IndexError where it is damaged."""
        if b"\0" in content:
            # UTF-16, which could say one thing here and another to who reads it as UTF-8.
            raise ValueError
        parser = expat.ParserCreate("utf-8")
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        parser.StartDoctypeDeclHandler = self._refuse
        parser.Parse(content, True)  # noqa: FBT003
        return self

    def _start(self, name: str, attributes: Mapping[str, str]) -> None:
        match name.rpartition(":")[2]:
            case "si":
                self.strings.append(0)
            case "row":
                self._row = _number(attributes.get("r", str(self._row + 1)))
                self._column = 0
            case "c":
                self._at = self._place(attributes.get("r"))
                self._column = self._at[1]
                self._value = [] if attributes.get("t") == "s" else None
            case "v" | "is" | "f":
                self.rows = max(self.rows, self._at[0])
                self.columns = max(self.columns, self._at[1])

    def _end(self, name: str) -> None:
        if self._value and name.rpartition(":")[2] == "v":
            self.shared += self._lengths[_number("".join(self._value))]
            self._value = []

    def _text(self, text: str) -> None:
        if self.strings:
            self.strings[-1] += len(text)
        if self._value is not None:
            self._value.append(text)

    def _place(self, reference: str | None) -> tuple[int, int]:
        if reference is None:
            return self._row, self._column + 1
        place = _PLACE.fullmatch(reference)
        if place is None:
            raise ValueError(reference)
        column = 0
        for letter in place[1].upper():
            column = column * 26 + ord(letter) - ord("A") + 1
        return int(place[2]), column

    @staticmethod
    def _refuse(*_: object) -> None:
        raise ValueError


def _number(text: str) -> int:
    if not text.isdecimal():
        raise ValueError(text)
    return int(text)
