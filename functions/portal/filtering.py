"""The filters that lists share: one centre's, and the place in the list; what cannot be read is told on the page."""

from shared.domain.faults import Invalid
from shared.domain.fields import is_identifier
from shared.pages.forms import Mistake
from shared.runtime.requests import Request
from shared.services.paging import Wanted, wanted

NO_CENTRE = "Centre must be a centre’s identifier, such as 4021"
NO_SUCH_PLACE = "This page of the list cannot be found any more; here it begins anew"


def centre_asked(request: Request, mistakes: list[Mistake]) -> str:
    """Return the parameter `centre_id` as it was typed, nothing for all; adds to `mistakes` what cannot be one."""
    typed = (request.query("centre_id") or "").strip()
    if typed and not is_identifier(typed):
        mistakes.append(Mistake("centre_id", NO_CENTRE))
    return typed


def place_asked(request: Request, mistakes: list[Mistake]) -> Wanted:
    """Return the page of a list that is asked for; one that cannot be found is a mistake, and the first one shows."""
    try:
        return wanted(None, request.query("cursor"))
    except Invalid:
        mistakes.append(Mistake("", NO_SUCH_PLACE))
        return Wanted()
