"""What people type for a result: outcomes in any case, dates as one writes them, everything else as it is."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.entries import entry, written_as_day
from shared.domain.results import Outcome


@pytest.mark.parametrize(
    ("typed", "outcome"),
    [
        ("achieved", "achieved"),
        (" Achieved ", "achieved"),
        ("ACHIEVED", "achieved"),
        ("not_achieved", "not_achieved"),
        ("Not achieved", "not_achieved"),
        ("not-achieved", "not_achieved"),
        ("NOT  ACHIEVED", "not_achieved"),
        ("Not\u00a0achieved", "not_achieved"),
        ("withdrawn", "withdrawn"),
        ("Withdrawn", "withdrawn"),
        # What is not plain stays as it is, to be told.
        ("passed", "passed"),
        ("a", "a"),
        ("achieved?", "achieved?"),
        (" not  quite ", "not  quite"),
        ("", ""),
    ],
)
def test_outcomes(typed: str, outcome: str) -> None:
    assert entry("outcome", typed) == outcome


@pytest.mark.parametrize(
    "typed",
    [
        "2026-03-07",
        "2026-03-07 00:00:00",
        "2026-03-07T13:05",
        "7/3/2026",
        "07/03/2026",
        "07/03/26",
        "07/03/2026 00:00",
        "7.3.2026",
        "07-03-2026",
        "7 March 2026",
        " 7  march  2026 ",
        "7th March 2026",
        "7 Mar 2026",
        "7 Mar. 2026",
        "7-Mar-26",
        "07-MAR-2026",
        "7 March, 2026",
        "07/03/2026 9:05:59.25",
    ],
)
def test_dates(typed: str) -> None:
    assert entry("achieved_on", typed) == "2026-03-07"


@pytest.mark.parametrize(
    "typed",
    ["26-03-07", "March 2026", "7 Marz 2026", "7/3", "07.03.26", "2026", "46088", "7/3/2026 noon"],
)
def test_what_is_no_plain_date_stays_as_it_is(typed: str) -> None:
    assert entry("achieved_on", typed) == typed
    assert not written_as_day(typed)


def test_a_day_that_does_not_exist_is_for_the_reader_of_dates() -> None:
    assert entry("achieved_on", "31/02/2026") == "2026-02-31"
    assert entry("achieved_on", "3/27/2026") == "2026-27-03"


@given(st.dates(date(2000, 1, 1), date(2099, 12, 31)))
def test_every_day_in_every_way(day: date) -> None:
    ways = [f"{day}", f"{day:%d/%m/%Y}", f"{day:%d/%m/%y}", f"{day:%d.%m.%Y}", f"{day:%d-%m-%Y}"]
    ways += [f"{day:%d %B %Y}", f"{day:%d-%b-%y}", f"{day.day} {day:%b %Y}"]
    assert {entry("achieved_on", way) for way in ways} == {day.isoformat()}


@given(st.sampled_from(["learner_id", "unit", "grade"]), st.text(max_size=20))
def test_other_columns_are_only_trimmed(column: str, text: str) -> None:
    assert entry(column, text) == text.strip()


@given(st.sampled_from(["outcome", "achieved_on"]), st.text(max_size=20))
def test_what_is_written_stays(column: str, text: str) -> None:
    once = entry(column, text)
    assert entry(column, once) == once
    if column == "outcome":
        assert once == text.strip() or once in set(Outcome)
    else:
        assert once == text.strip() or written_as_day(once)
