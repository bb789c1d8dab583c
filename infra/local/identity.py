"""The local identity provider: plays Cognito's managed login, with nobody's password.

The endpoints, parameters and errors are those of the Amazon Cognito developer guide ("Authorize
endpoint", "Token endpoint", "Logout endpoint") for a public client with authorization codes. It is
stricter in one thing: Cognito takes a request without PKCE, and here it is refused.
"""

import base64
import hashlib
import re
import secrets
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from joserfc import jwt
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import BaseRoute

from infra.local.deployment import IDENTITY, Deployment, PagesClient
from infra.local.engine import Engine, SigningNotAvailable
from infra.local.pages import page, route
from infra.local.people import Choice
from infra.local.sign_in import Desk, Person

# Seconds for which a code can be exchanged.
CODES_HOLD = 300
_NEEDED = {"grant_type", "client_id", "code", "redirect_uri", "code_verifier"}
_FORM = "application/x-www-form-urlencoded"
# RFC 7636: what S256 makes, and what it is made of.
_CHALLENGE = re.compile(r"[A-Za-z0-9_-]{43}")
_VERIFIER = re.compile(r"[A-Za-z0-9._~-]{43,128}")
_UNKNOWN_CLIENT = "No client of the user pool has this client_id."


class _Refused(Exception):
    """A fault that is told to whoever asks; `error` is the protocol's word for it."""

    def __init__(self, error: str, why: str = "") -> None:
        super().__init__(error)
        self.error, self.why = error, why


class _SentBack(Exception):
    """A fault of a request of a known client: told at the address that it is to be sent back to."""

    def __init__(self, redirect_uri: str, answer: Mapping[str, str]) -> None:
        super().__init__(answer)
        self.location = _with(redirect_uri, answer)


@dataclass(frozen=True)
class _Asked:
    """An authorization request without fault."""

    client: PagesClient
    redirect_uri: str
    scopes: frozenset[str]
    challenge: str
    state: str | None
    nonce: str | None


@dataclass(frozen=True)
class _Grant:
    """What a code stands for, until a time of the clock."""

    asked: _Asked
    who: Person
    until: float


