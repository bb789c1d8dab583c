"""Manage: what stands under Step/Action for whom in which state, and the AO's forms behind it."""

from collections.abc import Callable
from typing import Any

import pytest

from infra.local.stack import Stack
from tests.portal.conftest import Page, Visitor
from tests.portal.office import Office, open_office

ACTIONS = {
    "Submit results",
    "Verify or return results",
    "CRF Received",
    "Record distribution to learners",
    "Record certificates that came back",
    "Report that a parcel has not arrived",
    "Answer that a parcel has not arrived",
    "Settle a discrepancy",
    "Ask for a replacement certificate",
    "Record a replacement for a learner",
    "Approve or refuse a replacement",
    "Check and issue certificates",
    "Record a dispatch",
    "Open a query",
    "Resolve a query",
    "Email the verifier again",
}
QUERIES = {"Open a query"}
FOR_A_LEARNER = {"Record a replacement for a learner"}
NONE: set[str] = set()
# What a way to a state leaves to choose for the centre, the verifier and the AO.
CHOICES: dict[str, tuple[Callable[[Office], str], set[str], set[str], set[str]]] = {
    "open": (Office.register, {"Submit results"}, NONE, NONE),
    "submitted": (
        Office.submitted,
        {"Submit results"},
        {"Verify or return results"},
        QUERIES | {"Email the verifier again"},
    ),
    "returned": (Office.returned, {"Submit results"}, NONE, QUERIES),
    "verified": (
        lambda office: office.verified([{"learner_id": "L1", "question": "Who?"}]),
        NONE,
        NONE,
        QUERIES | {"Resolve a query", "Check and issue certificates"},
    ),
    "certificated": (Office.certificated, NONE, NONE, {"Record a dispatch"}),
    "dispatched": (Office.dispatched, {"CRF Received"}, NONE, FOR_A_LEARNER),
    "received": (
        Office.received,
        {"Record distribution to learners", "Ask for a replacement certificate"},
        NONE,
        FOR_A_LEARNER,
    ),
}


def page_of(run: str, more: str = "") -> str:
    return f"/portal/course-runs/{run}{more}"


def form_of(visitor: Visitor, run: str, action: str, **more: str) -> Page:
    return visitor.get(page_of(run, "/manage"), params={"action": action} | more)


@pytest.mark.parametrize("state", CHOICES)
def test_only_what_can_be_done_stands_under_step_action(office: Office, state: str) -> None:
    reached, *expected = CHOICES[state]
    run = reached(office)
    assert office.run(run)["status"] == state
    for who, actions in zip(("centre", "verifier", "ao"), expected, strict=True):
        visitor = office.visitor(who)
        page = visitor.get(page_of(run, "/manage"))
        options = {a for a in ACTIONS if f">{a}</option>" in page.answer.text}
        assert options == actions, who
        assert ("There is nothing for you to do" in page.text) == (not actions), who
        of_run = visitor.get(page_of(run))
        assert (page_of(run, "/manage") in of_run.links) == bool(actions), who


@pytest.mark.parametrize(
    ("state", "who", "action", "leads"),
    [
        (Office.register, "centre", "submit-results", "/portal/course-runs/{run}/results/enter"),
        (
            Office.submitted,
            "verifier",
            "verify-or-return",
            "/portal/course-runs/{run}/verification",
        ),
        (Office.certificated, "ao", "record-dispatch", "/portal/desk/dispatch/{centre}"),
    ],
)
def test_some_choices_lead_to_pages_of_their_own(
    office: Office, state: Callable[[Office], str], who: str, action: str, leads: str
) -> None:
    run = state(office)
    page = form_of(office.visitor(who), run, action)
    assert page.status == 303
    assert page.location == leads.format(run=run, centre=office.centre_id)


def test_choosing_nothing_or_what_cannot_be_done_is_told(office: Office) -> None:
    run = office.submitted()
    desk = office.visitor("ao")
    for action in ("", "CRF Received", "nonsense"):
        page = form_of(desk, run, action)
        assert page.status == 422
        assert "#action" in page.links
        assert "Choose a Step/Action" in page.text


def test_certificates_are_checked_and_issued(office: Office) -> None:
    run = office.verified(
        [{"learner_id": "L1", "question": "Which <name>?"}], learners=4, L2="an", L3="nw"
    )
    desk = office.visitor("ao")
    page = form_of(desk, run, "issue-certificates")
    for text in (
        "2 learners would get a certificate now",
        "1 qualification certificate",
        "1 unit certificate",
        "1 learner with an outstanding query would have to wait",
        "1 learner achieved no unit",
        "Which <name>?",
        "Issue 2 certificates",
    ):
        assert text in page.text
    sent = desk.post(page_of(run, "/certificates"), page.hidden)
    assert sent.status == 303
    assert "The certificates have been issued." in desk.get(sent.location).text
    learners = office.run(run)["learners"]
    kinds = [each["certificate"] and each["certificate"]["kind"] for each in learners]
    assert kinds == ["qualification", None, "unit", None]
    again = desk.post(page_of(run, "/certificates"))
    assert "Nobody was waiting for a certificate." in desk.get(again.location).text
    assert office.run(run)["counts"]["certificates"] == 2
    assert "Nobody would get a certificate now." in form_of(desk, run, "issue-certificates").text


