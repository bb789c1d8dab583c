"""Help, and the statements on privacy and accessibility: the same for everybody, whether they have signed in or not."""

from datetime import timedelta
from typing import Any

from functions.portal import cookies
from functions.portal.visits import TEMPLATES, Visit, signed_in
from shared.domain import limits
from shared.domain.life_cycle import Status
from shared.pages.rendering import page
from shared.pages.words import counted
from shared.runtime import wiring
from shared.runtime.http import Endpoint, Response
from shared.runtime.requests import Request

# What each status means to those who wait; the words on its tag are those of every page.
_MEANINGS = {
    Status.OPEN: "The centre has not submitted the results yet.",
    Status.SUBMITTED: "The verifier has been sent the details and a copy of the results.",
    Status.RETURNED: "The verifier asks the centre to correct the results and to submit them again.",
    Status.VERIFIED: "The verifier has confirmed the results. They are processed, and the certificates checked.",
    Status.CERTIFICATED: "The certificates are issued and wait for the post.",
    Status.DISPATCHED: "The certificates are on their way. The centre confirms when it has received them.",
    Status.RECEIVED: "The centre has confirmed that it received the certificates.",
}
# As the guidance writes it.
_IN_WORDS = {10: "ten"}


def _for_everybody(title: str, name: str) -> Endpoint:
    """Return the endpoint of a page for everybody; whoever has signed in keeps their navigation."""

    def to_visitor(visit: Visit) -> Response:
        return visit.page(name, _facts(title))

    def to_anyone(_request: Request) -> Response:
        return page(TEMPLATES, name, _facts(title))

    return signed_in(to_visitor, otherwise=to_anyone)


def _facts(title: str) -> dict[str, Any]:
    days = wiring.receipt_terms().working_days
    return {
        "title": title,
        "crumbs": [("Home", "/portal"), (title, None)],
        "within": f"{_IN_WORDS.get(days, days)} working days",
        "free_within": wiring.free_replacement_within(),
        "meanings": _MEANINGS,
        "limits": limits,
        "hours": _hours,
        "cookies": cookies,
    }


def _hours(span: timedelta) -> str:
    return counted(span // timedelta(hours=1), "hour")


# GET /portal/help
show = _for_everybody("Help", "help/help.html")
# GET /portal/privacy
privacy = _for_everybody("Privacy", "help/privacy.html")
# GET /portal/accessibility
accessibility = _for_everybody("Accessibility statement", "help/accessibility.html")
