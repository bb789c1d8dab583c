"""Certificates to distribute: what a centre has received and not yet given to its learners."""

from http import HTTPStatus

from functions.portal.filtering import centre_asked, place_asked
from functions.portal.manage.choices import Choice
from functions.portal.reports.pending import REPORTS
from functions.portal.visits import Visit
from shared.domain.people import Role
from shared.pages.forms import Form, Mistake
from shared.runtime import wiring
from shared.runtime.http import Response
from shared.services.certificates_to_distribute import ToDistribute, certificates_to_distribute
from shared.services.paging import Page

PATH = "/portal/reports/certificates-to-distribute"
NAME = "Certificates to distribute"


def show(visit: Visit) -> Response:
    """GET /portal/reports/certificates-to-distribute: a centre's own; the AO's of the centre that it names."""
    mistakes: list[Mistake] = []
    centre_id = centre_asked(visit.request, mistakes)
    wanted = place_asked(visit.request, mistakes)
    within = wiring.distribute_within()
    listed: Page[ToDistribute] = Page(items=[], next_cursor=None)
    asked = visit.role is Role.CENTRE or centre_id != ""
    if asked and not mistakes:
        listed = certificates_to_distribute(visit.call, wanted, within, centre_id or None)
    filters = {"centre_id": centre_id} if centre_id else {}
    facts = {
        "name": NAME,
        "path": PATH,
        "listed": listed,
        "asked": asked,
        "begun": wanted.after is not None,
        "filters": filters,
        "within": within,
        "choice": Choice.DISTRIBUTE,
        "form": Form(mistakes=mistakes, begins=filters),
        "crumbs": [("Home", "/portal"), REPORTS, (NAME, None)],
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if mistakes else HTTPStatus.OK
    return visit.page("reports/to_distribute.html", facts, status)
