"""The verifier's link: a page for a browser, JSON for a client; opening it changes nothing, deciding is a POST."""

import hashlib

from functions.verifying import page
from shared.domain.faults import Conflict, Invalid
from shared.domain.people import Caller, Role
from shared.pages.verification import copy_wanted
from shared.runtime.calls import call_of
from shared.runtime.http import Response, answer, api
from shared.runtime.requests import Request
from shared.services.call import Call
from shared.services.decide_verification import decide_verification
from shared.services.show_verification import show_verification


def get_verification(request: Request) -> Response:
    """GET /verifications/{token}; with `?as=csv` a copy of the results that are to be decided on."""
    verification = show_verification(_call(request), request.path("token"))
    if copy_wanted(request) and verification.details:
        return page.copy(verification, verification.details)
    return page.shown(verification, request) if page.wanted(request) else answer(verification)


def head_verification(request: Request) -> Response:
    """HEAD /verifications/{token}: as GET, without the body."""
    return get_verification(request) | {"body": ""}


def post_verification(request: Request) -> Response:
    """POST /verifications/{token}, from the page's form or as JSON."""
    call, token = _call(request), request.path("token")
    if not page.wanted(request):
        return answer(decide_verification(call, token, page.decision(request)).body)
    try:
        decide_verification(call, token, page.decision(request))
    except (Invalid, Conflict) as refusal:
        return page.shown(show_verification(call, token), request, refusal)
    return page.shown_next(request)


def _call(request: Request) -> Call:
    """Return the call of whoever holds the link: nobody has signed in."""
    holder = hashlib.sha256(request.path("token").encode()).hexdigest()
    return call_of(request, Caller(Role.VERIFIER, holder))


handler = api(
    {
        "GET /verifications/{token}": get_verification,
        "HEAD /verifications/{token}": head_verification,
        "POST /verifications/{token}": post_verification,
    },
    page.told,
)
