"""Uploading results: good files become the draft, all others change nothing and are told why."""

import csv
import io
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from functions.portal.results import upload
from infra.local.stack import Stack
from shared.domain import limits
from tests.portal.conftest import Page, Visitor
from tests.portal.grids import (
    CHECK,
    HEADER,
    SUBMIT,
    UPLOAD,
    all_of,
    field,
    fields,
    path,
    rows,
    saved,
    submission,
)
from tests.portal.office import Office, open_office
from tests.portal.workbooks import SHEET_PART, archive, changed, made, of_rows

GOOD = of_rows(HEADER, *rows(2, 2, "Achieved", "Pass", "1 May 2026"))


@pytest.fixture(scope="module")
def office(stack: Stack) -> Iterator[Office]:
    with open_office(stack) as opened:
        yield opened


@pytest.fixture(scope="module")
def centre(office: Office) -> Visitor:
    return office.visitor()


@pytest.fixture
def run(office: Office) -> str:
    return office.register()


def sent(visitor: Visitor, run: str, body: bytes, name: str = "results.xlsx", **more: str) -> Page:
    page = visitor.get(path(run, UPLOAD))
    return visitor.post(path(run, UPLOAD), fields(page) | more, files={"file": (name, body)})


def written(*lines: list[str], delimiter: str = ",", encoding: str = "utf-8") -> bytes:
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter).writerows(lines)
    return text.getvalue().encode(encoding)


def untouched(visitor: Visitor, run: str) -> bool:
    return "Nothing has been entered yet." in visitor.get(path(run, UPLOAD)).text


def test_a_workbook_becomes_the_draft_and_is_submitted(
    office: Office, centre: Visitor, run: str
) -> None:
    page = centre.get(path(run, UPLOAD))
    assert {path(run, f"results/template.{kind}") for kind in ("csv", "xlsx")} <= {*page.links}
    assert "less than 3 MB" in page.text
    answer = sent(centre, run, GOOD)
    assert answer.location == f"{path(run, CHECK)}?done=uploaded"
    checked = centre.get(answer.location)
    assert "Your file has been read without a mistake" in checked.text
    assert "Achieved, Pass, 01/05/2026 : A/506/0000, A/506/0001" in checked.text
    grid = fields(centre.get(path(run)))
    whole = all_of(2, 2, grade="Pass", achieved_on="01/05/2026")
    assert {name: grid[name] for name in whole} == whole
    assert submission(office, run) is None
    assert centre.post(path(run, SUBMIT), fields(checked)).status == 303
    found = submission(office, run)
    assert found
    assert (found["version"], found["results"]) == (1, 4)
    # The same facts have the same fingerprint, whichever way they came.
    other = office.submitted()
    by_api = submission(office, other)
    assert by_api
    assert found["sha256"] == by_api["sha256"]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1252", "utf-16"])
def test_a_csv_as_spreadsheets_write_it_is_taken(
    centre: Visitor, run: str, delimiter: str, encoding: str
) -> None:
    named = [[*row[:1], "Zoë", *row[2:]] for row in rows(2, 2, "withdrawn", "Réussi", "")]
    body = written(HEADER, *named, delimiter=delimiter, encoding=encoding)
    assert sent(centre, run, body, "results.csv").status == 303
    assert fields(centre.get(path(run)))[field(1, 1, "grade")] == "Réussi"


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_file_that_was_taken_away_comes_back_as_it_is(
    centre: Visitor, run: str, kind: str
) -> None:
    typed = all_of(2, 2, grade="=1+1", achieved_on="27 March 2026")
    saved(centre, centre.get(path(run)), changes=typed)
    form = centre.get(path(run, f"results/template.{kind}")).answer.content
    assert sent(centre, run, form).status == 303
    found = fields(centre.get(path(run)))
    assert found[field(1, 1, "grade")] == "=1+1"
    assert found[field(1, 1, "achieved_on")] == "27/03/2026"


