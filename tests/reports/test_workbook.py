"""Workbooks for people: text stays text, dates are dates, and no cell is a formula."""

import re
from datetime import date
from typing import Any

import pytest

from shared.reports.workbook import Column, one_sheet
from tests.reports.sheets import choices, parts, sheet, values

COLUMNS = [
    Column("Name", 20),
    Column("Day", 12, of_days=True),
    Column("Outcome", 12, choices=["Achieved", "Withdrawn"]),
]
HOSTILE = ["=1+1", "+1", "-1", "@A1", '=HYPERLINK("https://example.org")', "https://example.org"]
HOSTILE += [
    "mailto:a@example.org",
    "internal:Sheet1!A1",
    "{=1}",
    "0012",
    "1e5",
    "'x",
    "<b>&",
    "#N/A",
]


def test_each_cell_keeps_its_kind() -> None:
    book = one_sheet("Results", COLUMNS, [["Zoë", date(2026, 3, 27), ""], ["", "soon", 7]])
    assert values(book) == [
        ["Name", "Day", "Outcome"],
        ["Zoë", date(2026, 3, 27), ""],
        ["", "soon", 7.0],
    ]
    assert 'name="Results"' in parts(book)["xl/workbook.xml"]


@pytest.mark.parametrize("text", HOSTILE)
def test_text_is_text(text: str) -> None:
    book = one_sheet("Results", COLUMNS, [[text]])
    assert values(book)[1][0] == text
    assert "<f>" not in sheet(book)
    assert "<hyperlink" not in sheet(book)


def test_the_header_stays_in_sight_and_stands_out() -> None:
    book = one_sheet("Results", COLUMNS, [])
    assert 'ySplit="1" topLeftCell="A2"' in sheet(book)
    assert 'state="frozen"' in sheet(book)
    assert "<b/>" in parts(book)["xl/styles.xml"]


def test_what_is_typed_into_it_is_taken_as_the_column_says() -> None:
    book = one_sheet("Results", COLUMNS, [[""]])
    formats = parts(book)["xl/styles.xml"]
    assert 'numFmtId="49"' in formats
    assert 'formatCode="dd/mm/yyyy"' in formats
    name, day, outcome = re.findall('<col [^>]* style="([0-9]+)"', sheet(book))
    assert name == outcome != day


def test_people_choose_where_there_is_a_choice() -> None:
    rows: list[list[Any]] = [["a"], ["b"], ["c"]]
    assert choices(one_sheet("Results", COLUMNS, rows)) == {"C2:C4": '"Achieved,Withdrawn"'}
    assert choices(one_sheet("Results", COLUMNS, [])) == {}


def test_a_row_too_many_is_refused_and_not_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shared.reports.workbook._MOST_ROWS", 3)
    assert len(values(one_sheet("Results", COLUMNS, [["a"], ["b"]]))) == 3
    with pytest.raises(ValueError, match="3 rows at most"):
        one_sheet("Results", COLUMNS, [["a"], ["b"], ["c"]])
