"""Email links only show: nothing that a mail scanner does with one changes anything."""

import pytest

from infra.openapi.examples import EXAMPLES
from shared.domain.results import Results
from tests.contract.world import World

BROWSER = {"accept": "text/html,application/xhtml+xml;q=0.9,*/*;q=0.8"}


@pytest.mark.parametrize("state", ["submitted", "verified", "received"])
def test_opening_a_link_changes_nothing(world: World, state: str) -> None:
    path = f"/verifications/{world.run(state).token}"
    world.stack.settle()
    before = world.stored()
    for method in ("GET", "HEAD"):
        for headers in ({}, BROWSER, {"idempotency-key": "scanner"}):
            assert world.call(method, path, headers=headers).status_code == 200
    assert world.stack.settle() == 0
    assert world.stored() == before


def test_opening_a_superseded_link_changes_nothing(world: World) -> None:
    run = world.fresh("submitted")
    path = f"/verifications/{run.token}"
    rows = [row | {"grade": "Merit"} for row in EXAMPLES[Results]["results"]]
    world.told("POST", f"{run.path}/results", "centre", json={"results": rows})
    world.stack.settle()
    before = world.stored()
    assert world.told("GET", path)["state"] == "superseded"
    assert "newer results" in world.call("GET", path, headers=BROWSER).text
    assert world.call("HEAD", path).status_code == 200
    verify = {"decision": "verify", "name": "Priya Raman"}
    refused = world.call("POST", path, json=verify)
    assert (refused.status_code, refused.json()["recorded"]) == (409, {"state": "superseded"})
    assert world.stored() == before


def test_a_form_that_is_sent_empty_changes_nothing(world: World) -> None:
    path = f"/verifications/{world.run('submitted').token}"
    before = world.stored()
    empty = world.call("POST", path, data={}, headers=BROWSER)
    assert empty.status_code == 422
    assert "There is a problem" in empty.text
    assert world.call("POST", path, json={}).status_code == 422
    assert world.call("POST", path, data={"name": "Scanner"}, headers=BROWSER).status_code == 422
    assert world.stored() == before


def test_a_page_asks_for_no_script_and_preselects_nothing(world: World) -> None:
    page = world.call("GET", f"/verifications/{world.run('submitted').token}", headers=BROWSER)
    assert page.headers["content-type"].startswith("text/html")
    assert "default-src 'none'" in page.headers["content-security-policy"]
    assert page.headers["referrer-policy"] == "no-referrer"
    assert "<script" not in page.text
    assert " checked" not in page.text


def test_a_page_says_why_there_is_nothing_to_decide(world: World) -> None:
    unknown = world.call("GET", "/verifications/no-such-token", headers=BROWSER)
    assert unknown.status_code == 404
    assert unknown.headers["content-type"].startswith("text/html")
    path = f"/verifications/{world.run('verified').token}"
    another = {"decision": "return", "name": "Priya Raman", "reason": "Wrong grades."}
    refused = world.call("POST", path, data=another, headers=BROWSER)
    assert refused.status_code == 409
    assert "decided already" in refused.text


def test_a_decision_by_form_leads_to_the_page_that_shows_it(world: World) -> None:
    path = f"/verifications/{world.fresh('submitted').token}"
    form = {"decision": "verify", "name": "Priya Raman", "question.L-1002": "Is the name complete?"}
    sent = world.call("POST", path, data=form, headers=BROWSER)
    assert sent.status_code == 303
    shown = world.told("GET", sent.headers["location"])
    assert shown["state"] == "decided"
    assert [each["learner_id"] for each in shown["decision"]["queries"]] == ["L-1002"]


def test_answers_are_kept_by_nobody_on_the_way(world: World) -> None:
    path = f"/verifications/{world.run('submitted').token}"
    for response in (world.call("GET", path), world.call("GET", path, headers=BROWSER)):
        assert response.headers["cache-control"] == "no-store"
        assert response.headers["x-content-type-options"] == "nosniff"
