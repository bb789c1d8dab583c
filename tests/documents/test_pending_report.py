"""The daily report as PDF: in short, overdue by centre, and row by row, on pages that can be read."""

import pytest

from shared.domain import limits
from tests.documents.papers import NAMES, NOT_PRINTABLE, ODD_NAMES
from tests.documents.pending import TODAY, printed, rows_of
from tests.documents.reading import read, structure, text_of


def words(content: bytes) -> str:
    return " ".join(text_of(content).split())


def test_it_promises_pdf_ua_and_says_what_it_is() -> None:
    reader = read(printed(rows_of(NAMES)).content)
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"].value
    assert root["/Lang"] == "en-GB"
    assert "pdfuaid:part" in root["/Metadata"].get_data().decode()
    assert reader.metadata is not None
    assert (reader.metadata.title, reader.metadata.author) == (
        "Certificate Receipt Pending",
        "Example Awards",
    )
    assert reader.metadata.creation_date is not None
    assert reader.metadata.creation_date.date() == TODAY


def test_the_summary_comes_first_then_the_centres_then_the_rows_by_due_date() -> None:
    text = words(printed(rows_of(["Autism", "Baking", "Care", "Design"])).content)
    parts = (
        "On 23 November 2026, a confirmation is still required for 4 course runs, 2 overdue.",
        "4 course runs 2 overdue 2 centres overdue",
        "Overdue receipts by centre Centre Centre ID Overdue Oldest due on",
        "College 0 C-0 1 21 Nov 2026",
        "College 1 C-1 1 22 Nov 2026",
        "All by due date",
        "21 Nov 2026 Overdue by 2 working days Autism R-0 College 0 C-0 Pony Express RM0",
        "22 Nov 2026 Overdue by 1 working day Baking R-1 College 1 C-1 Royal Mail RM1",
        "23 Nov 2026 Due today Care",
        "24 Nov 2026 1 working day left Design",
    )
    places = [text.find(part) for part in parts]
    assert -1 not in places, parts[places.index(-1)]
    assert places == sorted(places)
    assert "9 Nov 2026 1,000" in text
    assert "other" not in text


def test_overdue_since_a_day_that_was_no_working_day_is_overdue_all_the_same() -> None:
    (row,) = rows_of(["Autism"], first_left=-1)
    content = printed([row.model_copy(update={"working_days_left": 0})]).content
    assert "22 Nov 2026 Overdue Autism" in words(content)
    assert "1 course run 1 overdue 1 centre overdue" in words(content)


def test_a_course_run_in_several_parcels_is_one() -> None:
    rows = rows_of(["Autism", "Autism"])
    same = [row.model_copy(update={"course_run_id": "R-0"}) for row in rows]
    text = words(printed(same).content)
    assert "required for 1 course run, 1 overdue." in text
    assert "came in several parcels: 2 receipts in all, 2 overdue." in text


def test_nothing_outstanding_is_one_line() -> None:
    content = printed([]).content
    assert "There are no outstanding confirmations on 23 November 2026." in words(content)
    tags = structure(content)
    assert (tags.count("Table"), tags.count("H2"), len(read(content).pages)) == (0, 0, 1)


def test_nothing_overdue_has_no_centres() -> None:
    content = printed(rows_of(["Autism"], first_left=3)).content
    assert structure(content).count("Table") == 1
    assert "by centre" not in words(content)


def test_what_is_not_printed_is_counted() -> None:
    text = words(printed(rows_of(["Autism"] * 5), most=3).content)
    assert "required for 5 course runs" in text
    assert "The first by due date" in text
    assert "And 2 other receipts: the report as CSV has them all." in text
    assert ("R-2" in text, "R-3" in text) == (True, False)


def test_many_centres_are_counted_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "ROWS_PRINTED", 1)
    text = words(printed(rows_of(["Autism"] * 4), most=1).content)
    assert "And 1 other centre: the report as CSV has them all." in text
    assert "2 centres overdue" in text
    assert "College 1" not in text


def test_tables_are_tagged_and_every_page_repeats_the_header() -> None:
    content = printed(rows_of([*NAMES, *NAMES])).content
    tags = structure(content)
    assert tags.count("H1") == 1
    assert tags.count("Table") == tags.count("THead") == tags.count("TBody") == 2
    assert tags.count("TR") == (1 + 2) + (1 + 2 * len(NAMES))
    assert tags.count("TH") == 4 + 7
    pages = [page.extract_text() for page in read(content).pages]
    assert len(pages) > 2
    for number, text in enumerate(pages, start=1):
        assert f"Page {number} of {len(pages)}" in text
        assert "As it stood on 23 November 2026" in text
        assert "Certificates" in text


@pytest.mark.parametrize("title", ODD_NAMES)
def test_what_is_typed_is_never_markup(title: str) -> None:
    found = printed(rows_of([title]))
    assert found.complete
    for letter in title.replace(" ", ""):
        assert letter in text_of(found.content)


def test_the_same_rows_are_the_same_bytes() -> None:
    rows = rows_of(NAMES)
    assert printed(rows).content == printed(rows).content
    assert printed(rows[1:]).content != printed(rows).content


def test_a_character_without_a_font_loses_the_promise_alone() -> None:
    found = printed(rows_of([*NAMES, NOT_PRINTABLE]))
    assert not found.complete
    assert "Łukasz Wiśniewski" in words(found.content)