def test_a_query_is_opened_and_resolved(office: Office) -> None:
    run = office.verified()
    desk = office.visitor("ao")
    form = form_of(desk, run, "open-query")
    assert "Siân Llŷr 1 (L1)" in form.text
    fields = {"learner_id": "L1", "question": "Is the name right?"}
    sent = desk.post(page_of(run, "/queries"), fields)
    assert "The query has been opened." in desk.get(sent.location).text
    assert "open already" in desk.get(desk.post(page_of(run, "/queries"), fields).location).text
    (query,) = office.run(run)["learners"][1]["queries"]
    assert query["question"] == "Is the name right?"
    resolution = page_of(run, f"/queries/{query['query_id']}/resolution")
    form = form_of(desk, run, "resolve-query")
    assert f'action="{resolution}"' in form.answer.text
    empty = desk.post(resolution)
    assert empty.status == 422
    assert "Enter how the query was resolved" in empty.text
    sent = desk.post(resolution, {"note": "It is."})
    assert "The query has been resolved." in desk.get(sent.location).text
    (query,) = office.run(run)["learners"][1]["queries"]
    assert query["resolution"]["note"] == "It is."
    other = desk.post(resolution, {"note": "It is not."})
    assert other.status == 409


def test_of_several_queries_one_is_chosen_to_resolve(office: Office) -> None:
    run = office.verified()
    ids = [office.ask(run, learner) for learner in ("L0", "L1")]
    desk = office.visitor("ao")
    page = form_of(desk, run, "resolve-query")
    links = [link for link in page.links if "query_id=" in link]
    assert [link.rpartition("=")[2] for link in links] == ids
    chosen = desk.get(links[1])
    assert f"/queries/{ids[1]}/resolution" in chosen.answer.text
    assert f"/queries/{ids[0]}/resolution" not in chosen.answer.text


def test_a_query_form_says_what_is_wrong_and_keeps_the_rest(office: Office) -> None:
    run = office.verified([{"learner_id": "L1", "question": "Who?"}])
    desk = office.visitor("ao")
    empty = desk.post(page_of(run, "/queries"), {"question": "Really?"})
    assert empty.status == 422
    assert "Choose the learner" in empty.text
    assert ">Really?</textarea>" in empty.answer.text
    stranger = desk.post(page_of(run, "/queries"), {"learner_id": "L9", "question": "Really?"})
    assert "There is no such learner in this course run." in stranger.text
    office.issue(run)
    late = desk.post(page_of(run, "/queries"), {"learner_id": "L0", "question": "Really?"})
    assert late.status == 422
    assert "certificate has been issued" in late.text
    assert office.run(run)["counts"]["outstanding_queries"] == 1


def test_of_many_learners_the_one_is_typed(office: Office) -> None:
    run = office.submitted(learners=101, units=1)
    desk = office.visitor("ao")
    assert "Learner ID" in form_of(desk, run, "open-query").text
    sent = desk.post(page_of(run, "/queries"), {"learner_id": "L77", "question": "Who?"})
    assert sent.status == 303
    assert office.run(run)["learners"][77]["queries"][0]["question"] == "Who?"


def test_the_verifier_is_emailed_again(office: Office) -> None:
    run = office.submitted()
    desk = office.visitor("ao")
    page = form_of(desk, run, "email-verifier")
    assert "has been sent." in page.text
    before = len(office.mailed())
    sent = desk.post(page_of(run, "/notifications"))
    assert "The verifier is being emailed again." in desk.get(sent.location).text
    again = desk.post(page_of(run, "/notifications"))
    assert "on its way already" in desk.get(again.location).text
    assert len(office.mailed()) == before + 1


FORMS: dict[str, dict[str, str]] = {
    "/certificates": {},
    "/queries": {"learner_id": "L1", "question": "Who?"},
    "/queries/Q1/resolution": {"note": "It is."},
    "/notifications": {},
}


@pytest.mark.parametrize("more", FORMS)
def test_only_the_ao_does_what_is_the_aos(stack: Stack, office: Office, more: str) -> None:
    run = office.submitted()
    before = office.run(run)
    for who in ("centre", "verifier"):
        assert office.visitor(who).post(page_of(run, more), FORMS[more]).status == 403
    assert office.run(run) == before
    with open_office(stack) as other:
        assert other.visitor("centre").post(page_of(run, more), FORMS[more]).status == 403
    assert office.visitor("ao").post(page_of("unknown", more), FORMS[more]).status == 404


@pytest.mark.parametrize("more", FORMS)
def test_a_form_without_the_sessions_token_is_refused(office: Office, more: str) -> None:
    run = office.submitted()
    before = office.run(run)
    fields: dict[str, Any] = FORMS[more] | {"csrf": "another"}
    assert office.visitor("ao").post(page_of(run, more), fields).status == 403
    assert office.run(run) == before


@pytest.mark.parametrize("more", ["/receipts", *FORMS])
def test_where_forms_lead_opened_by_address_leads_back_to_manage(office: Office, more: str) -> None:
    run = office.register()
    page = office.visitor("ao").get(page_of(run, more))
    assert (page.status, page.location) == (303, page_of(run, "/manage"))
