"""Days counted back from today, so that what is overdue is so on any day of the year."""

from datetime import date, timedelta

from shared.domain.working_days import is_working_day, working_days_between

_ONE = timedelta(days=1)
_WEEK = timedelta(weeks=1)


def working_day_before(today: date, days: int, division: str) -> date:
    """The latest working day with at least `days` working days after it, up to and with `today`.

    With 0, that is `today` itself or, on a day that nobody works, the last day that somebody did. A
    receipt due within n working days is overdue where `days` is more than n, and not yet where it
    is less.
    """
    day = today
    while not is_working_day(day, division) or working_days_between(day, today, division) < days:
        day -= _ONE
    return day


def term(today: date, weeks_ago: int, weeks: int = 12) -> tuple[date, date]:
    """A Monday and a Friday `weeks` apart; the Friday lies `weeks_ago` whole weeks before `today`.

    Less than 0 weeks ago is in the future.
    """
    friday = today - _WEEK * weeks_ago - _ONE * ((today.weekday() - 4) % 7)
    return friday - _WEEK * weeks + _ONE * 3, friday
