"""Outstanding queries: the awarding organisation's list, and each centre's own."""

import pytest

from infra.local.stack import Stack
from tests.journeys.conftest import Office, told
from tests.portal import parcels
from tests.portal.conftest import Visitor, visitor
from tests.portal.parcels import verified

office, another = parcels.office, parcels.another

ALL, OWN = "/portal/desk/queries", "/portal/queries"


def asked(of: Office, run: str, question: str, learner: str = "L0") -> str:
    query = {"learner_id": learner, "question": question}
    recorded = told(of.ao.post(f"/course-runs/{run}/queries", json=query), 201)
    return str(recorded["query"]["query_id"])


@pytest.fixture
def desk(stack: Stack) -> Visitor:
    return visitor(stack, "ao")


def test_an_open_query_is_listed_until_it_is_resolved(desk: Visitor, office: Office) -> None:
    run = verified(office)
    query_id = asked(office, run, "Is this <b>L0</b>?\nOr L1?")
    page = desk.get(ALL, params={"centre_id": office.centre_id})
    assert "Siân Llŷr 0" in page.text
    assert "Is this <b>L0</b>? Or L1?" in page.text
    assert "by the awarding organisation" in page.text
    resolve = f"/portal/course-runs/{run}/manage?query_id={query_id}&action=resolve-query"
    assert {resolve, f"/portal/course-runs/{run}"} <= set(page.links)
    assert desk.get(resolve).status == 200
    settled = f"/course-runs/{run}/queries/{query_id}/resolution"
    told(office.ao.post(settled, json={"note": "It is L0."}), 201)
    page = desk.get(ALL, params={"centre_id": office.centre_id})
    assert f"There are no outstanding queries at centre {office.centre_id}." in page.text


def test_a_centre_sees_its_own_queries_only(
    stack: Stack, desk: Visitor, office: Office, another: Office
) -> None:
    ours, theirs = verified(office), verified(another)
    asked(office, ours, "About ours")
    asked(another, theirs, "About theirs")
    both = desk.get(ALL).text
    assert "About ours" in both
    assert "About theirs" in both
    centre = visitor(stack, "centre", office.centre_id)
    page = centre.get(OWN)
    assert ("About ours" in page.text, "About theirs" in page.text) == (True, False)
    assert f"/portal/course-runs/{ours}" in page.links
    assert not [link for link in page.links if "manage" in link]
    page = centre.get(OWN, params={"centre_id": another.centre_id})
    assert (page.status, "About" in page.text.replace("About queries", "")) == (200, False)


def test_a_centre_that_cannot_be_is_told(desk: Visitor) -> None:
    page = desk.get(ALL, params={"centre_id": "North bridge"})
    assert page.status == 422
    assert 'value="North bridge"' in page.answer.text
    assert 'href="#centre_id"' in page.answer.text


def test_each_list_is_for_its_readers(stack: Stack, desk: Visitor, office: Office) -> None:
    asked(office, verified(office), "About ours")
    centre = visitor(stack, "centre", office.centre_id)
    verifier = visitor(stack, "verifier", office.verifier_id)
    for stranger, path in ((centre, ALL), (verifier, ALL), (verifier, OWN), (desk, OWN)):
        page = stranger.get(path)
        assert (page.status, "About ours" in page.text) == (403, False)
