"""Working days: not Saturday, Sunday or a bank holiday of the centre's division.

The day after an event is day 1, as in the Civil Procedure Rules (2.8) and the Freedom of
Information Act (section 10). Outside the years of the table every function raises
OutsideTableError: an unknown bank holiday would count as a working day.
"""

from bisect import bisect_right
from collections.abc import Collection, Mapping
from datetime import date
from enum import StrEnum
from functools import cache
from typing import Final

from shared.domain.bank_holidays import BANK_HOLIDAYS


class Division(StrEnum):
    """The parts of the United Kingdom that have bank holidays of their own."""

    ENGLAND_AND_WALES = "england-and-wales"
    SCOTLAND = "scotland"
    NORTHERN_IRELAND = "northern-ireland"


class OutsideTableError(ValueError):
    """A date for which the bank holidays are not known."""


# A bank holiday proclaimed at short notice goes here until the table is made again, and so does a
# day on which the awarding organisation chooses not to count.
EXTRA_NON_WORKING_DAYS: Final[Mapping[Division, Collection[date]]] = {}

_FIRST_DAY: Final = date(min(BANK_HOLIDAYS[Division.SCOTLAND]), 1, 1)
_LAST_DAY: Final = date(max(BANK_HOLIDAYS[Division.SCOTLAND]), 12, 31)


def last_day_known() -> date:
    """Return the last day for which the table of bank holidays is complete, in every division."""
    return _LAST_DAY


def is_working_day(day: date, division: str) -> bool:
    """Tell whether `day` is a working day in `division` (ValueError if not one of Division)."""
    working_days = _working_days(Division(division))
    at = bisect_right(working_days, _ordinal(day))
    return at > 0 and working_days[at - 1] == day.toordinal()


def add_working_days(start: date, days: int, division: str) -> date:
    """Return the `days`-th working day after `start` in `division` (a value of Division).

    Raises ValueError for another division and for fewer than one day, since what "the working day 0
    days after a Sunday" means nobody says; OutsideTableError where `start` or the answer lies
    outside the table.
    """
    if days < 1:
        raise ValueError(f"Working days are counted from 1, not {days}.")
    working_days = _working_days(Division(division))
    at = bisect_right(working_days, _ordinal(start)) + days - 1
    if at >= len(working_days):
        raise OutsideTableError(
            f"The bank holidays after {_LAST_DAY} are not known, "
            f"so working day {days} after {start} cannot be said."
        )
    return date.fromordinal(working_days[at])


def working_days_between(start: date, end: date, division: str) -> int:
    """Return the number of working days after `start` up to and including `end`.

    It undoes `add_working_days`. Where `end` is earlier it is the number the other way round, as a
    negative.
    """
    working_days = _working_days(Division(division))
    return bisect_right(working_days, _ordinal(end)) - bisect_right(working_days, _ordinal(start))


def _ordinal(day: date) -> int:
    ordinal = day.toordinal()
    if not _FIRST_DAY.toordinal() <= ordinal <= _LAST_DAY.toordinal():
        raise OutsideTableError(
            f"The bank holidays around {day} are not known: only {_FIRST_DAY} to {_LAST_DAY}."
        )
    return ordinal


@cache
def _working_days(division: Division) -> tuple[int, ...]:
    """Return every working day of the table, as ordinals in order."""
    bank_holidays = {
        date(year, *divmod(month_and_day, 100)).toordinal()
        for year, days in BANK_HOLIDAYS[division].items()
        for month_and_day in days
    }
    extra = {day.toordinal() for day in EXTRA_NON_WORKING_DAYS.get(division, ())}
    known = range(_FIRST_DAY.toordinal(), _LAST_DAY.toordinal() + 1)
    # Ordinal 1 is a Monday, so 6 and 0 are left by Saturdays and Sundays.
    return tuple(
        day for day in known if 1 <= day % 7 <= 5 and day not in bank_holidays and day not in extra
    )
