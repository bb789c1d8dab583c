"""What people type for a result, as the contract writes it: outcomes in any case, dates as one writes them."""

import calendar
import re
from typing import Final

from shared.domain.results import Outcome

_OUTCOMES: Final = frozenset(Outcome)
_MONTHS: Final = {
    **{name.casefold(): n for n, name in enumerate(calendar.month_abbr) if name},
    **{name.casefold(): n for n, name in enumerate(calendar.month_name) if name},
    "sept": 9,
}
# Exports put a time behind every date.
_TIME: Final = r"(?:[t ] ?\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?"
_ISO: Final = re.compile(rf"(\d{{4}})-(\d{{2}})-(\d{{2}}){_TIME}", re.ASCII)
# A year of two digits is plain behind a month's name or between strokes; elsewhere it may be a day.
_NUMBERS: Final = re.compile(
    rf"(\d{{1,2}})(?:/(\d{{1,2}})/(\d{{4}}|\d{{2}})|[.-](\d{{1,2}})[.-](\d{{4}})){_TIME}", re.ASCII
)
_NAMED: Final = re.compile(
    rf"(\d{{1,2}})(?:st|nd|rd|th)?[ -]([a-z]+)\.?,?[ -](\d{{4}}|\d{{2}}){_TIME}", re.ASCII
)


def entry(column: str, text: str) -> str:
    """Return what was typed into a column of results as the contract writes it, or as it is where that is not plain.

    Outcomes match without regard to case, spaces, hyphens and underscores. Dates are 2026-03-27, 27/3/2026 or
    27 March 2026, the day before the month, perhaps with a time; whether there is such a day is for the reader of
    dates to say.
    """
    typed = " ".join(text.split()).casefold()
    written = None
    if column == "outcome":
        written = _outcome(typed)
    elif column == "achieved_on":
        written = _day(typed)
    return written or text.strip()


def written_as_day(text: str) -> bool:
    """Tell whether `text` has the shape of a date as the contract writes it."""
    return re.fullmatch(r"\d{4}-\d{2}-\d{2}", text, re.ASCII) is not None


def _outcome(typed: str) -> str | None:
    word = re.sub("[ _-]+", "_", typed)
    return word if word in _OUTCOMES else None


def _day(typed: str) -> str | None:
    if iso := _ISO.fullmatch(typed):
        return "-".join(iso.groups())
    if numbers := _NUMBERS.fullmatch(typed):
        day, month, year = (group for group in numbers.groups() if group)
        return _written(day, int(month), year)
    if (named := _NAMED.fullmatch(typed)) and named[2] in _MONTHS:
        return _written(named[1], _MONTHS[named[2]], named[3])
    return None


def _written(day: str, month: int, year: str) -> str:
    # Nobody's results are of another century.
    return f"{'20' + year if len(year) == 2 else year}-{month:02d}-{int(day):02d}"
