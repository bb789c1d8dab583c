"""Fees & Charges: what replacement certificates cost now, will cost, and did cost."""

from typing import Any, Final

from functions.portal import tellings
from functions.portal.reports.pending import REPORTS
from functions.portal.visits import Visit
from shared.domain.fees import FeeState, stated
from shared.runtime import wiring
from shared.runtime.http import Response
from shared.services.fees import list_fees

PATH, NAME = "/portal/fees", "Fees & Charges"
CRUMB = (NAME, PATH)
# What every page of charges tells them with.
TOLD: Final[dict[str, Any]] = {"reasons": tellings.REASONS, "stated": stated}


def show(visit: Visit) -> Response:
    """GET /portal/fees."""
    tables = list_fees(visit.call).tables
    over = {FeeState.PAST, FeeState.SUPERSEDED}
    facts = {
        "name": NAME,
        "path": PATH,
        "free_within": wiring.free_replacement_within(),
        "current": [each for each in tables if each.state is FeeState.CURRENT],
        # The next one first.
        "to_come": [
            each for each in reversed(tables) if each.state not in {FeeState.CURRENT, *over}
        ],
        "over": [each for each in tables if each.state in over],
        "crumbs": [("Home", "/portal"), REPORTS, (NAME, None)],
    }
    return visit.page("fees/list.html", TOLD | facts)
