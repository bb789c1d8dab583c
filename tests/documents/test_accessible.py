"""Every kind of document is as PDF/UA-1 asks; and what is not, the checks find."""

import io
from collections.abc import Callable
from typing import Any

import pytest
from pypdf import PdfWriter
from pypdf.generic import (
    ArrayObject,
    BooleanObject,
    DecodedStreamObject,
    DictionaryObject,
    NameObject,
)

from shared.documents.certificate_summary import summary_pdf
from tests.documents.accessible import faults
from tests.documents.kinds import KINDS
from tests.documents.papers import LETTERHEAD, NOT_PRINTABLE, summary


@pytest.mark.parametrize("which", KINDS)
def test_it_is_as_the_standard_asks(which: str) -> None:
    printed = KINDS[which]()
    assert printed.complete
    assert faults(printed.content) == []


def test_a_character_without_a_font_is_found() -> None:
    found = faults(summary_pdf(summary([NOT_PRINTABLE]), LETTERHEAD).content)
    assert "05: it does not promise PDF/UA-1" in found
    assert any(fault.startswith("31-030") for fault in found)


def without(name: str) -> Callable[[PdfWriter], None]:
    """Takes something away from the document's root."""

    def broken(writer: PdfWriter) -> None:
        del writer.root_object[NameObject(name)]

    return broken


def each(kind: str, broken: Callable[[Any], None]) -> Callable[[PdfWriter], None]:
    """Breaks the elements of a kind, or whatever else is of that type."""

    def break_them(writer: PdfWriter) -> None:
        objects = [writer.get_object(n) for n in range(1, len(writer._objects) + 1)]
        of_kind = [
            found
            for found in objects
            if isinstance(found, dict) and kind in {found.get("/S"), found.get("/Type")}
        ]
        assert of_kind
        for found in of_kind:
            broken(found)

    return break_them


def dropped(name: str) -> Callable[[Any], None]:
    return lambda found: found.pop(NameObject(name), None)


def renamed(kind: str) -> Callable[[Any], None]:
    return lambda found: found.update({NameObject("/S"): NameObject(kind)})


def suspect(writer: PdfWriter) -> None:
    writer.root_object["/MarkInfo"][NameObject("/Suspects")] = BooleanObject(value=True)


def untagged(writer: PdfWriter) -> None:
    """Paints a line that is in no marked content, behind what the first page has."""
    line = DecodedStreamObject()
    line.set_data(b" 10 10 m 90 90 l S")
    page = writer.pages[0]
    before = page.raw_get("/Contents")
    page[NameObject("/Contents")] = ArrayObject([before, writer._add_object(line)])


def shorter(found: Any) -> None:
    if found["/K"][0].get_object()["/S"] == "/TD":
        found["/K"].pop()


BROKEN = {
    "01: it is not tagged": without("/StructTreeRoot"),
    "01-003: content": untagged,
    "01-003: no element": each("/TD", dropped("/K")),
    "01-007": suspect,
    "02": each("/TBody", renamed("/Tbody")),
    "05": without("/Metadata"),
    "06: it does not say": without("/MarkInfo"),
    "06-003": without("/Metadata"),
    "07": without("/ViewerPreferences"),
    "09-004": each("/THead", renamed("/Div")),
    "09-005": each("/TD", renamed("/P")),
    "11": without("/Lang"),
    "13-004": each("/Figure", dropped("/Alt")),
    "14: a heading": each("/H2", dropped("/K")),
    "14-003": each("/H2", renamed("/H3")),
    "15-003": each("/TH", dropped("/A")),
    "15-005": each("/TR", shorter),
    "28-002": each("/Annot", dropped("/StructParent")),
    "28-004": each("/Annot", dropped("/Contents")),
    "28-008": each("/Page", dropped("/Tabs")),
    "28-011": each("/Link", dropped("/K")),
    "31-009": each(
        "/FontDescriptor", lambda f: [f.pop(name, None) for name in ("/FontFile2", "/FontFile3")]
    ),
    "31-027": each("/Font", dropped("/ToUnicode")),
}


@pytest.fixture(scope="module")
def whole() -> bytes:
    return KINDS["a report"]().content


@pytest.mark.parametrize("fault", BROKEN)
def test_what_is_broken_is_found(whole: bytes, fault: str) -> None:
    writer, written = PdfWriter(clone_from=io.BytesIO(whole)), io.BytesIO()
    assert isinstance(writer.root_object, DictionaryObject)
    BROKEN[fault](writer)
    writer.write(written)
    found = faults(written.getvalue())
    assert any(each.startswith(fault) for each in found), found
