"""Cells that no spreadsheet takes for a formula."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.spreadsheets import safe_cell, unguarded

LEADING = " \u00a0\u3000"
# With their full-width forms, which spreadsheets fold.
STARTS = "=+-@\t\r\n\0\uff1d\uff0b\uff0d\uff20"


@pytest.mark.parametrize(
    "formula",
    [
        "=1+1",
        "+44 20 7946 0000",
        "-1",
        "@SUM(A1)",
        '=HYPERLINK("https://example.org","Click")',
        "\t=1",
        "\r=1",
        "\n=1",
        "\0=1",
        "  =1",
        "\u00a0=1",
        "\u3000+1",
        "\uff1d1",
        "\uff0b1",
        "\uff0d1",
        "\uff20SUM(A1)",
        " \uff1d1",
    ],
)
def test_a_formula_is_text_by_its_apostrophe(formula: str) -> None:
    assert safe_cell(formula) == "'" + formula


@pytest.mark.parametrize(
    "text",
    ["", " ", "Zoë", "O'Brien", "'quoted", "1-1", "a=b", "L-1001", "#N/A", "(=1)", "5%", "–1"],
)
def test_other_text_stays_as_it_is(text: str) -> None:
    assert safe_cell(text) == text


@given(st.text(max_size=12) | st.text(LEADING + STARTS + "1", max_size=4))
def test_no_cell_begins_a_formula(text: str) -> None:
    cell = safe_cell(text)
    assert cell in {text, "'" + text}
    assert not cell.lstrip(LEADING).startswith(tuple(STARTS))
    assert safe_cell(cell) == cell


@given(st.text(max_size=12) | st.text(LEADING + STARTS + "1'", max_size=4))
def test_what_was_guarded_is_read_as_it_was(text: str) -> None:
    # Text that looks guarded before it is stays as it is, and loses its apostrophe on the way back.
    looks_guarded = text.startswith("'") and safe_cell(text[1:]) == text
    assert unguarded(safe_cell(text)) == (text[1:] if looks_guarded else text)


@pytest.mark.parametrize("text", ["'", "''", "'Abd", "'quoted'", "O'Brien", "1'"])
def test_an_apostrophe_of_ones_own_stays(text: str) -> None:
    assert unguarded(text) == text