def test_dates_and_merged_cells_of_a_workbook(centre: Visitor, run: str) -> None:
    def fill(book: Any, page: Any) -> None:
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        page.write_row(0, 0, HEADER)
        for at, row in enumerate(rows(2, 2, "Achieved"), start=1):
            page.write_row(at, 1, row[1:])
            page.write_datetime(at, 6, date(2026, 3, 27), day)
        page.merge_range(1, 0, 2, 0, "L0")
        page.merge_range(3, 0, 4, 0, "L1")

    page = sent(centre, run, made(fill))
    assert page.status == 422
    assert "3 – Learner ID Nothing Write the learner’s ID." in page.text
    assert "Whole file – – – Learner L0 has no outcome for A/506/0001." in page.text
    assert "2 Siân Llŷr 0 (L0) A/506/0000 Achieved 27/03/2026" in page.text
    assert untouched(centre, run)


def test_every_mistake_is_told_with_its_row_and_cell(centre: Visitor, run: str) -> None:
    table = [
        HEADER,
        ["L0", "", "A/506/0000", "", "passed", "Pass", "soon"],
        ["L0", "", "A/506/0001", "", "", "", "31/2/2026"],
        ["L9", "", "A/506/0000", "", "achieved", "", "1/1/2200"],
        ["L1", "", "A/506/0000", "", "achieved", "x" * 41, ""],
        ["L1", "", "A/506/0000", "", "<b>no</b>", "", ""],
    ]
    page = sent(centre, run, of_rows(*table), "<i>mine.xlsx")
    assert page.status == 422
    assert "The file has 10 mistakes. Nothing of it was saved" in page.text
    for told in (
        "2 Siân Llŷr 0 (L0) Outcome passed Write Achieved, Not achieved or Withdrawn.",
        "2 Siân Llŷr 0 (L0) Date achieved soon Write the date like 27/3/2026.",
        "3 Siân Llŷr 0 (L0) Outcome Nothing Write Achieved, Not achieved or Withdrawn.",
        "3 Siân Llŷr 0 (L0) Date achieved 31/02/2026 There is no such date as 2026-02-31.",
        "4 L9 Learner ID L9 There is no such learner in this course run.",
        "4 L9 Date achieved 01/01/2200 This date is in the future.",
        f"5 Siân Llŷr 1 (L1) Grade {'x' * 41} ",
        "6 Siân Llŷr 1 (L1) Outcome <b>no</b> Write Achieved",
        "6 Siân Llŷr 1 (L1) Unit A/506/0000 This learner and unit stand on line 5 already.",
        "Whole file – – – Learner L1 has no outcome for A/506/0001.",
    ):
        assert told in page.text, told
    assert "What is wrong with <i>mine.xlsx" in page.text
    assert "<b>no" not in page.answer.text
    assert "<i>mine" not in page.answer.text
    assert "4 L9 A/506/0000 Achieved 01/01/2200" in page.text
    assert untouched(centre, run)


def test_of_very_many_rows_the_first_are_shown(office: Office, centre: Visitor) -> None:
    run = office.register(learners=300, units=4)
    page = sent(centre, run, written(HEADER, *rows(300, 4, "?")), "results.csv")
    assert page.status == 422
    assert "The file has 1,200 mistakes." in page.text
    assert "And 200 more mistakes." in page.text
    assert "These are the first 20 of 1,200 rows." in page.text


@pytest.mark.parametrize(
    ("header", "told"),
    [
        (HEADER[:4], "1 – Outcome Nothing The column outcome is missing."),
        ([*HEADER, "Remarks"], "There is no column Remarks here."),
        ([*HEADER, "Unit"], "1 – Unit Nothing The column unit stands here twice."),
    ],
)
def test_a_table_with_other_columns_is_told(
    centre: Visitor, run: str, header: list[str], told: str
) -> None:
    page = sent(centre, run, of_rows(header, *rows(2, 2, "achieved")))
    assert page.status == 422
    assert told in page.text
    assert "What was read" not in page.text
    assert untouched(centre, run)


def _bomb() -> bytes:
    """A workbook whose one cell unpacks to more than any is worth."""
    return changed(GOOD, SHEET_PART, lambda _: b"<x>" + b" " * (limits.SHEET_BYTES + 1) + b"</x>")


