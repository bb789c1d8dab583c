"""Dates and times: kept in UTC, dated in London, written as a person writes them."""

from datetime import UTC, date, datetime
from typing import Final
from zoneinfo import ZoneInfo

LONDON: Final = ZoneInfo("Europe/London")


def london_date(moment: datetime) -> date:
    """Return the calendar date in the United Kingdom at `moment` (an aware time)."""
    return moment.astimezone(LONDON).date()


def stamp(moment: datetime) -> str:
    """Write `moment` in UTC with microseconds: RFC 3339, and in order when sorted as text."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def written_day(day: date) -> str:
    """Write a date for people: 3 November 2026."""
    return f"{day.day} {day:%B %Y}"


def written_moment(moment: datetime) -> str:
    """Write a time for people, as clocks in the United Kingdom show it: 3 November 2026 at 09:05."""
    there = moment.astimezone(LONDON)
    return f"{written_day(there)} at {there:%H:%M}"
