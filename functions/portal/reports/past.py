"""Certificate Receipt Pending as it stood on the mornings of the past: a date to choose, and its report."""

import re
from datetime import date
from http import HTTPStatus

from functions.portal.months import month_asked, months_beside
from functions.portal.pieces import piece
from functions.portal.reports.pending import (
    NAME,
    PATH,
    REPORTS,
    as_csv,
    as_pdf,
    as_xlsx,
    course_runs,
    with_links,
)
from functions.portal.visits import Visit
from shared.domain.clock import written_day
from shared.domain.faults import NotFound
from shared.pages.forms import NOTHING, Form, Mistake, Typed
from shared.pages.rendering import see_other
from shared.runtime import wiring
from shared.runtime.http import Response
from shared.runtime.requests import Request
from shared.services.pending_receipts import PendingReceipts
from shared.services.read_daily_report import (
    is_printed,
    read_daily_report,
    read_printed_report,
    report_days,
)

DAYS = f"{PATH}/days"
_LIVE = [("Home", "/portal"), REPORTS, (NAME, PATH)]


def show_days(visit: Visit) -> Response:
    """GET /portal/reports/certificate-receipt-pending/days: a date to choose, among those of its month."""
    typed, today = _date_typed(visit.request), visit.call.today
    day = typed.day("day") if typed.fields else None
    month = day if isinstance(day, date) else month_asked(visit.request, today)
    days = report_days(visit.call, wiring.shelf(), month)
    if day in days:
        return see_other(f"{DAYS}/{day}")
    mistakes = []
    if day is not None:
        missing = f"There is no report of {written_day(month)}"
        told = f"The date of the report {day}" if isinstance(day, str) else missing
        mistakes.append(Mistake("day-day", told))
    facts = {
        "name": NAME,
        "days": days,
        "month": f"{month:%B %Y}",
        "months": months_beside(month, today),
        "path": DAYS,
        "form": Form(typed, mistakes),
        "crumbs": [*_LIVE, ("Past reports", None)],
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if mistakes else HTTPStatus.OK
    return visit.page("reports/days.html", facts, status)


def show_day(visit: Visit) -> Response:
    """GET /portal/reports/certificate-receipt-pending/days/{day}: as it was then."""
    report = read_daily_report(visit.call, wiring.shelf(), _day(visit.request))
    shown = piece(visit.request, report.items)
    facts = {
        "name": NAME,
        "report": report,
        "shown": shown,
        "printed": is_printed(visit.call, wiring.shelf(), report.as_of),
        "rows": with_links(shown.rows),
        "course_runs": course_runs(report.items),
        "centre_id": visit.person.centre_id,
        "path": f"{DAYS}/{report.as_of}",
        "live": PATH,
        "crumbs": [*_LIVE, ("Past reports", DAYS), (written_day(report.as_of), None)],
    }
    return visit.page("reports/day.html", facts)


def download_day(visit: Visit) -> Response:
    """GET /portal/reports/certificate-receipt-pending/days/{day}/report.csv: as it was then."""
    return as_csv(_whole(visit))


def download_day_as_xlsx(visit: Visit) -> Response:
    """GET /portal/reports/certificate-receipt-pending/days/{day}/report.xlsx: as it was then."""
    return as_xlsx(_whole(visit))


def download_day_as_pdf(visit: Visit) -> Response:
    """GET /portal/reports/certificate-receipt-pending/days/{day}/report.pdf: as it was printed then."""
    day = _day(visit.request)
    return as_pdf(read_printed_report(visit.call, wiring.shelf(), day), day)


def _whole(visit: Visit) -> PendingReceipts:
    report = read_daily_report(visit.call, wiring.shelf(), _day(visit.request))
    return PendingReceipts(as_of=report.as_of, items=report.items, next_cursor=None)


def _day(request: Request) -> date:
    """Return the date in the path; raises NotFound for anything else."""
    text = request.path("day")
    try:
        # The standard library takes weeks and dates without hyphens, too.
        return date.fromisoformat(text if re.fullmatch("[0-9]{4}(-[0-9]{2}){2}", text) else "")
    except ValueError:
        raise NotFound("There is no report of this date.") from None


def _date_typed(request: Request) -> Typed:
    """Return the date that the form asks for, as fields of a form; none where it was not sent."""
    if request.query("choose") is None:
        return NOTHING
    names = (f"day-{part}" for part in ("day", "month", "year"))
    return Typed({name: [(request.query(name) or "").strip()] for name in names})
