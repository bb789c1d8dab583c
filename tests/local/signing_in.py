"""What a browser and the portal do to sign somebody in: for tests of the local identity provider."""

import base64
import hashlib
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import httpx

from infra.local.deployment import Authorizer, PagesClient
from infra.local.stack import Stack
from infra.local.tokens import Tokens

VERIFIER = "a-verifier-of-more-than-forty-three-characters"
DIGEST = hashlib.sha256(VERIFIER.encode()).digest()
CHALLENGE = base64.urlsafe_b64encode(DIGEST).decode().rstrip("=")
AUTHORIZE = "/local/identity/oauth2/authorize"
TOKEN = "/local/identity/oauth2/token"
CENTRE = "1102@centre.example"


def chosen(browser: httpx.Client, asked: dict[str, str], person: str = CENTRE) -> str:
    """The code that the browser is sent back with."""
    answer = browser.post(AUTHORIZE, params=asked, data={"person": person})
    assert answer.status_code == 302
    target = urlsplit(answer.headers["location"])
    assert target._replace(query="").geturl() == asked["redirect_uri"]
    told = dict(parse_qsl(target.query))
    assert told.pop("state") == asked["state"]
    return told.pop("code")


def form(asked: dict[str, str], given: str, **changed: str) -> dict[str, str]:
    """What the portal sends for the code that it was given."""
    of_it = {name: asked[name] for name in ("client_id", "redirect_uri")}
    sent = {"grant_type": "authorization_code", "code": given, "code_verifier": VERIFIER}
    return {k: v for k, v in (of_it | sent | changed).items() if v}


def claims(whole: Stack, client: PagesClient, token: str) -> dict[str, Any]:
    """The claims of a token that the pool signed for the pages' client."""
    issuer = f"https://cognito-idp.eu-west-2.amazonaws.com/{client.pool}"
    by = Authorizer("pages", issuer, (client.client_id,))
    return Tokens(whole.engine.url).claims(f"Bearer {token}", by, ())
