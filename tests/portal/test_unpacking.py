"""Workbooks that are made to harm: each is refused before it takes time or memory."""

import io
import struct
import tracemalloc
from collections.abc import Callable
from typing import Any
from zipfile import ZIP_BZIP2, ZIP_DEFLATED, ZIP_LZMA, ZipFile

import pytest

from functions.portal.results.sheets import rows_of_sheet
from functions.portal.results.unpacking import DAMAGED, PROTECTED, TOO_LARGE, repacked
from shared.domain import limits
from shared.domain.faults import Malformed
from tests.portal.workbooks import SHEET_PART, STRINGS_PART, changed, made, of_rows

BOOK = of_rows(["learner_id", "unit", "outcome"], ["L1", "A", "achieved"])


def refused(body: bytes) -> str:
    with pytest.raises(Malformed) as told:
        rows_of_sheet(body)
    return told.value.detail


def sheet(change: Callable[[bytes], bytes]) -> bytes:
    return changed(BOOK, SHEET_PART, change)


def within(content: bytes, put: bytes) -> bytes:
    return content.replace(b"</sheetData>", put + b"</sheetData>")


@pytest.mark.parametrize("part", [SHEET_PART, STRINGS_PART, "xl/styles.xml", "xl/workbook.xml"])
@pytest.mark.slow
def test_a_bomb_ends_at_the_limit(part: str) -> None:
    bomb = changed(BOOK, part, lambda content: content + b" " * (5 * limits.SHEET_BYTES))
    assert len(bomb) < 300_000
    tracemalloc.start()
    assert refused(bomb) == TOO_LARGE
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 2 * limits.SHEET_BYTES


def test_the_limit_is_one_for_all_parts() -> None:
    half = b" " * (limits.SHEET_BYTES // 2)
    bomb = changed(
        sheet(lambda content: content + half), STRINGS_PART, lambda content: content + half
    )
    assert refused(bomb) == TOO_LARGE


def test_a_member_that_lies_about_its_size_is_damaged() -> None:
    content = bytearray(sheet(lambda content: content + b" " * 1_000_000))
    with ZipFile(io.BytesIO(content)) as packed:
        size = packed.getinfo(SHEET_PART).file_size
    lied = bytes(content).replace(struct.pack("<L", size), struct.pack("<L", 10))
    assert refused(lied) == DAMAGED


def test_only_what_was_weighed_is_read() -> None:
    with ZipFile(repacked(BOOK)) as packed:
        names = packed.namelist()
    assert "xl/theme/theme1.xml" not in names
    assert not [name for name in names if name.startswith("docProps")]


def test_two_cells_far_apart_do_not_spread_a_sheet() -> None:
    def far(_: Any, page: Any) -> None:
        page.write(0, 0, "near")
        page.write(1_048_575, 16_383, "far")

    assert refused(made(far)) == TOO_LARGE


@pytest.mark.parametrize(
    "cells",
    [
        b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
        b'<row r="1048576"><c><v>1</v></c><c r="XFD1"><v>1</v></c></row>',
        b'<row r="3"><c r="xfd9999999"><f>A1</f></c></row>',
        b'<x:row xmlns:x="x" r="5"><x:c r="&#88;FD999999"><x:v>1</x:v></x:c></x:row>',
        b'<row r="1048576"/><row>' + b"<c/>" * 20 + b'<c t="inlineStr"><is><t>x</t></is></c></row>',
    ],
    ids=range(5),
)
def test_however_they_are_written(cells: bytes) -> None:
    assert refused(sheet(lambda content: within(content, cells))) == TOO_LARGE


@pytest.mark.parametrize("place", ["A99999999999", "ABCD1", "$A$1", "1A", "A", "", "A-1"])
def test_a_place_that_is_none_is_damage(place: str) -> None:
    cell = f'<row r="3"><c r="{place}"><v>1</v></c></row>'.encode()
    assert refused(sheet(lambda content: within(content, cell))) == DAMAGED


def test_a_long_text_that_many_cells_share_is_not_copied() -> None:
    def fill(_: Any, page: Any) -> None:
        for row in range(2_000):
            page.write_string(row, 0, "x" * 32_000)

    bomb = made(fill)
    assert len(bomb) < 30_000
    assert refused(bomb) == TOO_LARGE


@pytest.mark.parametrize("index", [b"2000", b"-1", b"x", b"1e3"])
def test_a_cell_that_shares_no_text_is_damage(index: bytes) -> None:
    cell = b'<row r="3"><c r="A3" t="s"><v>' + index + b"</v></c></row>"
    assert refused(sheet(lambda content: within(content, cell))) == DAMAGED


def test_entities_are_not_expanded() -> None:
    laughs = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>'
    bomb = changed(BOOK, STRINGS_PART, lambda content: laughs + content.partition(b"?>")[2])
    assert refused(bomb) == DAMAGED


@pytest.mark.parametrize("content", [b"", b"<worksheet>", b"\xff\xfe<\0a\0/\0>\0", b"\0", b"{}"])
def test_a_part_that_is_no_xml_is_damage(content: bytes) -> None:
    assert refused(sheet(lambda _: content)) == DAMAGED


@pytest.mark.parametrize("part", [SHEET_PART, "xl/_rels/workbook.xml.rels"])
def test_a_part_that_is_missing_is_damage(part: str) -> None:
    assert refused(changed(BOOK, part, None)) == DAMAGED


def with_parts(compression: int = ZIP_DEFLATED, **more: bytes) -> bytes:
    file = io.BytesIO()
    with ZipFile(io.BytesIO(BOOK)) as before, ZipFile(file, "w", compression) as after:
        for name in before.namelist():
            after.writestr(name, before.read(name))
        for name, content in more.items():
            after.writestr(name, content)
    return file.getvalue()


@pytest.mark.parametrize("compression", [ZIP_LZMA, ZIP_BZIP2])
def test_other_compressions_are_damage(compression: int) -> None:
    assert refused(with_parts(compression)) == DAMAGED


def test_too_many_members_are_refused() -> None:
    many = {f"m{n}": b"" for n in range(limits.SHEET_MEMBERS)}
    assert refused(with_parts(**many)) == TOO_LARGE


def test_two_parts_of_one_name_are_damage() -> None:
    assert refused(with_parts(**{"XL/Workbook.xml": b"<workbook/>"})) == DAMAGED


def test_members_with_a_password_are_told_as_such() -> None:
    body = bytearray(BOOK)
    for signature, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = body.find(signature)
        while at >= 0:
            body[at + flags] |= 1
            at = body.find(signature, at + 4)
    assert refused(bytes(body)) == PROTECTED


@pytest.mark.parametrize("hundredths", [1, 5, 50, 99])
def test_a_file_that_was_cut_short_is_damage(hundredths: int) -> None:
    # The book's length varies by some bytes with the time at which it was made.
    assert refused(BOOK[: len(BOOK) * hundredths // 100]) == DAMAGED
