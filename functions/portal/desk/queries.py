"""The lists of outstanding queries: the awarding organisation's, and a centre's own."""

from http import HTTPStatus

from functions.portal.filtering import centre_asked, place_asked
from functions.portal.manage.choices import Choice
from functions.portal.visits import Visit
from shared.domain.people import Role
from shared.pages.forms import Form, Mistake
from shared.runtime.http import Response
from shared.services.open_queries import OpenQuery, open_queries
from shared.services.paging import Page

# Who asked, behind "by".
_ASKERS = {
    Role.VERIFIER: "the verifier",
    Role.AWARDING_ORGANISATION: "the awarding organisation",
}


def show_all(visit: Visit) -> Response:
    """GET /portal/desk/queries."""
    return _show(visit, "/portal/desk/queries")


def show_own(visit: Visit) -> Response:
    """GET /portal/queries: a centre's own."""
    return _show(visit, "/portal/queries")


def _show(visit: Visit, path: str) -> Response:
    mistakes: list[Mistake] = []
    centre_id = centre_asked(visit.request, mistakes)
    wanted = place_asked(visit.request, mistakes)
    listed: Page[OpenQuery] = Page(items=[], next_cursor=None)
    if not mistakes:
        listed = open_queries(visit.call, wanted, centre_id or None)
    filters = {"centre_id": centre_id} if centre_id else {}
    facts = {
        "listed": listed,
        "begun": wanted.after is not None,
        "path": path,
        "filters": filters,
        "form": Form(mistakes=mistakes, begins=filters),
        "askers": _ASKERS,
        "choice": Choice.RESOLVE_QUERY,
        "crumbs": [("Home", "/portal"), ("Outstanding queries", None)],
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if mistakes else HTTPStatus.OK
    return visit.page("queries/list.html", facts, status)
