"""Signing in and out through the local identity provider, and what keeps sessions safe."""

import re
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from infra.local.stack import Stack
from shared.runtime import wiring
from shared.services.sessions import session_of
from tests.portal.conftest import CLIENT, Page, Visitor, visitor
from tests.portal.office import open_office

DESK = "desk@awarding-organisation.example"


def cookies_of(answer: httpx.Response) -> dict[str, str]:
    """The cookies that an answer sets, each with its attributes."""
    pairs = (each.partition("=")[::2] for each in answer.headers.get_list("set-cookie"))
    return dict(pairs)


def begun(stack: Stack, to: str = "/portal/account") -> tuple[str, str]:
    """The address of the identity provider that signing in leads to, and the cookie that remembers it."""
    answer = CLIENT.get(f"{stack.url}/portal/sign-in", params={"to": to})
    assert answer.status_code == 303
    remembered = cookies_of(answer)["__Host-signing-in"].split(";")[0]
    return answer.headers["location"], f"__Host-signing-in={remembered}"


def chosen(address: str, person: str = DESK) -> str:
    """Where the identity provider leads back to once it is chosen who to be."""
    answer = CLIENT.post(address, data={"person": person})
    assert answer.status_code in {302, 303}
    return str(answer.headers["location"])


def test_signing_in_leads_back_to_the_page_that_was_wanted(stack: Stack) -> None:
    address, remembered = begun(stack)
    asked = parse_qs(urlsplit(address).query)
    assert asked["code_challenge_method"] == ["S256"]
    back = CLIENT.get(chosen(address), headers={"cookie": remembered})
    assert (back.status_code, back.headers["location"]) == (303, "/portal/account")
    session = cookies_of(back)["__Host-session"]
    assert set(session.split("; ")[1:]) == {"Path=/", "Secure", "HttpOnly", "SameSite=Lax"}
    assert "Max-Age=0" in cookies_of(back)["__Host-signing-in"]
    cookie = f"__Host-session={session.split(';')[0]}"
    account = Page.of(CLIENT.get(f"{stack.url}/portal/account", headers={"cookie": cookie}))
    assert account.status == 200
    assert "Awarding organisation" in account.text


def test_the_start_page_is_for_whoever_has_not_signed_in(stack: Stack) -> None:
    start = Page.of(CLIENT.get(f"{stack.url}/portal"))
    assert "/portal/sign-in" in start.links
    root = CLIENT.get(stack.url)
    assert (root.status_code, root.headers["location"]) == (303, "/portal")


def test_a_page_leads_to_signing_in_and_names_itself(stack: Stack) -> None:
    answer = CLIENT.get(f"{stack.url}/portal/account")
    assert (answer.status_code, answer.headers["location"]) == (
        303,
        "/portal/sign-in?to=/portal/account",
    )


@pytest.mark.parametrize(
    "elsewhere", ["https://evil.example/", "//evil.example", "/local/mail", "/portal\\@evil"]
)
def test_signing_in_never_leads_elsewhere(stack: Stack, elsewhere: str) -> None:
    address, remembered = begun(stack, elsewhere)
    back = CLIENT.get(chosen(address), headers={"cookie": remembered})
    assert back.headers["location"] == "/portal"


def test_a_code_is_good_once_and_for_the_browser_that_asked(stack: Stack) -> None:
    address, remembered = begun(stack)
    _, of_another = begun(stack)
    callback = chosen(address)
    refused = CLIENT.get(callback, headers={"cookie": of_another})
    assert (refused.status_code, cookies_of(refused)) == (403, {})
    assert CLIENT.get(callback).status_code == 403
    assert CLIENT.get(callback, headers={"cookie": remembered}).status_code == 303
    assert CLIENT.get(callback, headers={"cookie": remembered}).status_code == 403


def test_a_made_up_code_signs_nobody_in(stack: Stack) -> None:
    address, remembered = begun(stack)
    state = parse_qs(urlsplit(address).query)["state"][0]
    query = {"state": state, "code": "made-up"}
    answer = CLIENT.get(
        f"{stack.url}/portal/signed-in", params=query, headers={"cookie": remembered}
    )
    assert (answer.status_code, cookies_of(answer)) == (403, {})


@pytest.fixture
def desk(stack: Stack) -> Visitor:
    return visitor(stack, "ao")


def test_signing_out_ends_the_session_and_managed_logins(stack: Stack, desk: Visitor) -> None:
    out = desk.post("/portal/sign-out")
    assert out.status == 303
    assert "/logout?client_id=" in out.location
    assert "Max-Age=0" in cookies_of(out.answer)["__Host-session"]
    assert desk.get("/portal/account").status == 303
    assert CLIENT.get(out.location).headers["location"] == f"{stack.url}/portal/signed-out"
    assert "signed out" in Page.of(CLIENT.get(f"{stack.url}/portal/signed-out")).text


def test_signing_out_everywhere_ends_every_session_of_that_person_only(
    stack: Stack, desk: Visitor
) -> None:
    elsewhere, another = visitor(stack, "ao"), visitor(stack, "centre", "4021")
    assert desk.post("/portal/account/sign-out-everywhere").status == 303
    assert [each.get("/portal/account").status for each in (desk, elsewhere, another)] == [
        303,
        303,
        200,
    ]


