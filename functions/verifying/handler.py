"""The verifier's link: a page for a browser, JSON for a client; opening it changes nothing, deciding is a POST."""

import hashlib

from functions.verifying import page
from shared.domain.faults import Invalid
from shared.domain.people import Caller, Role
from shared.domain.verification import VerifierDecision
from shared.runtime.calls import call_of
from shared.runtime.http import Response, answer, api
from shared.runtime.requests import JSON, Request
from shared.services.call import Call
from shared.services.decide_verification import decide_verification
from shared.services.show_verification import show_verification


def get_verification(request: Request) -> Response:
    """GET and HEAD /verifications/{token}."""
    verification = show_verification(_call(request), request.path("token"))
    return page.shown(verification, request) if page.wanted(request) else answer(verification)


def head_verification(request: Request) -> Response:
    """HEAD /verifications/{token}: as GET, without the body."""
    return get_verification(request) | {"body": ""}


def post_verification(request: Request) -> Response:
    """POST /verifications/{token}, from the page's form or as JSON."""
    call, token = _call(request), request.path("token")
    if not page.wanted(request):
        return answer(decide_verification(call, token, _decision(request)).body)
    try:
        decide_verification(call, token, _decision(request))
    except Invalid as invalid:
        return page.shown(show_verification(call, token), request, invalid.faults)
    return page.shown_next(request)


def _decision(request: Request) -> VerifierDecision:
    unnamed = page.FORM if page.wanted(request) else JSON
    if (request.content_type or unnamed) == page.FORM:
        return page.decision_of(request)
    return request.json(VerifierDecision)


def _call(request: Request) -> Call:
    """Return the call of whoever holds the link: nobody has signed in."""
    holder = hashlib.sha256(request.path("token").encode()).hexdigest()
    return call_of(request, Caller(Role.VERIFIER, holder))


handler = api(
    {
        "GET /verifications/{token}": page.or_why_not(get_verification),
        "HEAD /verifications/{token}": page.or_why_not(head_verification),
        "POST /verifications/{token}": page.or_why_not(post_verification),
    }
)
