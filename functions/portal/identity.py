"""Signing in with Cognito's managed login: OpenID Connect's authorization code with PKCE (RFC 7636)."""

import base64
import hashlib
import json
import secrets
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import urlencode, urlsplit

import urllib3

from shared.domain.faults import Forbidden
from shared.domain.sessions import Person
from shared.runtime.callers import caller_of
from shared.runtime.requests import Request

SIGNED_IN = "/portal/signed-in"
SIGNED_OUT = "/portal/signed-out"
_SCOPES = "openid email profile"
_SECONDS = 5.0
TRY_AGAIN = "We could not sign you in. Go to the portal and try again."


@dataclass(frozen=True, slots=True)
class Attempt:
    """A sign-in under way, as the browser remembers it: nothing of it is known to anybody else."""

    state: str
    nonce: str
    verifier: str
    to: str

    @classmethod
    def new(cls, to: str) -> "Attempt":
        """Return a new attempt that leads to the path `to`."""
        return cls(secrets.token_urlsafe(), secrets.token_urlsafe(), secrets.token_urlsafe(48), to)

    @classmethod
    def read(cls, cookie: str) -> "Attempt":
        """Return the attempt that a cookie remembers; raises Forbidden where it remembers none."""
        try:
            state, nonce, verifier, to = cookie.split(".")
            return cls(state, nonce, verifier, base64.urlsafe_b64decode(to).decode())
        except ValueError:
            raise Forbidden(TRY_AGAIN) from None

    def written(self) -> str:
        """Return the attempt as a cookie's value."""
        to = base64.urlsafe_b64encode(self.to.encode()).decode()
        return f"{self.state}.{self.nonce}.{self.verifier}.{to}"


def authorize_address(request: Request, attempt: Attempt) -> str:
    """Return where a browser is sent to sign in."""
    challenge = base64.urlsafe_b64encode(hashlib.sha256(attempt.verifier.encode()).digest())
    asked = {
        "response_type": "code",
        "client_id": request.stage_variable("pagesClientId"),
        "redirect_uri": request.origin + SIGNED_IN,
        "scope": _SCOPES,
        "state": attempt.state,
        "nonce": attempt.nonce,
        "code_challenge": challenge.decode().rstrip("="),
        "code_challenge_method": "S256",
    }
    return f"{request.stage_variable('signInUrl')}/oauth2/authorize?{urlencode(asked)}"


def logout_address(request: Request) -> str:
    """Return where a browser is sent to end the session that managed login itself keeps."""
    asked = {
        "client_id": request.stage_variable("pagesClientId"),
        "logout_uri": request.origin + SIGNED_OUT,
    }
    return f"{request.stage_variable('signInUrl')}/logout?{urlencode(asked)}"


def origin(request: Request) -> str:
    """Return the origin that people sign in and out at."""
    parts = urlsplit(request.stage_variable("signInUrl"))
    return f"{parts.scheme}://{parts.netloc}"


def person_of(request: Request, attempt: Attempt, code: str) -> Person:
    """Return who has signed in, by the code that they came back with; raises Forbidden."""
    form = {
        "grant_type": "authorization_code",
        "client_id": request.stage_variable("pagesClientId"),
        "redirect_uri": request.origin + SIGNED_IN,
        "code": code,
        "code_verifier": attempt.verifier,
    }
    answer = _pool().request(
        "POST",
        f"{request.stage_variable('signInUrl')}/oauth2/token",
        fields=form,
        encode_multipart=False,
        timeout=_SECONDS,
        redirect=False,
        # A code is good once: asking again would only be refused.
        retries=False,
    )
    if answer.status != 200:
        raise Forbidden(TRY_AGAIN)
    claims = _claims(answer.json()["id_token"])
    expected = {
        "iss": request.stage_variable("issuer"),
        "aud": request.stage_variable("pagesClientId"),
        "nonce": attempt.nonce,
    }
    told = {name: claims.get(name) for name in expected}
    if told != expected or claims["exp"] <= request.now.timestamp():
        raise Forbidden(TRY_AGAIN)
    caller = caller_of(claims)
    return Person(
        role=caller.role,
        subject=caller.subject,
        centre_id=caller.centre_id,
        verifier_id=caller.verifier_id,
        name=caller.name or claims["email"],
    )


def _claims(token: str) -> dict[str, Any]:
    """Return what a token says; it came from its issuer itself, over TLS, which vouches for it.

    OpenID Connect Core 1.0, section 3.1.3.7, point 6.
    """
    payload = token.split(".")[1]
    claims: dict[str, Any] = json.loads(
        base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4))
    )
    return claims


@cache
def _pool() -> urllib3.PoolManager:
    return urllib3.PoolManager()
