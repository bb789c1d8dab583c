"""What of posted certificates waits for the awarding organisation: discrepancies, and parcels that did not arrive."""

from functions.portal import tellings
from functions.portal.desk.dispatch import DISPATCH
from functions.portal.filtering import place_asked
from functions.portal.manage.choices import Choice
from functions.portal.visits import Visit
from shared.pages.forms import Form, Mistake
from shared.runtime.http import Response
from shared.services.discrepancies import discrepancies, parcels_not_arrived

DISCREPANCIES, NOT_ARRIVED = "/portal/desk/discrepancies", "/portal/desk/parcels-not-arrived"


def show_discrepancies(visit: Visit) -> Response:
    """GET /portal/desk/discrepancies."""
    mistakes: list[Mistake] = []
    wanted = place_asked(visit.request, mistakes)
    facts = {
        "listed": discrepancies(visit.call, wanted),
        "begun": wanted.after is not None,
        "path": DISCREPANCIES,
        "not_arrived": NOT_ARRIVED,
        "choice": Choice.SETTLE,
        "tellings": tellings,
        "form": Form(mistakes=mistakes),
        "crumbs": [("Home", "/portal"), DISPATCH, ("Discrepancies to settle", None)],
    }
    return visit.page("desk/discrepancies.html", facts)


def show_not_arrived(visit: Visit) -> Response:
    """GET /portal/desk/parcels-not-arrived."""
    mistakes: list[Mistake] = []
    wanted = place_asked(visit.request, mistakes)
    facts = {
        "listed": parcels_not_arrived(visit.call, wanted),
        "begun": wanted.after is not None,
        "path": NOT_ARRIVED,
        "choice": Choice.ANSWER_NOT_ARRIVED,
        "form": Form(mistakes=mistakes),
        "crumbs": [("Home", "/portal"), DISPATCH, ("Parcels said not to have arrived", None)],
    }
    return visit.page("desk/not_arrived.html", facts)
