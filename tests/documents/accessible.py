"""What a PDF has to be for screen readers: what a machine can tell of PDF/UA-1 (ISO 14289-1, Matterhorn Protocol 1.1).

`faults` is for every kind of document. The numbers are those of the protocol's checkpoints.
"""

import io
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Any
from xml.etree import ElementTree as ET

from pypdf import PageObject, PdfReader
from pypdf.generic import IndirectObject

PAINTING = {b"f", b"F", b"f*", b"B", b"B*", b"b", b"b*", b"S", b"s", b"sh", b"Do", b"INLINE IMAGE"}
SHOWING = {b"Tj", b"TJ", b"'", b'"'}
# ISO 32000-1, 14.8.4: what elements may be, by themselves or by the document's role map.
_TYPES = """
Document Part Art Sect Div BlockQuote Caption TOC TOCI Index NonStruct Private P H H1 H2 H3 H4 H5 H6
L LI Lbl LBody Table TR TH TD THead TBody TFoot Span Quote Note Reference BibEntry Code Link Annot
Ruby RB RT RP Warichu WT WP Figure Formula Form
"""
STANDARD = set(_TYPES.split())
HEADINGS = {f"H{level}" for level in range(1, 7)}
ROWS = {"THead", "TBody", "TFoot"}
SCOPES = {"/Row", "/Column", "/Both"}
_DC, _UA = "{http://purl.org/dc/elements/1.1/}", "{http://www.aiim.org/pdfua/ns/id/}"
_RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"


def faults(content: bytes) -> list[str]:
    """Return everything about a PDF that is not as PDF/UA-1 asks, each with its checkpoint."""
    reader = PdfReader(io.BytesIO(content), strict=True)
    tree = resolved(reader.trailer["/Root"].get("/StructTreeRoot", {}))
    elements = list(elements_of(tree))
    tagged = _tagged(elements)
    return [
        *_faults_of_document(reader),
        *_faults_of_elements(elements, resolved(tree.get("/RoleMap", {}))),
        *_faults_of_headings([each for each in elements if kind(each) in HEADINGS]),
        *_faults_of_tables([each for each in elements if kind(each) == "Table"]),
        *(fault for page in reader.pages for fault in _faults_of_content(page, tagged)),
        *(fault for page in reader.pages for fault in _faults_of_annotations(page, elements)),
        *(fault for page in reader.pages for fault in _faults_of_fonts(page)),
    ]


def resolved(value: Any) -> Any:
    """Return what a reference refers to."""
    return value.get_object() if isinstance(value, IndirectObject) else value


def kids(element: Any) -> list[Any]:
    """Return what is in an element of the structure: elements, numbers of marked content, references."""
    found = resolved(element.get("/K", []))
    return [resolved(kid) for kid in (found if isinstance(found, list) else [found])]


def kind(element: Any) -> str:
    """Return an element's type, as P or TH."""
    return str(element["/S"]).removeprefix("/")


def elements_of(node: Any) -> Iterator[Any]:
    """Yield the elements of the structure in reading order."""
    if "/S" in node:
        yield node
    for kid in kids(node):
        if isinstance(kid, dict) and "/S" in kid:
            yield from elements_of(kid)


def number_of(of: Any, name: str) -> int:
    """Return the number of the object that a member refers to."""
    return int(of.raw_get(name).idnum)


def _annotation(kid: Any) -> int | None:
    return number_of(kid, "/Obj") if isinstance(kid, dict) and "/Obj" in kid else None


def _tagged(elements: list[Any]) -> set[tuple[int, int]]:
    """Return the marked content that elements have: the number of the page's object, and its own."""
    found = set()
    for element in elements:
        for kid in kids(element):
            if isinstance(kid, int):
                found.add((number_of(element, "/Pg"), int(kid)))
            elif isinstance(kid, dict) and "/MCID" in kid:
                found.add((number_of(kid if "/Pg" in kid else element, "/Pg"), int(kid["/MCID"])))
    return found


def _faults_of_document(reader: PdfReader) -> Iterator[str]:
    root = reader.trailer["/Root"]
    marked = resolved(root.get("/MarkInfo", {}))
    preferences = resolved(root.get("/ViewerPreferences", {}))
    written = root["/Metadata"].get_data() if "/Metadata" in root else b"<nothing/>"
    metadata = ET.fromstring(written)  # noqa: S314 - what we have just printed
    titles = metadata.findall(f".//{_DC}title//{_RDF}li")
    part = [each.text for each in metadata.iter(f"{_UA}part")]
    part += [each.attrib[f"{_UA}part"] for each in metadata.iter() if f"{_UA}part" in each.attrib]
    for holds, fault in (
        ("/StructTreeRoot" in root, "01: it is not tagged"),
        (_says(marked, "/Marked"), "06: it does not say that it is tagged"),
        (not _says(marked, "/Suspects"), "01-007: some of its tags are suspect"),
        (part == ["1"], "05: it does not promise PDF/UA-1"),
        (any(each.text for each in titles), "06-003: it has no title"),
        (_says(preferences, "/DisplayDocTitle"), "07: its title is not shown"),
        ("/Lang" in root, "11: it does not say its language"),
        (not reader.is_encrypted, "26: it is encrypted"),
    ):
        if not holds:
            yield fault


def _says(of: Any, name: str) -> bool:
    return name in of and bool(of[name].value)


def _faults_of_elements(elements: list[Any], roles: Any) -> Iterator[str]:
    for element in elements:
        if not {kind(element), roles.get(f"/{kind(element)}", "/")[1:]} & STANDARD:
            yield f"02: {kind(element)} is no standard type"
        if kind(element) in {"Figure", "Formula"} and not element.get("/Alt"):
            yield f"13-004: a {kind(element)} has no alternative text"
        if kind(element) == "Link" and not any(map(_annotation, kids(element))):
            yield "28-011: a Link has no annotation in it"


