"""The guidance's own steps, as people take them, with scripts switched off and on."""

from collections.abc import Iterator
from datetime import date

import pytest
from playwright.sync_api import Page, expect

from infra.demonstration.playing import Played
from infra.local.stack import Stack
from tests.browser.conftest import Opened, sign_in
from tests.portal.office import Office, open_office

# Of Royal Mail, each good once.
NUMBERS = {False: "RB123456799GB", True: "RB123456900GB"}


@pytest.fixture
def office(played: tuple[Stack, Played], request: pytest.FixtureRequest) -> Iterator[Office]:
    with open_office(played[0], _name(request)) as opened:
        yield opened


@pytest.fixture
def college(request: pytest.FixtureRequest) -> str:
    """The name of the office's centre, which no other has."""
    return _name(request)


def _name(request: pytest.FixtureRequest) -> str:
    return f"College of {request.node.name}"


def go(page: Page, entry: str) -> None:
    """Follow an entry of the menu."""
    menu = page.get_by_role("navigation", name="Menu")
    menu.get_by_role("link", name=entry, exact=True).click()


@pytest.fixture(params=[False, True], ids=["without scripts", "with scripts"])
def scripts(request: pytest.FixtureRequest) -> bool:
    return bool(request.param)


def choose(page: Page, label: str) -> None:
    """Take an action of the course run that is open: Manage, Step/Action, Submit."""
    page.get_by_role("link", name="Manage", exact=True).or_(
        page.get_by_role("button", name="Manage", exact=True)
    ).click()
    page.get_by_label("Step/Action").select_option(label=label)


def type_day(page: Page, day: date) -> None:
    page.get_by_label("Day").fill(str(day.day))
    page.get_by_label("Month").fill(str(day.month))
    page.get_by_label("Year").fill(str(day.year))


def test_certificate_receipt_confirmation(
    opened: Opened, office: Office, college: str, *, scripts: bool
) -> None:
    run = office.dispatched(days_ago=3)
    # 1. Log in and access the relevant Course Run.
    page = sign_in(opened(scripts=scripts), college)
    go(page, "Administration")
    page.get_by_role("link", name=run).click()
    # 2. Click 'Manage'. 3. Select 'CRF Received' from the drop down in the Step/Action section.
    choose(page, "CRF Received")
    # 4. Enter the date you received the certificates (optionally a note) and click 'Submit'.
    type_day(page, office.today)
    page.get_by_label("Note (optional)").fill("One envelope was damp; certificates are fine.")
    page.get_by_role("button", name="Submit").click()
    expect(page.get_by_role("alert")).to_contain_text("CRF Received has been recorded")
    (parcel,) = office.run(run)["consignments"]
    assert parcel["receipt"]["date_received"] == office.today.isoformat()
    assert parcel["receipt"]["note"] == "One envelope was damp; certificates are fine."
    # The report is blank if there are no outstanding confirmations.
    go(page, "Reports")
    page.get_by_role("link", name="Certificate Receipt Pending").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Certificate Receipt Pending")
    assert page.get_by_role("table").count() == 0
    assert office.pending() == []


def test_from_results_to_the_parcel(
    opened: Opened, office: Office, college: str, *, scripts: bool
) -> None:
    run, number = office.register(learners=2, units=1), NUMBERS[scripts]
    centre = sign_in(opened(scripts=scripts), college)
    go(centre, "Results")
    centre.get_by_role("link", name=f"Enter results of {run}").click()
    for learner in ("Siân Llŷr 0", "Siân Llŷr 1"):
        centre.get_by_role("combobox", name=f"Outcome {learner}").select_option(label="Achieved")
    centre.get_by_role("textbox", name="Grade Siân Llŷr 0").fill("Merit")
    centre.get_by_role("button", name="Save and continue").click()
    centre.get_by_role("button", name="Submit results").click()
    expect(centre.get_by_role("alert")).to_contain_text("The results have been submitted")
    # The verifier opens the link in the email, on a phone, and decides.
    verifier = opened(phone=True, scripts=scripts)
    verifier.goto(office.link())
    verifier.get_by_label("Verify these results").check()
    verifier.get_by_label("Your full name").fill("Vera Okafor")
    verifier.get_by_role("button", name="Submit").click()
    expect(verifier.get_by_role("heading", level=1)).to_have_text(
        "These results have been verified"
    )
    # The awarding organisation checks the certificates and posts them.
    desk = sign_in(opened(scripts=scripts), "Dispatch desk")
    go(desk, "Certificates")
    desk.get_by_role("row").filter(has_text=run).get_by_role("link", name="Check and issue").click()
    desk.get_by_role("button", name="Issue").click()
    expect(desk.get_by_role("alert")).to_contain_text("The certificates have been issued")
    go(desk, "Dispatch")
    row = desk.get_by_role("row").filter(has_text=college)
    row.get_by_role("link", name="Record a parcel").click()
    # As a scanner types it: the field has the focus, and ends the number with Enter.
    expect(desk.get_by_label("Tracking number")).to_be_focused()
    desk.keyboard.type(f"{number[:2]} {number[2:6]} {number[6:]}")
    desk.keyboard.press("Enter")
    expect(desk.get_by_role("alert")).to_contain_text(number)
    centre.goto(f"/portal/course-runs/{run}")
    expect(centre.get_by_role("link", name=number)).to_be_visible()
    status = office.run(run)
    assert (status["status"], status["counts"]["certificates"]) == ("dispatched", 2)
    assert office.pending() == [run]
