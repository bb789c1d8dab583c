"""The local identity provider: authorization code and PKCE, as Cognito's managed login plays them."""

import html
import re
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlsplit

import httpx
import pytest
from joserfc import jwt

from infra.local.deployment import PagesClient
from infra.local.stack import Stack
from tests.local.signing_in import AUTHORIZE, CENTRE, TOKEN, chosen, claims, form


def test_everybody_of_the_stack_can_be_chosen(browser: httpx.Client, asked: dict[str, str]) -> None:
    answer = browser.get(AUTHORIZE, params=asked)
    assert answer.status_code == 200
    assert "<h1>Choose who to be</h1>" in answer.text
    offered = re.findall(r'value="([^"]+)">([^<]+)</button>', answer.text)
    assert [(value, html.unescape(name)) for value, name in offered] == [
        ("desk@awarding-organisation.example", "Dispatch desk"),
        ("compliance@awarding-organisation.example", "Compliance lead"),
        (CENTRE, "Exams office, Coleg <Aberwern>"),
        ("61@verifier.example", "Nerys Llewelyn-Okafor"),
    ]
    assert "centre 1102, no receipts to confirm" in answer.text
    assert "verifier 61, no course runs to verify" in answer.text
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'; style-src 'self'; form-action 'self' http://127.0.0.1:" in policy
    assert "script" not in answer.text
    assert browser.get("/local/pages.css").headers["content-type"].startswith("text/css")


@pytest.mark.parametrize(
    ("person", "told"),
    [
        (
            CENTRE,
            {
                "cognito:groups": ["centre"],
                "custom:centre_id": "1102",
                "name": "Exams office, Coleg <Aberwern>",
            },
        ),
        (
            "61@verifier.example",
            {
                "cognito:groups": ["verifier"],
                "custom:verifier_id": "61",
                "name": "Nerys Llewelyn-Okafor",
            },
        ),
        (
            "compliance@awarding-organisation.example",
            {"cognito:groups": ["awarding-organisation"], "name": "Compliance lead"},
        ),
    ],
)
def test_whoever_is_chosen_signs_in(
    peopled: Stack,
    browser: httpx.Client,
    client: PagesClient,
    asked: dict[str, str],
    person: str,
    told: dict[str, Any],
) -> None:
    code = chosen(browser, asked, person)
    answer = browser.post(TOKEN, data=form(asked, code))
    assert answer.status_code == 200, answer.text
    tokens = answer.json()
    assert (tokens["token_type"], tokens["expires_in"]) == ("Bearer", 3600)
    assert answer.headers["cache-control"] == "no-store"
    found = claims(peopled, client, tokens["id_token"])
    assert found["aud"] == client.client_id
    assert found["token_use"] == "id"
    assert (found["nonce"], found["email"]) == (asked["nonce"], person)
    assert told.items() <= found.items()
    assert claims(peopled, client, tokens["access_token"])["sub"] == found["sub"]


def test_on_pages_and_by_token_it_is_the_same_person_but_another_client(
    peopled: Stack, browser: httpx.Client, client: PagesClient, asked: dict[str, str]
) -> None:
    tokens = browser.post(TOKEN, data=form(asked, chosen(browser, asked))).json()
    of_pages = claims(peopled, client, tokens["id_token"])
    of_api = jwt.decode(
        peopled.sign_in("centre", centre_id="1102"),
        peopled.engine.signing_key(peopled.deployment.account),
    ).claims
    assert of_api["sub"] == of_pages["sub"]
    assert of_api["aud"] != of_pages["aud"]
    header = {"authorization": f"Bearer {tokens['id_token']}"}
    assert browser.get("/course-runs", headers=header).status_code == 401


def test_without_a_nonce_or_a_state_there_is_none(
    peopled: Stack, browser: httpx.Client, client: PagesClient, asked: dict[str, str]
) -> None:
    del asked["nonce"], asked["state"]
    answer = browser.post(AUTHORIZE, params=asked, data={"person": CENTRE})
    told = parse_qs(urlsplit(answer.headers["location"]).query)
    assert list(told) == ["code"]
    tokens = browser.post(TOKEN, data=form(asked, told["code"][0])).json()
    assert "nonce" not in claims(peopled, client, tokens["id_token"])


@pytest.mark.parametrize(
    "changed",
    [
        {"client_id": "another"},
        {"redirect_uri": ""},
        {"redirect_uri": "https://evil.example/portal/signed-in"},
        {"redirect_uri": "{}/"},
        {"redirect_uri": "{}?to=evil"},
    ],
)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_nobody_is_sent_where_the_client_is_not(
    browser: httpx.Client, asked: dict[str, str], method: str, changed: dict[str, str]
) -> None:
    query = asked | {k: v.format(asked["redirect_uri"]) for k, v in changed.items()}
    answer = browser.request(method, AUTHORIZE, params=query)
    assert answer.status_code == 400
    assert "location" not in answer.headers
    assert "This cannot be done" in answer.text


@pytest.mark.parametrize(
    ("changed", "error"),
    [
        ({"response_type": None}, "invalid_request"),
        ({"response_type": "token"}, "unauthorized_client"),
        ({"scope": "openid phone"}, "invalid_scope"),
        ({"code_challenge": None}, "invalid_request"),
        ({"code_challenge": "short"}, "invalid_request"),
        ({"code_challenge_method": None}, "invalid_request"),
        ({"code_challenge_method": "plain"}, "invalid_request"),
    ],
)
def test_other_faults_are_told_to_the_client(
    browser: httpx.Client, asked: dict[str, str], changed: dict[str, str | None], error: str
) -> None:
    query = {k: v for k, v in (asked | changed).items() if v is not None}
    answer = browser.get(AUTHORIZE, params=query)
    assert answer.status_code == 302
    target = urlsplit(answer.headers["location"])
    assert target._replace(query="").geturl() == asked["redirect_uri"]
    assert dict(parse_qsl(target.query)) == {"error": error, "state": asked["state"]}


def test_nobody_else_can_be_chosen(browser: httpx.Client, asked: dict[str, str]) -> None:
    for person in ("1103@centre.example", ""):
        answer = browser.post(AUTHORIZE, params=asked, data={"person": person})
        assert answer.status_code == 400
        assert "access_denied" in answer.text


def test_signing_out_leads_back_to_the_client_alone(
    browser: httpx.Client, client: PagesClient
) -> None:
    there = {"client_id": client.client_id, "logout_uri": client.logout_urls[0]}
    answer = browser.get("/local/identity/logout", params=there)
    assert (answer.status_code, answer.headers["location"]) == (302, client.logout_urls[0])
    for changed in ({"logout_uri": "https://evil.example"}, {"client_id": "another"}):
        answer = browser.get("/local/identity/logout", params=there | changed)
        assert answer.status_code == 400
        assert "location" not in answer.headers
    assert browser.get("/local/identity/logout").status_code == 400
