"""Reminders due, on their page: whom the job would mail today or on another date, for the AO alone."""

from datetime import timedelta

import pytest

from infra.local.stack import Stack
from tests.journeys.conftest import Office
from tests.portal import parcels
from tests.portal.conftest import Visitor, visitor
from tests.portal.parcels import posted

office = parcels.office
PATH = "/portal/reports/reminders"


@pytest.fixture
def desk(stack: Stack) -> Visitor:
    return visitor(stack, "ao")


def asked(office: Office, days: int) -> dict[str, str]:
    on = office.today + timedelta(days=days)
    return {"on-day": str(on.day), "on-month": str(on.month), "on-year": str(on.year)}


def every_page(desk: Visitor, params: dict[str, str]) -> str:
    """The text of all pages: other tests of this stack leave much to be reminded of."""
    page = desk.get(PATH, params=params)
    texts = [page.text]
    while following := [link for link in page.links if "cursor=" in link]:
        page = desk.get(following[-1])
        texts.append(page.text)
    return " ".join(texts)


def test_it_lists_whom_the_job_would_mail_and_sends_nothing(desk: Visitor, office: Office) -> None:
    run = posted(office, days_ago=40)
    mail = office.anyone.get("/local/mail").json()
    page = desk.get(PATH)
    assert f"Centre: Northbridge ({office.centre_id})" in page.text
    assert f"{run} Customer service, autumn : was due" in page.text
    assert "Compliance lead compliance@awards.example" in page.text
    assert f"/portal/course-runs/{run}" in page.links
    assert office.anyone.get("/local/mail").json() == mail
    assert office.confirm(run).status_code == 201
    assert run not in desk.get(PATH).text


def test_it_looks_ahead_on_receipts_and_on_verifiers(desk: Visitor, office: Office) -> None:
    run, waiting = posted(office), office.register()
    office.submit(waiting)
    assert run not in desk.get(PATH).text
    text = every_page(desk, asked(office, 14))
    assert f"{run} Customer service, autumn : due" in text
    assert f"Verifier: Vera Okafor ({office.verifier_id}) {office.verifier_email}" in text
    assert f"{waiting} Customer service, autumn : submitted" in text


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"on-day": "31", "on-month": "2", "on-year": "2027"}, "The date must be a real date"),
        ({"on-day": "3"}, "The date must include a month and a year"),
        ({"on-day": "1", "on-month": "1", "on-year": "2999"}, "bank holidays"),
    ],
)
def test_a_date_that_is_none_is_told(desk: Visitor, typed: dict[str, str], told: str) -> None:
    page = desk.get(PATH, params=typed)
    assert page.answer.status_code == 422
    assert told in page.text


def test_it_is_for_the_awarding_organisation(stack: Stack, office: Office) -> None:
    centre = visitor(stack, "centre", office.centre_id)
    assert centre.get(PATH).answer.status_code == 403
    assert "Reminders due" not in centre.get("/portal/reports").text