class Identity:
    """The identity provider of one deployment; `clock` counts seconds."""

    def __init__(
        self,
        deployment: Deployment,
        engine: Engine,
        desk: Callable[[], Desk],
        everybody: Callable[[], Mapping[str, list[Choice]]],
    ) -> None:
        self._deployment = deployment
        self._engine = engine
        self._desk = desk
        self._everybody = everybody
        self._grants: dict[str, _Grant] = {}
        self.clock = time.monotonic

    def routes(self) -> list[BaseRoute]:
        """The endpoints, where Cognito has them under its domain."""
        return [
            route(f"{IDENTITY}/oauth2/authorize", self._authorize, ("GET", "POST")),
            route(f"{IDENTITY}/oauth2/token", self._token, ("POST",)),
            route(f"{IDENTITY}/logout", self._logout),
        ]

    def _authorize(self, request: Request, body: bytes) -> Response:
        try:
            asked = self._asked(request.query_params)
        except _Refused as refused:
            return _refusal(refused)
        except _SentBack as sent_back:
            return RedirectResponse(sent_back.location, HTTPStatus.FOUND)
        people = self._everybody()
        if request.method != "POST":
            return _choice(asked, people)
        address = _form(body).get("person")
        for choice in (each for choices in people.values() for each in choices):
            if choice.who.address == address:
                return self._let_in(asked, choice.who)
        return _refusal(_Refused("access_denied", "Nobody of that address is known here."))

    def _let_in(self, asked: _Asked, who: Person) -> Response:
        code = secrets.token_urlsafe(24)
        self._grants[code] = _Grant(asked, who, self.clock() + CODES_HOLD)
        answer = {"code": code} | ({"state": asked.state} if asked.state else {})
        return RedirectResponse(_with(asked.redirect_uri, answer), HTTPStatus.FOUND)

    def _asked(self, query: Mapping[str, str]) -> _Asked:
        client = self._client(query)
        uri, state = query.get("redirect_uri", ""), query.get("state")
        if uri not in client.callback_urls:
            raise _Refused(
                "redirect_mismatch", "redirect_uri is none of the client's CallbackURLs."
            )
        scopes = frozenset(query.get("scope", "").split()) or client.scopes
        if error := _error(query, scopes, client):
            raise _SentBack(uri, {"error": error} | ({"state": state} if state else {}))
        return _Asked(client, uri, scopes, query["code_challenge"], state, query.get("nonce"))

    def _client(self, query: Mapping[str, str]) -> PagesClient:
        for client in self._deployment.pages_clients:
            if client.client_id == query.get("client_id"):
                return client
        raise _Refused("invalid_client", _UNKNOWN_CLIENT)

    def _token(self, request: Request, body: bytes) -> Response:
        kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
        try:
            grant = self._redeemed(_form(body) if kind == _FORM else {})
            return _answer(self._tokens(grant))
        except _Refused as refused:
            return _answer({"error": refused.error}, HTTPStatus.BAD_REQUEST)
        except SigningNotAvailable as reason:
            told = {"error": "server_error", "error_description": str(reason)}
            return _answer(told, HTTPStatus.NOT_IMPLEMENTED)

    def _redeemed(self, form: Mapping[str, str]) -> _Grant:
        """What a code stands for; raises _Refused unless whoever was given it asks, once and in time."""
        if form.get("grant_type", "authorization_code") != "authorization_code":
            raise _Refused("unsupported_grant_type")
        if not set(form) >= _NEEDED:
            raise _Refused("invalid_request")
        client = self._client(form)
        # Whatever comes of it, nobody can try this code a second time.
        grant = self._grants.pop(form["code"], None)
        if grant is None or self.clock() > grant.until:
            raise _Refused("invalid_grant")
        asked = grant.asked
        same = (client, form["redirect_uri"]) == (asked.client, asked.redirect_uri)
        if not same or not _proves(form["code_verifier"], asked.challenge):
            raise _Refused("invalid_grant")
        return grant

    def _tokens(self, grant: _Grant) -> dict[str, Any]:
        asked = grant.asked
        issued = self._desk().tokens(grant.who, asked.client.client_id)
        answer = {
            "access_token": issued["AccessToken"],
            "refresh_token": issued["RefreshToken"],
            "expires_in": issued["ExpiresIn"],
            "token_type": "Bearer",
        }
        if "openid" in asked.scopes:
            answer["id_token"] = self._id_token(issued["IdToken"], asked.nonce)
        return answer

    def _id_token(self, issued: str, nonce: str | None) -> str:
        """The token that Cognito issued, with the nonce, which no call of Cognito's takes."""
        if nonce is None:
            return issued
        key = self._engine.signing_key(self._deployment.account)
        token = jwt.decode(issued, key)
        return jwt.encode(token.header, {**token.claims, "nonce": nonce}, key)

    def _logout(self, request: Request, _body: bytes) -> Response:
        try:
            client = self._client(request.query_params)
        except _Refused as refused:
            return _refusal(refused)
        uri = request.query_params.get("logout_uri", "")
        if uri not in client.logout_urls:
            why = "logout_uri is none of the client's LogoutURLs."
            return _refusal(_Refused("redirect_mismatch", why))
        return RedirectResponse(uri, HTTPStatus.FOUND)


def _error(query: Mapping[str, str], scopes: frozenset[str], client: PagesClient) -> str | None:
    if "response_type" not in query:
        return "invalid_request"
    if query["response_type"] != "code":
        return "unauthorized_client"
    if not scopes <= client.scopes:
        return "invalid_scope"
    proof = _CHALLENGE.fullmatch(query.get("code_challenge", ""))
    return None if proof and query.get("code_challenge_method") == "S256" else "invalid_request"


def _proves(verifier: str, challenge: str) -> bool:
    digest = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=")
    return bool(_VERIFIER.fullmatch(verifier)) and secrets.compare_digest(
        digest, challenge.encode()
    )


def _choice(asked: _Asked, people: Mapping[str, list[Choice]]) -> Response:
    # Browsers hold a form to this where it is redirected, too.
    target = urlsplit(asked.redirect_uri)
    policy = {"form-action": f"'self' {target.scheme}://{target.netloc}"}
    return page("identity.html", {"people": people}, policy=policy)


def _refusal(refused: _Refused) -> Response:
    facts = {"error": refused.error, "why": refused.why}
    return page("refused.html", facts, HTTPStatus.BAD_REQUEST)


def _answer(told: Mapping[str, Any], status: int = HTTPStatus.OK) -> Response:
    return JSONResponse(told, status, headers={"cache-control": "no-store"})


def _form(body: bytes) -> dict[str, str]:
    return dict(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True))


def _with(address: str, answer: Mapping[str, str]) -> str:
    return f"{address}{'&' if '?' in address else '?'}{urlencode(answer)}"
