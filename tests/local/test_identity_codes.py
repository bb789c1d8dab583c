"""Codes of the local identity provider: good for whoever was given them, once, and for five minutes."""

import httpx
import pytest

from infra.local.engine import RemoteEngine, SigningNotAvailable
from infra.local.identity import CODES_HOLD
from infra.local.stack import Stack
from tests.local.signing_in import CHALLENGE, TOKEN, VERIFIER, chosen, form


def test_without_the_scope_openid_there_is_no_id_token(
    browser: httpx.Client, asked: dict[str, str]
) -> None:
    asked["scope"] = "email"
    tokens = browser.post(TOKEN, data=form(asked, chosen(browser, asked))).json()
    assert "access_token" in tokens
    assert "id_token" not in tokens


def test_another_engine_keeps_its_key(
    peopled: Stack,
    browser: httpx.Client,
    asked: dict[str, str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    code = chosen(browser, asked)
    with pytest.raises(SigningNotAvailable):
        RemoteEngine("http://elsewhere").signing_key("123456789012")
    monkeypatch.setattr(peopled.identity, "_engine", RemoteEngine("http://elsewhere"))
    answer = browser.post(TOKEN, data=form(asked, code))
    assert (answer.status_code, answer.json()["error"]) == (501, "server_error")


@pytest.mark.parametrize(
    ("changed", "error"),
    [
        ({"code_verifier": VERIFIER + "x"}, "invalid_grant"),
        ({"code_verifier": CHALLENGE}, "invalid_grant"),
        ({"code_verifier": "é" * 43}, "invalid_grant"),
        ({"code_verifier": ""}, "invalid_request"),
        ({"code": "another"}, "invalid_grant"),
        ({"redirect_uri": "https://evil.example"}, "invalid_grant"),
        ({"client_id": "another"}, "invalid_client"),
        ({"grant_type": "refresh_token"}, "unsupported_grant_type"),
        ({"grant_type": ""}, "invalid_request"),
    ],
)
def test_a_code_is_of_use_to_nobody_else(
    browser: httpx.Client, asked: dict[str, str], changed: dict[str, str], error: str
) -> None:
    answer = browser.post(TOKEN, data=form(asked, chosen(browser, asked), **changed))
    assert (answer.status_code, answer.json()) == (400, {"error": error})


def test_a_code_is_of_use_once(browser: httpx.Client, asked: dict[str, str]) -> None:
    code, other = chosen(browser, asked), chosen(browser, asked)
    assert browser.post(TOKEN, data=form(asked, code)).is_success
    assert browser.post(TOKEN, data=form(asked, code)).json() == {"error": "invalid_grant"}
    # A failed attempt uses it up, too.
    wrong = form(asked, other, code_verifier="x" * 43)
    assert browser.post(TOKEN, data=wrong).json() == {"error": "invalid_grant"}
    assert browser.post(TOKEN, data=form(asked, other)).json() == {"error": "invalid_grant"}


def test_a_code_holds_for_five_minutes(
    peopled: Stack,
    browser: httpx.Client,
    asked: dict[str, str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    now = 1000.0
    monkeypatch.setattr(peopled.identity, "clock", lambda: now)
    in_time, late = chosen(browser, asked), chosen(browser, asked)
    now += CODES_HOLD
    assert browser.post(TOKEN, data=form(asked, in_time)).is_success
    now += 1
    assert browser.post(TOKEN, data=form(asked, late)).json() == {"error": "invalid_grant"}


def test_a_code_is_exchanged_by_a_form(browser: httpx.Client, asked: dict[str, str]) -> None:
    sent = form(asked, chosen(browser, asked))
    assert browser.post(TOKEN, json=sent).json() == {"error": "invalid_request"}
    assert browser.get(TOKEN, params=sent).status_code == 404
