"""The verifier's copy as PDF: every result in its place, on pages that can be read, and the same bytes again."""

from datetime import timedelta

import pytest

from shared.documents.results_copy import results_pdf
from tests.documents.papers import LETTERHEAD, NAMES, NOT_PRINTABLE, ODD_NAMES
from tests.documents.reading import read, structure, text_of
from tests.documents.submissions import SUBMITTED_AT, copy_of, results_of, roster_of, run_of


def words(content: bytes) -> str:
    return " ".join(text_of(content).split())


@pytest.fixture(scope="module")
def usual() -> bytes:
    printed = copy_of(NAMES, 6)
    assert printed.complete
    return printed.content


def test_it_promises_pdf_ua_and_says_what_it_is(usual: bytes) -> None:
    reader = read(usual)
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"].value
    assert root["/Lang"] == "en-GB"
    assert "pdfuaid:part" in root["/Metadata"].get_data().decode()
    assert reader.metadata is not None
    assert (reader.metadata.title, reader.metadata.author) == (
        "Submitted results",
        "Example Awards",
    )
    assert reader.metadata.creation_date is not None
    assert reader.metadata.creation_date.date() == SUBMITTED_AT.date()


def test_it_says_which_submission_it_is_a_copy_of(usual: bytes) -> None:
    roster = roster_of(NAMES, 6)
    run = run_of(roster, results_of(roster))
    text = words(usual)
    assert run.submission is not None
    for said in (
        "CR-417, Customer service, autumn evenings",
        "Diploma in Customer Service, level 2 (601/3589/X)",
        "Northbridge College (40123)",
        "1 September 2026 to 20 November 2026",
        "23 November 2026 at 09:05",
        "Version 3",
        "Questions: questions@awards.example",
        "ULN 1000000035",
    ):
        assert said in text
    # It may break anywhere.
    assert run.submission.sha256 in text.replace(" ", "").replace("\u200b", "")


def test_it_counts_what_was_reached(usual: bytes) -> None:
    assert f"{len(NAMES)} learners 118 achieved 10 not achieved 10 withdrawn" in words(usual)
    assert "1 learner 0 achieved 1 not achieved 0 withdrawn" in words(copy_of(["A"], 1).content)


def test_every_learner_has_a_row_and_every_unit_a_column(usual: bytes) -> None:
    tags = structure(usual)
    assert tags.count("H1") == 1
    assert tags.count("Table") == tags.count("THead") == tags.count("TBody") == 2
    # The units with their titles, and the learners.
    assert tags.count("TR") == (1 + 6) + (1 + len(NAMES))
    assert tags.count("TH") == 4 + (1 + 6)
    assert tags.count("TD") == 6 * 4 + len(NAMES) * (1 + 6)


def test_outcomes_and_grades_stand_in_the_order_of_the_units() -> None:
    roster = roster_of(["Siân"], 4)
    text = words(copy_of(["Siân"], 4).content)
    beginning = "Learner " + " ".join(unit.reference for unit in roster.units)
    rows = "Siân L-0, ULN 1000000035 Not achieved Achieved Merit Achieved Distinction Achieved Pass"
    assert f"{beginning} {rows}" in text


def test_every_page_repeats_the_units_and_says_where_it_belongs(usual: bytes) -> None:
    long = copy_of([f"{name} {n}" for n in range(4) for name in NAMES], 8).content
    for content, references in ((usual, 6), (long, 8)):
        pages = [page.extract_text() for page in read(content).pages]
        assert len(pages) > 1
        for number, text in enumerate(pages, start=1):
            assert f"Page {number} of {len(pages)}" in text
            assert "Course run CR-417, version 3" in text
            assert f"A/506/{references - 1:04d}" in text
    assert len(read(long).pages) > len(read(usual).pages)


@pytest.mark.parametrize(
    ("units", "tables", "flat"),
    [(1, 1, False), (6, 1, False), (7, 1, True), (10, 1, True), (11, 2, False), (100, 10, True)],
)
def test_more_units_than_a_page_has_room_for_stand_in_several_tables(
    units: int,
    tables: int,
    flat: bool,  # noqa: FBT001
) -> None:
    content = copy_of(["Siân", "Łukasz"], units).content
    tags, text = structure(content), words(content)
    assert tags.count("Table") == 1 + tables
    assert tags.count("TD") == units * 4 + 2 * (tables + units)
    width, height = read(content).pages[0].mediabox[2:]
    assert (width > height) is flat
    if tables > 1:
        assert "Results, units 1 to" in text
        assert f"to {units} of {units}" in text


def test_the_same_submission_is_the_same_bytes(usual: bytes) -> None:
    assert copy_of(NAMES, 6).content == usual
    assert copy_of(NAMES[1:], 6).content != usual


def test_nothing_but_the_submission_changes_it(usual: bytes) -> None:
    roster = roster_of(NAMES, 6)
    results = results_of(roster)
    run = run_of(roster, results)
    later = run.model_copy(update={"updated_at": run.updated_at + timedelta(days=3), "version": 9})
    assert results_pdf(later, roster, results, LETTERHEAD).content == usual


@pytest.mark.parametrize("name", ODD_NAMES)
def test_what_is_typed_is_never_markup_and_never_too_long(name: str) -> None:
    roster = roster_of([name], 1)
    results = [each.model_copy(update={"grade": "G" * 40}) for each in results_of(roster)]
    printed = copy_of([name], 1, results)
    assert printed.complete
    text = text_of(printed.content).replace("\n", "")
    for letter in name.replace(" ", ""):
        assert letter in text
    assert "Unit <0>" in text


def test_a_character_without_a_font_loses_the_promise_alone() -> None:
    printed = copy_of([*NAMES, NOT_PRINTABLE], 2)
    assert not printed.complete
    assert "Łukasz Wiśniewski" in text_of(printed.content)
