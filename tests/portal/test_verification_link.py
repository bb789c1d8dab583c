"""The page that a verifier's emailed link leads to: every state, every mistake, and each decision once."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from infra.local.stack import Stack
from tests.journeys.conftest import told
from tests.portal.conftest import CLIENT
from tests.portal.office import Office, open_office
from tests.portal.verifying import RETURN, VERIFY, opened, sent


@pytest.fixture(scope="module")
def office(stack: Stack) -> Iterator[Office]:
    with open_office(stack) as opened_office:
        yield opened_office


def test_every_mistake_is_told_at_once_beside_its_field_and_nothing_typed_is_lost(
    office: Office,
) -> None:
    run = office.submitted()
    form = {"decision": "return", "question.L0": "x" * 1_001, "question.L1": "Which name?"}
    page = sent(office.link(), form)
    assert page.status == 422
    assert page.answer.text.count("<title>Error: ") == 1
    summary = page.text.partition("There is a problem")[2]
    assert summary.startswith(
        " Query about learner L0: Use at most 1000 characters; this has 1001. "
        "Enter a reason, which you must give when you return the results Enter your full name"
    )
    for field in ("question.L0", "reason", "name"):
        assert f"#{field}" in page.links
        assert f'id="{field}"' in page.answer.text
        assert f'id="{field}-error"' in page.answer.text
    for kept in ("x" * 1_001 + "</textarea>", "Which name?</textarea>", 'value="return" checked'):
        assert kept in page.answer.text
    assert page.answer.text.count("<details") - 1 == page.answer.text.count(" open>") == 2
    assert office.run(run)["status"] == "submitted"


def test_a_form_that_is_sent_empty_is_asked_for_a_decision_and_a_name(office: Office) -> None:
    run = office.submitted()
    page = sent(office.link(), {"reason": "  ", "name": ""})
    assert page.status == 422
    assert [link for link in page.links if link in {"#decision", "#reason", "#name"}] == [
        "#decision",
        "#name",
    ]
    assert office.history(run)[-1] == "verifier_notified"
    assert " checked" not in page.answer.text


def test_more_questions_than_a_decision_takes_are_told_as_such(office: Office) -> None:
    office.submitted(learners=91, units=1)
    asked = {f"question.L{n}": "Which name is registered?" for n in range(91)}
    page = sent(office.link(), VERIFY | asked)
    assert page.status == 422
    assert "Ask about 90 learners at most; you have asked about 91" in page.text


def test_a_decision_is_recorded_once_and_shown(office: Office) -> None:
    run = office.submitted()
    link, form = office.link(), RETURN | {"question.L1": "Is the\r\nname right?"}
    for _ in range(2):
        answer = sent(link, form)
        assert (answer.status, answer.location) == (
            303,
            "/verifications/" + link.rpartition("/")[2],
        )
    recorded = office.run(run)
    assert recorded["status"] == "returned"
    assert recorded["decision"]["name"] == "Vera Okafor"
    assert recorded["learners"][1]["queries"][0]["question"] == "Is the\nname right?"
    assert office.history(run)[-1] == "results_returned"
    assert office.history(run).count("results_returned") == 1
    page = opened(link)
    assert "These results have been returned to the centre" in page.text
    for text in ("Decided by Vera Okafor", "Two grades are missing.", "1 learner: L1", "Version 1"):
        assert text in page.text
    assert "<form" not in page.answer.text
    assert "Siân" not in page.text


def test_another_decision_is_refused_and_the_recorded_one_shown(office: Office) -> None:
    run = office.submitted()
    link = office.link()
    assert sent(link, VERIFY).status == 303
    page = sent(link, RETURN)
    assert page.status == 409
    assert "Your decision was not recorded. These results have been decided already." in page.text
    assert "These results have been verified" in page.text
    assert office.run(run)["decision"]["decision"] == "verify"


def test_a_superseded_link_says_so_and_shows_nobodys_results(office: Office) -> None:
    run = office.submitted()
    link = office.link()
    office.submit(run, grade="Merit")
    page = opened(link)
    assert page.status == 200
    assert "The centre has submitted newer results" in page.text
    assert "Siân" not in page.text
    late = sent(link, VERIFY)
    assert late.status == 409
    assert "Your decision was not recorded." in late.text
    assert office.run(run)["status"] == "submitted"


def test_an_expired_link_says_since_when_and_what_to_do(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = office.submitted()
    link = office.link()
    later = datetime.now(UTC) + timedelta(days=400)
    with monkeypatch.context() as clock:
        clock.setattr("shared.runtime.http.now", lambda: later)
        page, late = opened(link), sent(link, VERIFY)
    assert (page.status, late.status) == (200, 409)
    for each in (page, late):
        assert "This link has expired" in each.text
        assert f"/portal/course-runs/{run}/verification" in each.links
        assert "Siân" not in each.text
    assert office.run(run)["status"] == "submitted"


@pytest.mark.parametrize("token", ["no-such-token", "x" * 200, "a%20b"])
def test_an_unknown_link_says_what_to_do(office: Office, token: str) -> None:
    path = f"{office.stack.url}/verifications/{token}"
    for page in (opened(path), sent(path, VERIFY)):
        assert page.status == 404
        assert "This link does not work" in page.text
        assert any(link.startswith("mailto:") for link in page.links)
        assert page.answer.headers["referrer-policy"] == "no-referrer"
    problem = CLIENT.get(path)
    assert problem.headers["content-type"] == "application/problem+json"


def test_a_failure_is_a_page_to_people_and_a_problem_to_clients(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.submitted()
    link = office.link()

    def fail(*_of: Any) -> None:
        raise RuntimeError

    opened(link)
    monkeypatch.setattr("functions.verifying.handler.show_verification", fail)
    page = opened(link)
    assert page.status == 500
    assert page.answer.headers["x-correlation-id"] in page.text
    assert "Sorry, there is a problem with the service" in page.text
    assert CLIENT.get(link).json()["status"] == 500


def test_clients_get_json_as_ever(office: Office) -> None:
    run = office.submitted()
    link = office.link()
    shown = told(CLIENT.get(link))
    assert (shown["state"], len(shown["details"]["results"])) == ("waiting", 4)
    invalid = CLIENT.post(link, data={"decision": "return", "colour": "red"})
    assert [each["pointer"] for each in invalid.json()["errors"]] == ["/name", "/reason", "/colour"]
    recorded = told(httpx.post(link, data=VERIFY | {"question.L1": "Who?"}))
    assert recorded["decision"]["queries"][0]["learner_id"] == "L1"
    assert office.run(run)["status"] == "verified"