@pytest.mark.parametrize(
    ("body", "name", "status", "told"),
    [
        (b"", "empty.csv", 400, "This file is empty."),
        (b"\xff\xd8\xff\xe0 not a table", "results.xlsx", 400, "not a spreadsheet or a CSV file"),
        (b"%PDF-1.7", "results.csv", 400, "not a spreadsheet or a CSV file"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "results.xls", 400, "an older Excel file"),
        (archive(word__document_xml=b"<x/>"), "results.docx", 400, "not an Excel workbook"),
        (GOOD[:-40], "results.xlsx", 400, "This spreadsheet is damaged."),
        (_bomb(), "results.xlsx", 400, "This spreadsheet is too large."),
        (written(HEADER), "results.csv", 422, upload.NO_ROWS),
        (b"a" * (limits.UPLOAD_BYTES + 1), "results.csv", 413, "must be smaller than 3 MB"),
    ],
    ids=["empty", "picture", "pdf", "xls", "docx", "damaged", "bomb", "no rows", "large"],
)
def test_files_that_hold_no_results_are_refused(
    centre: Visitor, run: str, body: bytes, name: str, status: int, told: str
) -> None:
    page = sent(centre, run, body, name)
    assert page.status == status
    assert page.text.count(told) == 2
    assert 'href="#file"' in page.answer.text
    assert "File with results" in page.text
    assert untouched(centre, run)


def test_a_formula_counts_as_what_it_came_to(centre: Visitor, run: str) -> None:
    def fill(_: Any, page: Any) -> None:
        page.write_row(0, 0, HEADER)
        for at, row in enumerate(rows(2, 2, "Achieved"), start=1):
            page.write_row(at, 0, row)
        page.write_formula(4, 4, '=IF(1,"Withdrawn")', value="Withdrawn")
        page.write_formula(4, 5, "=HYPERLINK(A1)", value="#REF!")

    assert sent(centre, run, made(fill)).status == 303
    found = fields(centre.get(path(run)))
    assert (found[field(1, 1)], found[field(1, 1, "grade")]) == ("withdrawn", "#REF!")


def test_no_file_is_told(centre: Visitor, run: str) -> None:
    form = fields(centre.get(path(run, UPLOAD)))
    for files in (None, {"file": ("", b"")}):
        page = centre.post(path(run, UPLOAD), form, files=files)
        assert page.status == 422
        assert page.text.count(upload.NOT_CHOSEN) == 2
    assert untouched(centre, run)


@pytest.mark.parametrize("megabytes", [4.1, 10])
def test_more_than_a_request_takes_is_refused(centre: Visitor, run: str, megabytes: float) -> None:
    body = b"\0" * int(megabytes * 1_000_000)
    assert sent(centre, run, body).status == 413
    assert untouched(centre, run)


def test_a_file_does_not_replace_a_draft_that_was_not_seen(office: Office, run: str) -> None:
    centre = office.visitor()
    seen = fields(centre.get(path(run, UPLOAD)))
    other = office.visitor(name="Ann")
    saved(other, other.get(path(run)), changes={field(0, 0): "withdrawn"})
    page = centre.post(path(run, UPLOAD), seen, files={"file": ("results.xlsx", GOOD)})
    assert page.status == 409
    assert "Ann saved this draft on " in page.text
    assert "Upload your file again" in page.text
    assert fields(centre.get(path(run)))[field(0, 1)] == ""
    form = fields(page)
    assert centre.post(path(run, UPLOAD), form, files={"file": ("a", GOOD)}).status == 303
    assert fields(centre.get(path(run)))[field(0, 0)] == "achieved"


def test_a_file_replaces_the_whole_draft(centre: Visitor, run: str) -> None:
    saved(centre, centre.get(path(run)), changes=all_of(2, 2, outcome="withdrawn", grade="Old"))
    assert sent(centre, run, of_rows(HEADER, *rows(2, 2, "Achieved"))).status == 303
    found = fields(centre.get(path(run)))
    assert {name: text for name, text in found.items() if "/" in name and text} == all_of(2, 2)


def test_what_is_verified_takes_no_file(office: Office, centre: Visitor) -> None:
    run = office.submitted()
    form = fields(centre.get(path(run, UPLOAD)))
    office.verify()
    page = centre.post(path(run, UPLOAD), form, files={"file": ("results.xlsx", GOOD)})
    assert page.status == 409
    assert "can no longer be changed" in page.text
