"""Signing in and out: the start page, the way to managed login and back, and the end of sessions."""

import hmac
import re

from functions.portal import cookies, identity
from functions.portal.identity import TRY_AGAIN, Attempt
from functions.portal.visits import TEMPLATES, Visit, same_origin
from shared.domain.faults import Forbidden
from shared.pages.rendering import page, see_other
from shared.runtime import wiring
from shared.runtime.http import Response
from shared.runtime.requests import Request
from shared.services import sessions

# A path of ours and nothing else: what comes back from signing in must not lead elsewhere.
_OURS = re.compile(r"/portal(/[A-Za-z0-9._~/-]*)?")


def begin(request: Request) -> Response:
    """GET /portal/sign-in: to managed login, and afterwards to the page `to`."""
    to = request.query("to") or "/portal"
    attempt = Attempt.new(to if _OURS.fullmatch(to) else "/portal")
    cookie = cookies.signing_in(attempt.written())
    return see_other(identity.authorize_address(request, attempt), [cookie])


def finish(request: Request) -> Response:
    """GET /portal/signed-in: back from managed login, with a code that is good once."""
    attempt = Attempt.read(request.cookie(cookies.SIGNING_IN))
    state, code = request.query("state") or "", request.query("code")
    if not code or not hmac.compare_digest(state.encode(), attempt.state.encode()):
        raise Forbidden(TRY_AGAIN)
    person = identity.person_of(request, attempt, code)
    token = sessions.open_session(wiring.table(), person, request.now)
    kept = [cookies.with_session(person.subject, token), cookies.signing_in("")]
    return see_other(attempt.to, kept)


def sign_out(request: Request) -> Response:
    """POST /portal/sign-out: out of this browser, and out of managed login."""
    if not same_origin(request):
        raise Forbidden("Sign out from a page of the portal.")
    subject, token = cookies.session(request)
    if token:
        sessions.close_session(wiring.table(), subject, token, request.now)
    return see_other(identity.logout_address(request), [cookies.without_session()])


def sign_out_elsewhere(visit: Visit) -> Response:
    """POST /portal/account/sign-out-everywhere: out of every browser, this one included."""
    sessions.close_all_sessions(visit.call.table, visit.person.subject, visit.request.now)
    return see_other(identity.logout_address(visit.request), [cookies.without_session()])


def signed_out(_request: Request) -> Response:
    """GET /portal/signed-out."""
    return page(TEMPLATES, "signed_out.html", {})


def account(visit: Visit) -> Response:
    """GET /portal/account: who one is, and signing out everywhere."""
    return visit.page("account.html", {"person": visit.person, "session": visit.session})
