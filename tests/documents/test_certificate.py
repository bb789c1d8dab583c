"""A certificate as our own template prints it: every fact, its structure, one page, and the same bytes again."""

import pytest
from pypdf import PdfReader

from shared.documents.certificate import our_template, sheets
from shared.domain.certificates import Kind
from shared.domain.identifiers import certificate_number
from tests.documents.certificates import (
    ISSUED_AT,
    QUALIFICATION,
    certificate,
    print_one,
    printed,
    units,
)
from tests.documents.papers import LETTERHEAD, NAMES, NOT_PRINTABLE, ODD_NAMES, PORTAL
from tests.documents.test_printing import read, structure, text_of


def pages_of(content: bytes) -> list[str]:
    return [" ".join(page.extract_text().split()) for page in read(content).pages]


def test_a_qualifications_certificate_says_what_ofqual_asks_for() -> None:
    of = certificate()
    (text,) = pages_of(print_one(of).content)
    for fact in (
        "Example Awards",
        "Siân Ŵyn-Llŷr",
        "Certificate in Understanding Autism",
        "603/1234/5",
        "Level Entry 3",
        "83 credits",
        "02/03/2026",
        of.certificate_number,
    ):
        assert fact in text
    assert "Replacement" not in text


def test_a_unit_certificate_lists_the_units_with_level_and_credit() -> None:
    of = certificate(kind=Kind.UNIT, units=units(8))
    (text,) = pages_of(print_one(of).content)
    assert "Unit certificate" in text
    for unit in of.units:
        assert f"{unit.reference} {unit.title} Entry 2 {unit.credits}" in text


def test_nothing_is_said_of_credit_where_there_is_none() -> None:
    without = [unit.model_copy(update={"credits": 0}) for unit in units(2)]
    (text,) = pages_of(print_one(certificate(kind=Kind.UNIT, units=without)).content)
    assert "credit" not in text.lower()


def test_a_replacement_says_so_and_names_what_it_replaces() -> None:
    first = certificate_number("K7M2Q4A", 7)
    (text,) = pages_of(print_one(certificate(replaces=first)).content)
    assert f"Replacement certificate, issued in place of {first}" in text


def test_it_promises_pdf_ua_and_says_whose_it_is() -> None:
    of = certificate()
    content = print_one(of).content
    root = read(content).trailer["/Root"]
    assert root["/Lang"] == "en-GB"
    assert "pdfuaid:part" in root["/Metadata"].get_data().decode()
    assert read(content).metadata["/Title"] == f"Certificate {of.certificate_number}"
    assert read(content).metadata["/Author"] == "Example Awards"
    tags = structure(content)
    assert tags.count("H1") == 1
    assert tags.count("Figure") == 1
    assert (tags.count("Table"), tags.count("TR")) == (1, 3)


def test_all_its_fonts_are_in_it_and_it_is_a4_upright() -> None:
    reader = read(print_one(certificate(name="محمد 王小明 தமிழ்")).content)
    (page,) = reader.pages
    assert [round(float(each) / 72 * 25.4) for each in page.mediabox[2:]] == [210, 297]
    for font in page["/Resources"]["/Font"].values():
        (descendant,) = font.get_object()["/DescendantFonts"]
        descriptor = descendant.get_object()["/FontDescriptor"].get_object()
        assert {"/FontFile2", "/FontFile3"} & set(descriptor)


@pytest.mark.parametrize("kind", Kind)
def test_the_same_facts_are_the_same_bytes(kind: Kind) -> None:
    of = certificate(kind=kind)
    assert print_one(of).content == print_one(of).content
    assert print_one(of).content != print_one(of.model_copy(update={"name": "Another"})).content


def test_names_are_printed_letter_by_letter_and_never_as_markup() -> None:
    names = [*NAMES, *ODD_NAMES]
    files = {f"{n}.pdf": [certificate(n, name=name)] for n, name in enumerate(names, start=1)}
    for name, pdf in zip(names, printed(files).values(), strict=True):
        assert pdf.complete
        (text,) = pages_of(pdf.content)
        for letter in name.replace(" ", ""):
            assert letter in text


def test_a_character_without_a_font_loses_no_certificate_but_the_promise() -> None:
    of = {"bad.pdf": [certificate(name=NOT_PRINTABLE)], "good.pdf": [certificate(2)]}
    found = printed(of)
    assert (found["bad.pdf"].complete, found["good.pdf"].complete) == (False, True)
    assert "603/1234/5" in text_of(found["bad.pdf"].content)


LONG = {
    "name": "Wolfe" + "schlegel" * 31,
    "qualification": QUALIFICATION.model_copy(update={"title": "Certificate in Long Titles " * 9}),
}


@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize("count", [1, 8, 14])
def test_what_is_usual_fits_its_page(kind: Kind, count: int) -> None:
    assert len(pages_of(print_one(certificate(kind=kind, units=units(count))).content)) == 1


def test_the_longest_of_names_and_titles_fit_with_their_units() -> None:
    of = certificate(**LONG, kind=Kind.UNIT, units=units(3, "A unit with a long title " * 8))
    (text,) = pages_of(print_one(of).content)
    assert of.certificate_number in text


def test_units_that_fit_no_page_run_on_and_every_page_says_whose_they_are() -> None:
    of = certificate(kind=Kind.UNIT, units=units(100))
    texts = pages_of(print_one(of).content)
    assert len(texts) > 1
    for number, text in enumerate(texts, start=1):
        assert f"Certificate {of.certificate_number}, page {number} of {len(texts)}" in text
        assert "Unit reference" in text
    assert all(unit.reference in " ".join(texts) for unit in of.units)


def test_a_qualifications_certificate_does_without_units_that_do_not_fit() -> None:
    (text,) = pages_of(print_one(certificate(units=units(100))).content)
    assert "A/506/2130" not in text
    assert "603/1234/5" in text


def test_a_file_of_several_begins_each_on_a_page_of_its_own() -> None:
    several = [certificate(1), certificate(2, kind=Kind.UNIT, units=units(60)), certificate(3)]
    content = printed({"all.pdf": several})["all.pdf"].content
    texts = pages_of(content)
    first = [number for number, text in enumerate(texts) if "This is to certify" in text]
    assert first[:2] == [0, 1]
    assert first[2] == len(texts) - 1
    assert "page 1 of" not in texts[0]
    assert read(content).metadata["/Title"] == "Certificates"
    assert isinstance(read(content), PdfReader)


def test_its_code_leads_to_the_public_check() -> None:
    of = certificate()
    (facts,) = sheets(our_template(), LETTERHEAD, PORTAL, ISSUED_AT, {"one.pdf": [of]}).certificates
    assert str(facts["qr"]).startswith("<svg")
    (another,) = sheets(
        our_template(), LETTERHEAD, PORTAL, ISSUED_AT, {"one.pdf": [certificate(2)]}
    ).certificates
    assert facts["qr"] != another["qr"]
