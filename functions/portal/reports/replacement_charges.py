"""Charges for replacements: what was charged in a month, on a page and as a file for the invoices."""

from dataclasses import dataclass
from datetime import date
from http import HTTPStatus

from functions.portal import tellings
from functions.portal.filtering import centre_asked, place_asked
from functions.portal.months import month_asked, months_beside
from functions.portal.reports.pending import REPORTS
from functions.portal.visits import Visit
from shared.domain.fees import price
from shared.domain.people import Role
from shared.domain.spreadsheets import BYTE_ORDER_MARK
from shared.pages.forms import Form, Mistake
from shared.runtime.http import Response, respond
from shared.services.charges import WHOLE_MONTH, Charges, charges, charges_csv
from shared.services.paging import Wanted

PATH = "/portal/reports/replacement-charges"
NAME = "Charges for replacements"


@dataclass(frozen=True, slots=True)
class _Asked:
    """What is asked of the report: its month, one centre or all, its page, and what is wrong with them."""

    month: date
    centre_id: str
    page: Wanted
    mistakes: list[Mistake]


def show(visit: Visit) -> Response:
    """GET /portal/reports/replacement-charges: a month's, this one unless `month` names another."""
    asked = _asked(visit)
    found = Charges(month=f"{asked.month:%Y-%m}", items=[], next_cursor=None)
    if not asked.mistakes:
        found = _charges(visit, asked, asked.page)
    return _page(visit, asked, found)


def download_csv(visit: Visit) -> Response:
    """GET /portal/reports/replacement-charges.csv: the whole month; the page instead where that is too much."""
    asked = _asked(visit)
    if asked.mistakes:
        return show(visit)
    found = _charges(visit, asked, Wanted(WHOLE_MONTH))
    if found.next_cursor is None:
        name = f'attachment; filename="replacement-charges-{found.month}.csv"'
        text = BYTE_ORDER_MARK + charges_csv(found)
        return respond(text, "text/csv; charset=utf-8", headers={"content-disposition": name})
    told = (
        f"There are more than {WHOLE_MONTH:,} charges in this month, too many for one file. "
        "Choose one centre, and download that"
    )
    asked.mistakes.append(Mistake("centre_id", told))
    return _page(visit, asked, _charges(visit, asked, asked.page))


def _asked(visit: Visit) -> _Asked:
    mistakes: list[Mistake] = []
    centre_id = centre_asked(visit.request, mistakes) if visit.role is not Role.CENTRE else ""
    month = month_asked(visit.request, visit.call.today)
    return _Asked(month, centre_id, place_asked(visit.request, mistakes), mistakes)


def _charges(visit: Visit, asked: _Asked, page: Wanted) -> Charges:
    return charges(visit.call, page, asked.month, asked.centre_id or None)


def _page(visit: Visit, asked: _Asked, found: Charges) -> Response:
    begun = asked.page.after is not None
    filters = {"month": found.month, "centre_id": asked.centre_id}
    facts = {
        "name": NAME,
        "path": PATH,
        "found": found,
        "written": f"{asked.month:%B %Y}",
        "months": months_beside(asked.month, visit.call.today),
        "begun": begun,
        # Of a part of the month there is no sum.
        "whole": found.next_cursor is None and not begun,
        "filters": {name: text for name, text in filters.items() if text},
        "price": price,
        "tellings": tellings,
        "form": Form(mistakes=asked.mistakes, begins=filters),
        "crumbs": [("Home", "/portal"), REPORTS, (NAME, None)],
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if asked.mistakes else HTTPStatus.OK
    return visit.page("reports/charges.html", facts, status)
