"""Working days: labelled cases, counting to and fro, and the table against GOV.UK's days."""

import csv
import time
from datetime import date, timedelta
from pathlib import Path

import holidays
import pytest
from hypothesis import given
from hypothesis import strategies as st

from infra.bank_holidays import SUBDIVISIONS, TABLE, module
from shared.domain import working_days
from shared.domain.bank_holidays import BANK_HOLIDAYS
from shared.domain.working_days import (
    Division,
    OutsideTableError,
    add_working_days,
    is_working_day,
    last_day_known,
    working_days_between,
)

CASES_FILE = Path(__file__).parent / "cases" / "working_day_cases.csv"
CASES = list(csv.DictReader(CASES_FILE.read_text(encoding="utf-8").splitlines()))
FIRST, LAST = date(2012, 1, 1), date(2031, 12, 31)

divisions = st.sampled_from(Division)
days_known = st.dates(FIRST, LAST)
early_enough = st.dates(FIRST, date(2029, 12, 31))
counts = st.integers(1, 240)


@pytest.mark.parametrize("case", CASES, ids=lambda case: "-".join(case.values())[:60])
def test_labelled_case(case: dict[str, str]) -> None:
    start, expected = map(date.fromisoformat, (case["start_date"], case["expected_date"]))
    days, division = int(case["n_working_days"]), case["division"]
    assert add_working_days(start, days, division) == expected
    assert working_days_between(start, expected, division) == days


@pytest.mark.parametrize("division", Division)
def test_table_agrees_with_the_holidays_package(division: Division) -> None:
    official = holidays.country_holidays(
        "GB", subdiv=SUBDIVISIONS[division], years=range(FIRST.year, LAST.year + 1)
    )
    for offset in range((LAST - FIRST).days + 1):
        day = FIRST + timedelta(offset)
        assert is_working_day(day, division) == (day.weekday() < 5 and day not in official), day


def test_committed_table_is_what_the_command_makes() -> None:
    years = BANK_HOLIDAYS[Division.SCOTLAND]
    assert TABLE.read_text(encoding="utf-8") == module(min(years), max(years))


def test_every_division_has_the_same_years() -> None:
    assert set(BANK_HOLIDAYS) == set(Division)
    for years in BANK_HOLIDAYS.values():
        assert list(years) == list(range(FIRST.year, LAST.year + 1))
    assert last_day_known() == LAST


@given(early_enough, counts, divisions)
def test_between_undoes_add(start: date, days: int, division: Division) -> None:
    end = add_working_days(start, days, division)
    assert end > start
    assert is_working_day(end, division)
    assert working_days_between(start, end, division) == days
    assert working_days_between(end, start, division) == -days


@given(days_known, days_known, days_known, divisions)
def test_between_adds_up(first: date, second: date, third: date, division: Division) -> None:
    one = working_days_between(first, second, division)
    two = working_days_between(second, third, division)
    assert working_days_between(first, third, division) == one + two


@given(early_enough, counts, counts, divisions)
def test_adding_twice_is_adding_the_sum(
    start: date, few: int, more: int, division: Division
) -> None:
    halfway = add_working_days(start, few, division)
    at_once = add_working_days(start, few + more, division)
    assert add_working_days(halfway, more, division) == at_once


@given(days_known, divisions)
def test_between_counts_the_last_day_and_not_the_first(day: date, division: Division) -> None:
    assert working_days_between(day, day, division) == 0
    if day > FIRST:
        counted = working_days_between(day - timedelta(1), day, division)
        assert counted == is_working_day(day, division)


@pytest.mark.parametrize("days", [0, -1])
def test_counting_starts_at_one(days: int) -> None:
    with pytest.raises(ValueError, match="counted from 1"):
        add_working_days(date(2026, 11, 23), days, Division.SCOTLAND)


@pytest.mark.parametrize(
    ("start", "days"),
    [
        (date(2031, 12, 30), 2),
        (date(2031, 12, 31), 1),
        (date(2026, 1, 1), 100_000),
        (date(2032, 1, 1), 1),
        (date(2011, 12, 31), 1),
        (date.max, 1),
        (date.min, 1),
    ],
)
def test_outside_the_table_nothing_is_guessed(start: date, days: int) -> None:
    with pytest.raises(OutsideTableError, match="not known"):
        add_working_days(start, days, Division.ENGLAND_AND_WALES)


def test_the_last_working_day_known_can_be_reached() -> None:
    assert add_working_days(date(2031, 12, 30), 1, Division.SCOTLAND) == LAST
    with pytest.raises(OutsideTableError, match="2012-01-01 to 2031-12-31"):
        working_days_between(LAST, LAST + timedelta(1), Division.SCOTLAND)
    with pytest.raises(OutsideTableError):
        working_days_between(FIRST - timedelta(1), FIRST, Division.SCOTLAND)
    with pytest.raises(OutsideTableError):
        is_working_day(FIRST - timedelta(1), Division.SCOTLAND)


@pytest.mark.parametrize("division", ["wales", "", "ENGLAND-AND-WALES", "england_and_wales"])
def test_unknown_division_is_refused(division: str) -> None:
    with pytest.raises(ValueError, match="not a valid Division"):
        add_working_days(date(2026, 1, 1), 1, division)
    with pytest.raises(ValueError, match="not a valid Division"):
        working_days_between(date(2026, 1, 1), date(2026, 1, 2), division)
    with pytest.raises(ValueError, match="not a valid Division"):
        is_working_day(date(2026, 1, 1), division)


def test_an_operator_can_add_days(monkeypatch: pytest.MonkeyPatch) -> None:
    day = date(2026, 11, 24)
    extra = {Division.SCOTLAND: [day]}
    monkeypatch.setattr(working_days, "EXTRA_NON_WORKING_DAYS", extra)
    working_days._working_days.cache_clear()
    try:
        assert not is_working_day(day, Division.SCOTLAND)
        assert is_working_day(day, Division.NORTHERN_IRELAND)
        assert add_working_days(date(2026, 11, 23), 1, Division.SCOTLAND) == date(2026, 11, 25)
    finally:
        working_days._working_days.cache_clear()


def test_counting_is_cheap() -> None:
    start, end = date(2026, 1, 1), date(2026, 11, 23)
    working_days_between(start, end, Division.SCOTLAND)
    began = time.process_time()
    for _ in range(100_000):
        working_days_between(start, end, Division.SCOTLAND)
    assert time.process_time() - began < 2