FORM = "/portal/account/sign-out-everywhere"


@pytest.mark.parametrize(
    "headers",
    [
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"sec-fetch-site": "none"},
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {},
    ],
)
def test_a_form_of_another_site_is_refused(
    stack: Stack, desk: Visitor, headers: dict[str, str]
) -> None:
    sent = {"cookie": desk.cookie} | headers
    answer = CLIENT.post(stack.url + FORM, data={"csrf": desk.csrf}, headers=sent)
    assert answer.status_code == 403
    assert desk.get("/portal/account").status == 200


def test_an_older_browser_says_its_origin(stack: Stack, desk: Visitor) -> None:
    sent = {"cookie": desk.cookie, "origin": stack.url}
    assert CLIENT.post(stack.url + FORM, data={"csrf": desk.csrf}, headers=sent).status_code == 303


@pytest.mark.parametrize("token", ["", "of-another-session"])
def test_a_form_needs_the_token_of_its_session(desk: Visitor, token: str) -> None:
    assert desk.post(FORM, {"csrf": token}).status == 403
    assert desk.get("/portal/account").status == 200


def test_a_session_ends_when_it_is_idle_and_after_a_working_day(
    stack: Stack, desk: Visitor
) -> None:
    stack.invoker.take_over()
    found = re.fullmatch(r"__Host-session=([^.]+)\.(.+)", desk.cookie)
    assert found
    begun_at = datetime.now(UTC)

    def holds(after: timedelta) -> bool:
        return session_of(wiring.table(), found[1], found[2], begun_at + after) is not None

    assert not holds(timedelta(hours=1, minutes=1))
    assert all(holds(timedelta(minutes=50 * i)) for i in range(1, 12))
    assert not holds(timedelta(hours=10, minutes=1))


def test_a_session_is_nobody_elses(stack: Stack, desk: Visitor) -> None:
    token = desk.cookie.partition(".")[2]
    stolen = Visitor(stack, f"__Host-session=centre-4021.{token}", desk.csrf)
    assert stolen.get("/portal/account").status == 303


def test_pages_are_kept_by_nobody_and_run_nothing(desk: Visitor) -> None:
    headers = desk.get("/portal/account").answer.headers
    assert headers["cache-control"] == "no-store"
    assert headers["referrer-policy"] == "same-origin"
    policy = headers["content-security-policy"]
    assert policy.startswith(
        "default-src 'none'; style-src 'self'; form-action 'self' http://127.0.0.1"
    )
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy


def test_the_stylesheet_is_kept_for_ever_under_the_name_of_what_it_holds(stack: Stack) -> None:
    start = CLIENT.get(f"{stack.url}/portal")
    (address,) = re.findall(r'<link rel="stylesheet" href="([^"]+)">', start.text)
    style = CLIENT.get(stack.url + address)
    assert style.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert style.headers["content-encoding"] == "gzip"
    assert "--portal-brand:#4c2c63" in style.text
    assert CLIENT.get(f"{stack.url}/portal/assets/0123456789abcdef.css").status_code == 404
    assert "MIT License" in CLIENT.get(f"{stack.url}/portal/assets/LICENSE-govuk-frontend.txt").text


def test_what_is_not_there_is_a_page_that_says_so(stack: Stack) -> None:
    nothing = Page.of(CLIENT.get(f"{stack.url}/portal/no/such/page"))
    assert nothing.status == 404
    assert "Page not found" in nothing.text


def test_what_is_typed_when_the_session_is_over_is_held_until_it_is_sent_again(
    stack: Stack,
) -> None:
    with open_office(stack) as office:
        run = office.submitted()
        person, path = office.visitor("ao"), f"/portal/course-runs/{run}/queries"
        typed = {"learner_id": "L1", "question": "Is it <Sian>\nor Siân?"}
        stale = person.csrf
        person.post("/portal/sign-out")
        out = person.post(path, typed)
        assert (out.status, "You have been signed out" in out.text) == (403, True)
        again = office.visitor("ao")
        held = again.post(path, out.hidden | {"csrf": stale})
        assert (held.status, "You have signed in again" in held.text) == (403, True)
        assert office.run(run)["counts"]["outstanding_queries"] == 0
        assert again.post(path, held.hidden).status == 303
        (query,) = [q for learner in office.run(run)["learners"] for q in learner["queries"]]
        assert query["question"] == typed["question"]


def test_another_sites_form_is_not_held(stack: Stack) -> None:
    sent = {"sec-fetch-site": "cross-site"}
    answer = CLIENT.post(stack.url + FORM, data={"a": "kept?"}, headers=sent)
    assert (answer.status_code, "kept?" in answer.text) == (403, False)


@pytest.mark.parametrize(
    "path", ["/portal/sign-in/", "/portal/sign%2Din", "/portal/signed-in/?code=a"]
)
def test_nothing_gets_past_the_throttle_of_signing_in(stack: Stack, path: str) -> None:
    answer = CLIENT.get(stack.url + path)
    assert (answer.status_code, "set-cookie" in answer.headers) == (404, False)
