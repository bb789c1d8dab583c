"""The month that a page is asked for, and those beside it."""

from datetime import date, timedelta

from shared.runtime.requests import Request


def month_asked(request: Request, today: date) -> date:
    """Return a day of the month that the parameter `month` names (2026-11), or today."""
    try:
        return date.fromisoformat(f"{request.query('month')}-01")
    except ValueError:
        return today


def months_beside(month: date, today: date) -> list[tuple[str, str, str]]:
    """Return the months before and after, none to come: Earlier or Later, as addresses and as people write it."""
    first = month.replace(day=1)
    beside = [("Earlier", first - timedelta(days=1))] if first > date.min else []
    if first < today.replace(day=1):
        beside.append(("Later", first + timedelta(days=31)))
    return [(label, each.isoformat()[:7], f"{each:%B %Y}") for label, each in beside]
