"""What is printed: its text, its structure, and the same bytes again."""

import pytest

from shared.documents.certificate_summary import summary_pdf
from shared.documents.certification_report import report_pdf
from tests.documents.papers import (
    LETTERHEAD,
    NAMES,
    NOT_PRINTABLE,
    ODD_NAMES,
    PORTAL,
    report_of,
    summary,
)
from tests.documents.reading import read, structure, text_of

ENOUGH_FOR_PAGES = [f"{NAMES[n % len(NAMES)]} {n}" for n in range(120)]


@pytest.fixture(scope="module")
def long_one() -> bytes:
    return summary_pdf(summary(ENOUGH_FOR_PAGES), LETTERHEAD).content


def test_it_promises_pdf_ua_and_keeps_the_marks_of_it(long_one: bytes) -> None:
    root = read(long_one).trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"].value
    assert root["/Lang"] == "en-GB"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"].value
    metadata = root["/Metadata"].get_data().decode()
    assert "pdfuaid:part" in metadata
    assert read(long_one).metadata["/Title"] == "Certificate Summary"
    assert read(long_one).metadata["/Author"] == "Example Awards"


def test_its_table_is_tagged_with_a_header_once_and_a_row_for_each_certificate(
    long_one: bytes,
) -> None:
    tags = structure(long_one)
    assert tags.count("H1") == 1
    assert tags.count("Table") == tags.count("THead") == tags.count("TBody") == 2
    # A row for each certificate, one for who is held back, and the headers.
    assert tags.count("TR") == len(ENOUGH_FOR_PAGES) + 1 + 2
    assert tags.count("TH") == 6 + 3


def test_every_page_says_what_it_is_and_repeats_the_tables_header(long_one: bytes) -> None:
    pages = [page.extract_text() for page in read(long_one).pages]
    assert len(pages) > 2
    for number, text in enumerate(pages, start=1):
        assert f"Page {number} of {len(pages)}" in text
        assert "Course run CR-417, consignment P-7Q3F9K2M" in text
        assert "ULN" in text


def test_the_same_facts_are_the_same_bytes(long_one: bytes) -> None:
    assert summary_pdf(summary(ENOUGH_FOR_PAGES), LETTERHEAD).content == long_one
    assert summary_pdf(summary(ENOUGH_FOR_PAGES[1:]), LETTERHEAD).content != long_one


def test_what_is_typed_is_never_markup() -> None:
    text = text_of(summary_pdf(summary(ODD_NAMES), LETTERHEAD).content)
    assert "*bold* _and_" in text
    assert '=1+1 #import "x"' in text


def test_a_character_without_a_font_loses_no_document_but_the_promise() -> None:
    printed = summary_pdf(summary([*NAMES, NOT_PRINTABLE]), LETTERHEAD)
    assert not printed.complete
    root = read(printed.content).trailer["/Root"]
    assert "pdfuaid" not in root["/Metadata"].get_data().decode()
    assert root["/MarkInfo"]["/Marked"].value
    assert "Łukasz Wiśniewski" in text_of(printed.content)
    again = summary_pdf(summary([*NAMES, NOT_PRINTABLE]), LETTERHEAD)
    assert again.content == printed.content


def test_only_our_fonts_are_in_it_and_all_of_them_wholly() -> None:
    reader = read(summary_pdf(summary(NAMES), LETTERHEAD).content)
    fonts = {
        str(font.get_object()["/BaseFont"]).partition("+")[2]
        for page in reader.pages
        for font in page["/Resources"]["/Font"].values()
    }
    assert fonts
    assert all(font.startswith("NotoSans") for font in fonts)
    assert {"NotoSansArabic-Regular", "NotoSansHebrew-Light", "NotoSansTamil-Regular"} <= fonts


def test_a_summary_says_who_got_which_certificate_and_who_is_held_back() -> None:
    said = summary(["Siân Ŵyn-Llŷr"])
    text = text_of(summary_pdf(said, LETTERHEAD).content)
    (row,) = said.certificates
    for each in (row.certificate_number, row.learner_id, row.uln, "Qualification", "20 Nov 2026"):
        assert str(each) in text
    for each in ("Dilnoza O‘tkirova", "Outstanding query", "CRF Received", "7 December 2026"):
        assert each in " ".join(text.split())
    assert "Royal Mail Special Delivery Guaranteed, AB123456785GB" in text


def test_a_parcel_without_anybody_held_back_says_nothing_of_it() -> None:
    content = summary_pdf(summary(held=[]), LETTERHEAD).content
    assert structure(content).count("Table") == 1


def test_a_report_lists_the_course_runs_with_their_numbers_of_certificates() -> None:
    report = report_of(summary(NAMES[:3]), summary(NAMES, [], run="CR-418"))
    printed = report_pdf(report, LETTERHEAD, PORTAL)
    text = text_of(printed.content)
    assert printed.complete
    assert read(printed.content).metadata["/Title"] == "Certification Report"
    for each in ("CR-417", "CR-418", str(len(NAMES)), str(len(NAMES) + 3), "Dilnoza O‘tkirova"):
        assert each in text
    assert report_pdf(report, LETTERHEAD, PORTAL).content == printed.content