def _faults_of_headings(headings: list[Any]) -> Iterator[str]:
    for above, level in pairwise([0, *(int(kind(each)[1]) for each in headings)]):
        if level > above + 1:
            yield f"14-003: a heading of level {level} follows one of level {above}"
    if not all(map(kids, headings)):
        yield "14: a heading is empty"


def _faults_of_tables(tables: list[Any]) -> Iterator[str]:
    for table in tables:
        groups = [kid for kid in kids(table) if kind(kid) != "Caption"]
        rows = [row for kid in groups for row in (kids(kid) if kind(kid) in ROWS else [kid])]
        cells = [kids(row) if kind(row) == "TR" else [row] for row in rows]
        if {kind(row) for row in rows} != {"TR"}:
            yield "09-004: something in a table is no row"
        if not {kind(cell) for row in cells for cell in row} <= {"TH", "TD"}:
            yield "09-005: something in a row is no cell"
        if len({sum(_attribute(cell, "/ColSpan", 1) for cell in row) for row in cells}) > 1:
            yield "15-005: the rows of a table are not of one length"
        heads = [cell for row in cells for cell in row if kind(cell) == "TH"]
        if not heads or not all(_attribute(cell, "/Scope") in SCOPES for cell in heads):
            yield "15-003: a header of a table does not say what it heads"


def _attribute(element: Any, name: str, otherwise: Any = None) -> Any:
    found = resolved(element.get("/A", {}))
    dictionaries = [resolved(each) for each in (found if isinstance(found, list) else [found])]
    return next((each[name] for each in dictionaries if name in each), otherwise)


def _faults_of_content(page: PageObject, tagged: set[tuple[int, int]]) -> Iterator[str]:
    where, of_page = _place(page)
    numbers, unmarked, nested = _marked(page)
    if unmarked:
        yield f"01-003: content {where} is neither tagged nor an artifact: {sorted(unmarked)}"
    if nested:
        yield f"01-001: tagged content and artifacts are within each other {where}"
    if len(set(numbers)) < len(numbers):
        yield f"01: a number of marked content {where} stands there twice"
    if missing := [each for each in numbers if (of_page, each) not in tagged]:
        yield f"01-003: no element has the marked content {missing} {where}"


def _marked(page: PageObject) -> tuple[list[int], set[str], bool]:
    """Return the numbers of a page's marked content, what is painted outside of any, and whether any is amiss."""
    numbers: list[int] = []
    unmarked: set[str] = set()
    open_now: list[str] = []
    nested = False
    for operands, operator in operations(page):
        if operator in {b"BDC", b"BMC"}:
            properties = resolved(operands[1]) if len(operands) > 1 else {}
            number = properties.get("/MCID") if isinstance(properties, dict) else None
            numbers += [] if number is None else [number]
            tagged = "" if number is None else "tagged"
            open_now.append("artifact" if operands[0] == "/Artifact" else tagged)
            nested |= {"artifact", "tagged"} <= {*open_now}
        elif operator == b"EMC":
            open_now.pop()
        elif operator in PAINTING | SHOWING and not any(open_now):
            unmarked.add(operator.decode())
    return numbers, unmarked, nested


def operations(page: PageObject) -> Iterable[tuple[Any, bytes]]:
    content = page.get_contents()
    return [] if content is None else content.operations


def _faults_of_annotations(page: PageObject, elements: list[Any]) -> Iterator[str]:
    where, _ = _place(page)
    annotations = resolved(page.get("/Annots", []))
    in_tags = {_annotation(kid) for each in elements for kid in kids(each)} if annotations else ()
    if annotations and page.get("/Tabs") != "/S":
        yield f"28-008: the tab order {where} does not follow the structure"
    for each in annotations:
        if each.idnum not in in_tags or "/StructParent" not in resolved(each):
            yield f"28-002: an annotation {where} is in no element"
        if not resolved(each).get("/Contents"):
            yield f"28-004: an annotation {where} has no description"


def _place(page: PageObject) -> tuple[str, int]:
    """Return where a page is in words, and the number of its object."""
    reference = page.indirect_reference
    return f"on page {(page.page_number or 0) + 1}", reference.idnum if reference else 0


def _faults_of_fonts(page: PageObject) -> Iterator[str]:
    fonts = resolved(page["/Resources"].get("/Font", {}))
    for font in map(resolved, fonts.values()):
        inner = resolved(font["/DescendantFonts"][0]) if "/DescendantFonts" in font else font
        if not {"/FontFile", "/FontFile2", "/FontFile3"} & set(inner["/FontDescriptor"]):
            yield f"31-009: {font['/BaseFont']} is not embedded"
        if "/ToUnicode" not in font:
            yield f"31-027: what {font['/BaseFont']} shows cannot be told as text"
    shown: Any = {}
    for operands, operator in operations(page):
        if operator == b"Tf":
            shown = resolved(fonts[operands[0]])
        elif operator in SHOWING and _shows_no_glyph(operands[-1], shown):
            yield f"31-030: {shown['/BaseFont']} shows a character that it has not"


def _shows_no_glyph(shown: Any, font: Any) -> bool:
    """Tell whether glyph 0 is shown, the box for what a font has not, by a font whose codes are numbers of glyphs."""
    if font.get("/Encoding") != "/Identity-H":
        return False
    pieces = shown if isinstance(shown, list) else [shown]
    texts = [getattr(each, "original_bytes", each) for each in pieces]
    codes = b"".join(each for each in texts if isinstance(each, bytes))
    return any(codes[at : at + 2] == b"\0\0" for at in range(0, len(codes), 2))
