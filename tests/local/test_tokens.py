"""Who is let in: tokens that the user pool signed, for this client, and now."""

import time
from collections.abc import Callable
from typing import Any

import httpx
import pytest
from joserfc import jwt
from joserfc.jwk import RSAKey
from moto.backends import get_backend

from infra.local.engine import REGION
from infra.local.stack import Stack

Sign = Callable[..., str]


@pytest.fixture
def sign(stack: Stack) -> Sign:
    """Signs a token as the user pool would, with some of its claims changed."""
    pool_id = stack.deployment.resources["Pool"].ref
    pool = get_backend("cognito-idp")[stack.deployment.account][REGION].user_pools[pool_id]
    genuine = {
        "iss": f"https://cognito-idp.{REGION}.amazonaws.com/{pool_id}",
        "aud": stack.deployment.resources["Client"].ref,
        "exp": int(time.time()) + 60,
        "sub": "someone",
    }

    def signed(*, key: Any = pool.json_web_key, algorithm: str = "RS256", **changed: Any) -> str:
        claims = {k: v for k, v in (genuine | changed).items() if v is not None}
        header = {"alg": algorithm, "kid": "dummy"}
        return jwt.encode(header, claims, key, algorithms=[algorithm])

    return signed


def ask(http: httpx.Client, token: str | None, path: str = "/things/1") -> httpx.Response:
    return http.get(path, headers={"authorization": token} if token else {})


def test_a_genuine_token_is_let_in_with_and_without_bearer(http: httpx.Client, sign: Sign) -> None:
    for token in (f"Bearer {sign()}", f"bearer {sign()}", sign()):
        assert ask(http, token).status_code == 200


def test_an_access_token_says_its_client_by_another_name(
    stack: Stack, http: httpx.Client, sign: Sign
) -> None:
    token = sign(aud=None, client_id=stack.deployment.resources["Client"].ref)
    assert ask(http, f"Bearer {token}").status_code == 200


@pytest.mark.parametrize(
    "changed",
    [
        {"exp": 1},
        {"exp": None},
        {"aud": "another client"},
        {"aud": None},
        {"aud": None, "client_id": "another client"},
        {"iss": f"https://cognito-idp.{REGION}.amazonaws.com/{REGION}_another"},
        {"nbf": 9_999_999_999},
        {"iat": 9_999_999_999},
        {"key": RSAKey.generate_key(2048)},
    ],
    ids=lambda changed: " ".join(f"{k}={v}" for k, v in changed.items())[:40],
)
def test_every_other_token_is_refused(
    http: httpx.Client, sign: Sign, changed: dict[str, Any]
) -> None:
    answer = ask(http, f"Bearer {sign(**changed)}")
    assert answer.status_code == 401
    assert answer.json() == {"message": "Unauthorized"}
    assert answer.headers["www-authenticate"] == "Bearer"


def test_what_is_no_token_is_refused(http: httpx.Client, sign: Sign) -> None:
    head, payload, signature = sign().split(".")
    tampered = f"{head}.{payload[:-4]}AAAA.{signature}"
    unsigned = f"eyJhbGciOiJub25lIn0.{payload}."
    for token in (None, "", "Bearer", "Bearer x", "Basic eDp5", tampered, unsigned):
        assert ask(http, token).status_code == 401


def test_a_scope_that_is_missing_forbids(http: httpx.Client, sign: Sign) -> None:
    answer = ask(http, f"Bearer {sign(scope='things/write')}", "/scoped")
    assert answer.status_code == 403
    assert answer.json() == {"message": "Forbidden"}
    with_it = ask(http, f"Bearer {sign(scope='things/write things/read')}", "/scoped")
    assert with_it.status_code == 200
    context = with_it.json()["event"]["requestContext"]
    assert context["authorizer"]["jwt"]["scopes"] == ["things/read"]


def test_public_routes_take_no_notice_of_tokens(http: httpx.Client) -> None:
    answer = ask(http, "Bearer nonsense", "/open/x")
    assert answer.status_code == 200
    assert "authorizer" not in answer.json()["event"]["requestContext"]
