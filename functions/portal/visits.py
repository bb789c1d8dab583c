"""Visits of people who have signed in: whose session it is, whether a form is theirs, and the pages they are shown."""

import hmac
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from http import HTTPStatus
from pathlib import Path
from typing import Any
from urllib.parse import quote

from functions.portal import cookies, identity, navigation
from functions.portal.held import TOKEN, held
from shared.domain.faults import Forbidden, Refusal
from shared.domain.people import Caller, Role
from shared.domain.sessions import Person, Session
from shared.pages.forms import Typed, typed
from shared.pages.refusals import refused
from shared.pages.rendering import page, safe_headers, see_other
from shared.runtime import wiring
from shared.runtime.http import Endpoint, Response
from shared.runtime.requests import Request
from shared.services.call import Call
from shared.services.sessions import session_of

TEMPLATES = Path(__file__).parent / "templates"
NOT_YOURS = "This form did not come from a page of yours. Open the page again and try once more."


@dataclass(frozen=True)
class Visit:
    """One request of somebody who has signed in."""

    request: Request
    session: Session
    token: str

    @property
    def person(self) -> Person:
        """Who it is."""
        return self.session.person

    @property
    def role(self) -> Role:
        """What they are to the service."""
        return self.person.role

    @property
    def call(self) -> Call:
        """The call of a use case that the visit makes."""
        return Call(wiring.table(), self.caller, self.request.now)

    @property
    def caller(self) -> Caller:
        """The caller that it makes."""
        return self.person.caller

    @cached_property
    def typed(self) -> Typed:
        """What the visit's form holds."""
        return typed(self.request)

    def page(
        self, name: str, facts: Mapping[str, Any], status: HTTPStatus = HTTPStatus.OK
    ) -> Response:
        """Return the page of a template, with the navigation and what its forms need."""
        # Chromium holds what a form leads to against the policy, too: signing out leads to managed login.
        policy = safe_headers(form_actions=f"'self' {identity.origin(self.request)}")
        return page(TEMPLATES, name, {**self.layout, **facts}, status, policy)

    @property
    def layout(self) -> dict[str, Any]:
        """The facts of every page of this visit: navigation, banner, and the token for forms."""
        return {
            "nav": navigation.of(self.session, self.request),
            "csrf": self.session.csrf,
            "role": self.role,
            "banner": navigation.banner(self.request),
            "today": self.call.today,
        }


Shown = Callable[[Visit], Response]


def signed_in(shown: Shown, *roles: Role, otherwise: Endpoint | None = None) -> Endpoint:
    """Return the endpoint that shows a page to those who have signed in, in one of `roles` where they are named.

    Others see `otherwise`, or are led to sign in and back afterwards. A form counts only if it came from a page of
    the same session: Sec-Fetch-Site or Origin, and the session's token. One of an earlier session is held.
    """

    def endpoint(request: Request) -> Response:
        now = request.now
        subject, token = cookies.session(request)
        session = session_of(wiring.table(), subject, token, now) if token else None
        if session is None:
            return (otherwise or _without_session)(request)
        visit = Visit(request, session, token)
        try:
            if roles and visit.role not in roles:
                raise Forbidden("This page is for others.")
            if request.method == "POST" and not _is_of_session(visit):
                return held(TEMPLATES, request, visit.layout, session.csrf)
            return shown(visit)
        except Refusal as refusal:
            return refused(request, refusal, visit.layout)

    return endpoint


def _is_of_session(visit: Visit) -> bool:
    """Tell whether a form carries its session's token; raises Forbidden for one that another site sent."""
    if not same_origin(visit.request):
        raise Forbidden(NOT_YOURS)
    given = visit.typed.text(TOKEN)
    return hmac.compare_digest(given.encode(), visit.session.csrf.encode())


def same_origin(request: Request) -> bool:
    """Tell whether a browser says that a request came from our own pages."""
    if site := request.header("sec-fetch-site"):
        return site == "same-origin"
    return request.header("origin") == request.origin


def _without_session(request: Request) -> Response:
    """Lead to signing in, and back to the page afterwards; hold a form of ours, whose session is over."""
    if request.method != "POST":
        return see_other(f"/portal/sign-in?to={quote(request.raw_path, safe='/')}")
    if not same_origin(request):
        raise Forbidden(NOT_YOURS)
    return held(TEMPLATES, request, {})
