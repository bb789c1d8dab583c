"""The public check of a certificate, on its page and as JSON: nobody signs in, and nobody learns whose it is."""

from datetime import UTC, datetime
from typing import Any

import httpx
import pytest

from infra.local.stack import Stack
from shared.domain.certificates import (
    CertificateState,
    IssuedCertificates,
    Kind,
    Wanted,
    numbered,
)
from shared.domain.identifiers import certificate_number
from shared.runtime import wiring
from shared.services.new_ids import new_block
from shared.store import certificates
from tests.portal.conftest import CLIENT, Page, visitor
from tests.portal.office import Office

PATH = "/portal/check"
OURS = {"sec-fetch-site": "same-origin"}
NUMBER = "7K3F-Q2X0-0068"


def asked(
    stack: Stack, number: str, surname: str, path: str = PATH, headers: dict[str, str] = OURS
) -> Page:
    """The page's form, sent as a browser sends it."""
    form = {"number": number, "surname": surname}
    return Page.of(CLIENT.post(stack.url + path, data=form, headers=headers))


def asked_as_json(stack: Stack, number: str, surname: str) -> httpx.Response:
    path = f"{stack.url}/certificates/{number}/check"
    return CLIENT.get(path, params={"surname": surname})


@pytest.fixture
def number(office: Office) -> str:
    """The certificate of `Siân Llŷr 0`."""
    issued = office.issue(office.verified())["certificates"]
    return str(issued[0]["certificate_number"])


def test_anybody_is_asked_for_a_number_and_a_surname(stack: Stack) -> None:
    page = Page.of(CLIENT.get(stack.url + PATH))
    assert page.status == 200
    assert "You need no account." in page.text
    assert "set-cookie" not in page.answer.headers
    assert CLIENT.head(stack.url + PATH).status_code == 200
    for path in ("/portal", "/portal/help"):
        assert PATH in Page.of(CLIENT.get(stack.url + path)).links


def test_a_code_on_a_certificate_fills_in_its_number(stack: Stack) -> None:
    page = Page.of(CLIENT.get(f'{stack.url}{PATH}?number={NUMBER}%22"<b>'))
    assert f'value="{NUMBER}&#34;&#34;&lt;b&gt;"' in page.answer.text


def test_a_valid_certificate_is_told_without_a_name(stack: Stack, number: str) -> None:
    page = asked(stack, number.lower(), "LLYR 0")
    assert page.status == 200
    told = "Skills for Work", "601/3589/X", "The whole qualification", "Example Awards", number
    assert [each for each in told if each not in page.text] == []
    assert "This certificate is valid" in page.text
    assert "Llŷr" not in page.text
    assert "LLYR" not in page.text
    answer = asked_as_json(stack, number, "Llŷr 0").json()
    assert answer == {
        "certificate_number": number,
        "state": "valid",
        "kind": "qualification",
        "qualification": {"number": "601/3589/X", "title": "Skills for Work", "level": "2"},
        "issued_on": answer["issued_on"],
        "awarding_organisation": "Example Awards",
    }


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (CertificateState.REPLACED, ("has been replaced", "another certificate in its place")),
        (CertificateState.REVOKED, ("has been revoked", "Do not rely on it.")),
    ],
)
def test_one_that_no_longer_holds_says_what_to_do(
    office: Office, state: CertificateState, words: tuple[str, str]
) -> None:
    run, stack, block = office.verified(), office.stack, new_block()
    (issued,) = numbered(block, [Wanted("L0", Kind.UNIT)])
    number = issued.certificate_number
    batch = IssuedCertificates(
        block=block, issued_at=datetime.now(UTC), certificates=[issued], states={number: state}
    )
    stack.invoker.take_over()
    wiring.table().write(certificates.issue(run, batch))
    page = asked(stack, number, "Siân Llŷr 0")
    assert page.status == 200
    assert [each for each in (*words, "Units of the qualification") if each not in page.text] == []
    assert asked_as_json(stack, number, "Siân Llŷr 0").json()["state"] == state


def test_nobody_learns_which_numbers_there_are(stack: Stack, number: str) -> None:
    block = number.replace("-", "")[:7]
    cases = {
        number: "Penfold",
        certificate_number(block, 9): "Llŷr 0",
        certificate_number("0000000", 1): "Llŷr 0",
        "1234-5678-9999": "Llŷr 0",
        "no number": "Llŷr 0",
        "x" * 300: "Llŷr 0",
    }
    pages, answers = set(), set()
    for each, surname in cases.items():
        page = asked(stack, each, surname)
        pages.add(without_its_own(page.answer, each, surname))
        answers.add(without_its_own(asked_as_json(stack, each, surname), each, surname))
    assert len(pages) == len(answers) == 1
    assert "We cannot confirm this certificate" in str(pages)
    assert "There is no certificate with this number and surname." in str(answers)


def without_its_own(answer: httpx.Response, number: str, surname: str) -> Any:
    """An answer's status, headers and body without what is of one request: its identifier, time, and what was typed."""
    identifier = answer.headers["x-correlation-id"]
    text = answer.text
    for own in (f'value="{number}"', f'value="{surname}"', identifier):
        text = text.replace(own, "")
    apart = {"x-correlation-id", "apigw-requestid", "date", "content-length"}
    headers = tuple(pair for pair in answer.headers.multi_items() if pair[0] not in apart)
    return answer.status_code, headers, text


def test_what_is_left_out_is_asked_for(stack: Stack) -> None:
    page = asked(stack, "", " ")
    assert page.status == 422
    assert "Enter the certificate number" in page.text
    assert "Enter the learner’s surname" in page.text
    for surname in ("", " "):
        answer = asked_as_json(stack, NUMBER, surname)
        assert answer.status_code == 422
        assert [each["pointer"] for each in answer.json()["errors"]] == ["/surname"]


def test_a_form_counts_only_from_its_own_page(stack: Stack, number: str) -> None:
    for headers in ({"sec-fetch-site": "cross-site"}, {"origin": "https://evil.example"}, {}):
        page = asked(stack, number, "Llŷr 0", headers=headers)
        assert page.status == 403
        assert "valid" not in page.text


@pytest.mark.parametrize("path", [f"{PATH}/", f"{PATH}//", "/portal/%63heck/"])
def test_no_way_leads_past_the_throttle(stack: Stack, number: str, path: str) -> None:
    page = asked(stack, number, "Llŷr 0", path)
    assert page.status == 404
    assert "This certificate is valid" not in page.text


def test_whoever_has_signed_in_can_check_too(stack: Stack, number: str) -> None:
    page = visitor(stack, "centre", "4021").post(PATH, {"number": number, "surname": "Llŷr 0"})
    assert page.status == 200
    assert "This certificate is valid" in page.text


def test_nothing_of_it_is_in_the_logs(
    stack: Stack, number: str, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level("INFO"):
        for surname in ("Llŷr 0", "Marmalade"):
            asked(stack, number, surname)
            asked_as_json(stack, number, surname)
        CLIENT.get(f"{stack.url}{PATH}?number={number}")
    # What the browser's side says is nobody's log.
    ours = [record for record in caplog.records if record.name != "httpx"]
    said = "\n".join(str(vars(record)) for record in ours)
    assert "POST /portal/check" in said
    assert "GET /certificates/{certificate_number}/check" in said
    secrets = ("Llŷr", "Marmalade", number, number.replace("-", ""), "Skills for Work")
    assert [secret for secret in secrets if secret in said] == []
