"""The verifier's link: a page for a browser, JSON for a client; opening it changes nothing, deciding is a POST."""

import hashlib

from functions.verifying import page
from shared.domain.faults import Invalid, Refusal
from shared.domain.people import Caller, Role
from shared.domain.verification import VerifierDecision
from shared.runtime.calls import call_of
from shared.runtime.http import Response, answer, api
from shared.runtime.problems import status_of
from shared.runtime.requests import Request
from shared.services.call import Call
from shared.services.decide_verification import decide_verification
from shared.services.show_verification import show_verification

FORM = "application/x-www-form-urlencoded"


def get_verification(request: Request) -> Response:
    """GET and HEAD /verifications/{token}."""
    call, token = _call(request), request.path("token")
    if not _wants_page(request):
        return answer(show_verification(call, token))
    try:
        return page.shown(show_verification(call, token), request)
    except Refusal as refusal:
        return page.refused(refusal.detail, status_of(refusal))


def head_verification(request: Request) -> Response:
    """HEAD /verifications/{token}: as GET, without the body."""
    return get_verification(request) | {"body": ""}


def post_verification(request: Request) -> Response:
    """POST /verifications/{token}, from the page's form or as JSON."""
    call, token = _call(request), request.path("token")
    form = request.content_type == FORM or (_wants_page(request) and not request.content_type)
    if not (form and _wants_page(request)):
        body = page.decision_of(request) if form else request.json(VerifierDecision)
        return answer(decide_verification(call, token, body).body)
    try:
        decide_verification(call, token, page.decision_of(request))
    except Invalid as invalid:
        return page.shown(show_verification(call, token), request, invalid.faults)
    except Refusal as refusal:
        return page.refused(refusal.detail, status_of(refusal))
    return page.shown_next(request)


def _call(request: Request) -> Call:
    """Return the call of whoever holds the link: nobody has signed in."""
    holder = hashlib.sha256(request.path("token").encode()).hexdigest()
    return call_of(request, Caller(Role.VERIFIER, holder))


def _wants_page(request: Request) -> bool:
    return "text/html" in request.header("accept")


handler = api(
    {
        "GET /verifications/{token}": get_verification,
        "HEAD /verifications/{token}": head_verification,
        "POST /verifications/{token}": post_verification,
    }
)
