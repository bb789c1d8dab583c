"""The desk's queues: certificates to check and verifiers not reached, with the way to what is to be done."""

from typing import Any

import pytest

from infra.local.stack import Stack
from shared.mail.sending import NotSent, Postbox
from tests.journeys.conftest import Office
from tests.portal import parcels
from tests.portal.conftest import Visitor, visitor
from tests.portal.parcels import verified

office = parcels.office

CERTIFICATES, NOT_REACHED = "/portal/desk/certificates", "/portal/desk/not-reached"


@pytest.fixture
def desk(stack: Stack) -> Visitor:
    return visitor(stack, "ao")


def manage(run: str, action: str) -> str:
    return f"/portal/course-runs/{run}/manage?action={action}"


def test_verified_results_wait_for_their_certificates(desk: Visitor, office: Office) -> None:
    run = verified(office, learners=3)
    query = {"learner_id": "L0", "question": "Which name?"}
    office.ao.post(f"/course-runs/{run}/queries", json=query)
    page = desk.get(CERTIFICATES)
    assert page.status == 200
    assert f"Northbridge ({office.centre_id}) 3 1 " in page.text
    assert f"/portal/course-runs/{run}" in page.links
    to_check = manage(run, "issue-certificates")
    assert to_check in page.links
    assert desk.get(to_check).status == 200
    office.issue(run)
    assert to_check not in desk.get(CERTIFICATES).links


def test_a_long_queue_goes_on_on_the_next_page(
    desk: Visitor, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    runs = [verified(office) for _ in range(2)]
    monkeypatch.setattr("shared.domain.limits.PAGE_DEFAULT", 1)
    path, found = CERTIFICATES, []
    while path:
        links = desk.get(path).links
        found += [run for run in runs if f"/portal/course-runs/{run}" in links]
        path = next((each for each in links if "cursor=" in each), "")
    assert sorted(found) == sorted(runs)
    page = desk.get(f"{CERTIFICATES}?cursor=none-of-ours!")
    assert (page.status, "cannot be found any more" in page.text) == (200, True)


def test_a_verifier_not_reached_is_emailed_again(
    desk: Visitor, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: Any) -> None:
        raise NotSent("mailbox unavailable")

    run = office.register()
    with monkeypatch.context() as broken:
        broken.setattr(Postbox, "send", refuse)
        office.submit(run)
        office.stack.settle()
    again = manage(run, "email-verifier")
    page = desk.get(NOT_REACHED)
    assert again in page.links
    assert office.verifier_id in page.text
    assert desk.get(again).status == 200
    office.ao.post(f"/course-runs/{run}/notifications")
    office.stack.settle()
    assert again not in desk.get(NOT_REACHED).links


def test_the_queues_are_for_the_awarding_organisation(stack: Stack, office: Office) -> None:
    run = verified(office)
    for stranger in (
        visitor(stack, "centre", office.centre_id),
        visitor(stack, "verifier", office.verifier_id),
    ):
        for path in (CERTIFICATES, NOT_REACHED):
            page = stranger.get(path)
            assert (page.status, run in page.text) == (403, False)
