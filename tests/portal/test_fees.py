"""Fees & Charges: the AO sets them after a look at what will hold from when; centres read them."""

from datetime import timedelta
from typing import Any

import pytest

from infra.local.stack import Stack
from tests.journeys.conftest import told
from tests.portal.conftest import Page, Visitor, visitor
from tests.portal.office import Office

PATH, NEW = "/portal/fees", "/portal/fees/new"
AMOUNTS = {"pence-lost": "30", "pence-stolen": "30.00", "pence-name_change": "£24.50"}


@pytest.fixture
def desk(stack: Stack) -> Visitor:
    return visitor(stack, "ao", name="Ada Desk")


def typed(office: Office, days_from_now: int, **other: str) -> dict[str, Any]:
    day = office.today + timedelta(days=days_from_now)
    parts = {"day": day.day, "month": day.month, "year": day.year}
    first_day = {f"valid_from-{part}": str(number) for part, number in parts.items()}
    return first_day | AMOUNTS | {"vat_percent": "20"} | other


def tables(office: Office, days_from_now: int) -> list[dict[str, Any]]:
    """What is stored of a day, as the API tells it: the last set first."""
    day = (office.today + timedelta(days=days_from_now)).isoformat()
    found = told(office.ao.get("/fees"))["tables"]
    return [each for each in found if each["valid_from"] == day]


def confirmed(desk: Visitor, checked: Page) -> Page:
    return desk.post(NEW, checked.hidden)


def test_charges_are_shown_before_they_are_set(desk: Visitor, office: Office) -> None:
    # Whatever other tests have set for today.
    confirmed(desk, desk.post(NEW, typed(office, 399)))
    checked = desk.post(NEW, typed(office, 400))
    assert checked.status == 200
    assert tables(office, 400) == []
    assert "£30.00, including £5.00 VAT at 20%" in checked.text
    assert "£24.50, including £4.08 VAT at 20%" in checked.text
    assert "Damaged No charge No charge" in checked.text
    done = confirmed(desk, checked)
    assert (done.status, done.location) == (303, f"{PATH}?done=fees-set")
    (stored,) = tables(office, 400)
    assert stored["pence"] == {"lost": 3000, "stolen": 3000, "name_change": 2450}
    assert (stored["vat_percent"], stored["set_by_name"]) == ("20", "Ada Desk")
    listed = desk.get(done.location)
    assert "The charges have been set." in listed.text
    assert "by Ada Desk" in listed.text


def test_the_same_charges_again_change_nothing(desk: Visitor, office: Office) -> None:
    confirmed(desk, desk.post(NEW, typed(office, 410)))
    again = desk.post(NEW, typed(office, 410, vat_percent="20.0%", **{"pence-lost": "£30.00"}))
    assert (again.status, again.location) == (303, f"{PATH}?done=fees-before")
    assert len(tables(office, 410)) == 1


def test_what_somebody_else_has_set_meanwhile_is_shown_first(desk: Visitor, office: Office) -> None:
    checked = desk.post(NEW, typed(office, 420, vat_percent="0"))
    assert "£24.50, no VAT" in checked.text
    day = (office.today + timedelta(days=420)).isoformat()
    body = {"currency": "GBP", "vat_percent": 0, "pence": {"lost": 1}}
    told(office.ao.put(f"/fees/{day}", json=body), 201)
    warned = confirmed(desk, checked)
    assert warned.status == 200
    assert "The new ones take their place" in warned.text
    assert [each["pence"] for each in tables(office, 420)] == [{"lost": 1}]
    assert confirmed(desk, warned).status == 303
    assert [each["state"] == "superseded" for each in tables(office, 420)] == [False, True]
    assert "Superseded" in desk.get(PATH).text


def test_what_was_typed_can_be_changed(desk: Visitor, office: Office) -> None:
    checked = desk.post(NEW, typed(office, 430, **{"pence-lost": "31.07"}))
    form = desk.post(NEW, checked.hidden | {"change": "yes"})
    assert form.status == 200
    assert 'value="31.07"' in form.answer.text
    assert tables(office, 430) == []


def test_everything_that_is_wrong_is_told_and_what_was_typed_is_kept(
    desk: Visitor, office: Office
) -> None:
    wrong = {"pence-lost": "30.5", "pence-damaged": "1000.01", "vat_percent": "much"}
    page = desk.post(NEW, typed(office, -1, **wrong))
    assert page.status == 422
    order = [link for link in page.links if link.startswith("#") and link != "#main-content"]
    assert order == ["#valid_from-day", "#pence-lost", "#pence-damaged", "#vat_percent"]
    for words in (
        "The date must be today or in the future",
        "Lost: Write the amount in pounds",
        "Damaged: A charge is at most £1,000.00",
        "VAT is from 0 to 100 per cent",
    ):
        assert words in page.text
    for value in ("30.5", "1000.01", "much", "24.50"):
        assert f'value="{value}"' in page.answer.text
    nothing = desk.post(NEW, {"vat_percent": "20"})
    assert nothing.status == 422
    assert "The first day must be filled in" in nothing.text
    assert "The date must be on or before" in desk.post(NEW, typed(office, 732)).text
    assert tables(office, -1) == tables(office, 732) == []


def test_the_form_begins_with_what_was_set_last(desk: Visitor, office: Office) -> None:
    charges = typed(office, 731, vat_percent="17.5", **{"pence-incorrect": "7.05"})
    checked = desk.post(NEW, charges)
    assert "Until Others are set" in checked.text
    confirmed(desk, checked)
    form = desk.get(NEW)
    assert 'value="7.05"' in form.answer.text
    assert 'value="17.5"' in form.answer.text


def test_centres_read_and_the_ao_alone_sets(desk: Visitor, office: Office) -> None:
    confirmed(desk, desk.post(NEW, typed(office, 0)))
    centre = office.visitor()
    page = centre.get(PATH)
    assert "Charges now" in page.text
    assert "£30.00, including £5.00 VAT at 20%" in page.text
    assert "reported within 20 working days of receiving it" in page.text
    assert NEW not in page.links
    assert "Ada Desk" not in page.text
    assert NEW in desk.get(PATH).links
    for linking in ("/portal/reports", "/portal/help"):
        assert PATH in centre.get(linking).links
    for who in ("centre", "verifier"):
        assert office.visitor(who).get(NEW).status == 403
        assert office.visitor(who).post(NEW, typed(office, 440)).status == 403
    assert office.visitor("verifier").get(PATH).status == 403
    assert tables(office, 440) == []
