"""Pages in other states than their first: mistakes, refusals, what is over; and what a keyboard alone can do."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from infra.demonstration.playing import Played
from infra.local.stack import Stack
from tests.browser.conftest import Opened, sign_in, stands
from tests.portal.office import Office, open_office
from tests.portal.replacing import received_with


@pytest.fixture
def office(played: tuple[Stack, Played], college: str) -> Iterator[Office]:
    with open_office(played[0], college) as opened:
        yield opened


@pytest.fixture
def college(request: pytest.FixtureRequest) -> str:
    """The name of the office's centre, which no other has."""
    return f"College of {request.node.name}"


def told_of(page: Page, *mistakes: str) -> None:
    """Fails unless the page tells of mistakes in a summary whose links lead to their fields, and stands."""
    summary = page.get_by_role("alert")
    for mistake in mistakes:
        link = summary.get_by_role("link", name=mistake)
        field = page.locator(f"[id='{(link.get_attribute('href') or '')[1:]}']")
        link.click()
        expect(field).to_be_focused()
    assert page.title().startswith("Error: ")
    stands(page)


@pytest.mark.parametrize("phone", [False, True])
def test_a_certificate_is_checked(opened: Opened, office: Office, *, phone: bool) -> None:
    certificate = office.issue(office.verified())["certificates"][0]
    page = opened(phone=phone)
    page.goto("/portal")
    page.get_by_role("link", name="check a certificate").click()
    page.get_by_role("button", name="Check").click()
    told_of(page, "Enter the certificate number", "Enter the learner’s surname")
    page.get_by_label("Certificate number").fill(certificate["certificate_number"])
    page.get_by_label("Learner’s surname").fill("Penfold")
    page.get_by_role("button", name="Check").click()
    page.get_by_role("heading", name="We cannot confirm this certificate").wait_for()
    stands(page)
    page.get_by_label("Learner’s surname").fill("Llyr 0")
    page.get_by_role("button", name="Check").click()
    page.get_by_role("heading", name="This certificate is valid").wait_for()
    stands(page)
    assert "Ll" not in page.url
    page.goto(f"/portal/check?number={certificate['certificate_number']}")
    expect(page.get_by_label("Certificate number")).to_have_value(certificate["certificate_number"])


def test_mistakes_in_crf_received(opened: Opened, office: Office, college: str) -> None:
    run = office.dispatched()
    page = sign_in(opened(phone=True), college)
    page.goto(f"/portal/course-runs/{run}/manage?action=CRF+Received")
    page.get_by_label("Day").fill("41")
    page.get_by_label("Month").fill("3")
    page.get_by_label("Year").fill("2026")
    page.get_by_label("Note (optional)").fill("One envelope was damp.")
    page.get_by_role("button", name="Submit").click()
    told_of(page, "Date you received the certificates must be a real date")
    expect(page.get_by_label("Note (optional)")).to_have_value("One envelope was damp.")
    assert office.run(run)["status"] == "dispatched"


def test_crf_received_by_keyboard_alone(opened: Opened, office: Office, college: str) -> None:
    run = office.dispatched()
    page = sign_in(opened(), college)
    page.goto(f"/portal/course-runs/{run}")
    press_until(page, "Manage", "Enter")
    page.wait_for_url("**/manage**")
    press_until(page, "Step/Action", None)
    page.keyboard.type("CRF")
    for label, text in zip(
        ("Day", "Month", "Year"), str(office.today).split("-")[::-1], strict=True
    ):
        press_until(page, label, None)
        page.keyboard.type(text)
    press_until(page, "Submit", "Enter")
    expect(page.get_by_role("alert")).to_contain_text("CRF Received has been recorded")
    assert office.run(run)["status"] == "received"


def press_until(page: Page, name: str, key: str | None) -> None:
    """Press Tab until what has the focus is called `name`, and then `key`."""
    for _ in range(60):
        page.keyboard.press("Tab")
        focused = page.evaluate(
            "(document.activeElement.labels?.[0] ?? document.activeElement).textContent.trim()"
        )
        if focused == name:
            break
    else:
        pytest.fail(f"{name} cannot be reached by keyboard")
    if key:
        page.keyboard.press(key)


def test_mistakes_and_ends_of_verifying(opened: Opened, office: Office) -> None:
    office.submitted()
    page = opened(phone=True)
    link = office.link()
    page.goto(link)
    stands(page)
    page.get_by_role("button", name="Submit").click()
    told_of(
        page,
        "Choose whether to verify the results or to return them",
        "Enter your full name",
    )
    page.get_by_label("Verify these results").check()
    page.get_by_label("Your full name").fill("Vera Okafor")
    page.get_by_role("button", name="Submit").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("These results have been verified")
    stands(page)
    page.goto(link[:-1] + ("A" if link[-1] != "A" else "B"))
    stands(page)


def test_a_superseded_link(opened: Opened, office: Office) -> None:
    run = office.submitted()
    older = office.link()
    office.submit(run, grade="Merit")
    page = opened()
    page.goto(older)
    stands(page)


def test_mistakes_in_a_parcel(opened: Opened, office: Office) -> None:
    office.certificated()
    page = sign_in(opened(), "Dispatch desk")
    page.goto(f"/portal/desk/dispatch/{office.centre_id}")
    page.keyboard.type("RB123456786GB")
    page.keyboard.press("Enter")
    page.get_by_role("alert").wait_for()
    stands(page)
    expect(page.get_by_label("Tracking number")).to_have_value("RB123456786GB")


@pytest.mark.parametrize("phone", [False, True])
def test_charges_are_checked_before_they_are_set(
    opened: Opened, office: Office, *, phone: bool
) -> None:
    page = sign_in(opened(phone=phone), "Dispatch desk")
    page.goto("/portal/fees/new")
    page.get_by_label("Damaged").fill("about 15")
    page.get_by_role("button", name="Continue").click()
    told_of(page, "The first day must be filled in", "Damaged: Write the amount in pounds")
    page.get_by_label("Damaged").fill("15.00")
    first_day = office.today + timedelta(days=90 if phone else 91)
    for label, text in zip(("Year", "Month", "Day"), str(first_day).split("-"), strict=True):
        page.get_by_label(label).fill(text)
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("heading", name="Check the new charges").wait_for()
    stands(page)
    page.get_by_role("button", name="Set these charges").click()
    expect(page.get_by_role("alert")).to_contain_text("The charges have been set")
    stands(page)


@pytest.mark.parametrize("phone", [False, True])
def test_a_replacement_is_checked_before_it_is_asked_for(
    opened: Opened, office: Office, college: str, *, phone: bool
) -> None:
    run = office.received()
    page = sign_in(opened(phone=phone), college)
    page.goto(f"/portal/course-runs/{run}/manage?action=ask-for-replacement")
    page.get_by_label("Change of name").check()
    page.get_by_role("button", name="Continue").click()
    told_of(
        page,
        "Choose the certificate",
        "Enter the name as it is to be printed",
        "Enter the evidence that you saw",
    )
    page.get_by_label("Certificate", exact=True).select_option(index=1)
    page.get_by_label("Name to print, if it is incorrect or has changed").fill("Siân Jones")
    page.get_by_label("Evidence seen, if the name has changed").fill("deed poll")
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("heading", name="Check the replacement").wait_for()
    stands(page)
    page.get_by_role("button", name="Ask for the replacement").click()
    expect(page.get_by_role("alert")).to_contain_text("The replacement has been recorded")
    stands(page)


def test_mistakes_in_settling(opened: Opened, office: Office) -> None:
    run, number = received_with(office, "incorrect")
    page = sign_in(opened(phone=True), "Dispatch desk")
    page.goto(f"/portal/course-runs/{run}/manage?action=settle-discrepancy")
    stands(page)
    page.get_by_label("Replace the certificate").check()
    page.get_by_role("button", name="Submit").click()
    told_of(page, "Choose whose fault it is")
    page.get_by_label("The centre", exact=True).check()
    page.get_by_role("button", name="Submit").click()
    expect(page.get_by_role("alert")).to_contain_text("The discrepancy has been settled")
    stands(page)
    page.goto(f"/portal/course-runs/{run}/manage?action=decide-replacement")
    page.get_by_role("button", name="Submit").click()
    told_of(page, "Choose whether to approve or to refuse the replacement")
    assert number in page.content()


def test_what_is_another_centres_and_what_is_for_others(
    opened: Opened, office: Office, college: str
) -> None:
    page = sign_in(opened(), college)
    for path, status in (("/portal/course-runs/CR-1001", 404), ("/portal/desk/dispatch", 403)):
        answer = page.goto(path)
        assert answer
        assert answer.status == status
        stands(page)
    assert office.pending() == []


def test_results_in_a_grid_and_in_a_file(opened: Opened, office: Office, college: str) -> None:
    run = office.register(learners=2, units=2)
    page = sign_in(opened(phone=True), college)
    page.goto(f"/portal/course-runs/{run}/results/enter")
    page.get_by_role("textbox", name="Date achieved Siân Llŷr 0").first.fill("31/31/2026")
    page.get_by_role("button", name="Save and continue").click()
    stands(page)
    page.goto(f"/portal/course-runs/{run}/results/upload")
    broken = "learner_id,unit,outcome\nL0,A/506/0000,passed\nL9,A/506/0000,achieved\n"
    upload(page, "results.csv", broken)
    page.get_by_role("alert").wait_for()
    stands(page)
    units = ("A/506/0000", "A/506/0001")
    rows = "".join(f"L{n};{unit};achieved\n" for n in range(2) for unit in units)
    upload(page, "results.csv", "learner_id;unit;outcome\n" + rows)
    stands(page)
    page.get_by_role("button", name="Submit results").click()
    expect(page.get_by_role("alert")).to_contain_text("The results have been submitted")
    assert office.run(run)["submission"]["results"] == 4


def upload(page: Page, name: str, text: str) -> None:
    content = {"name": name, "mimeType": "text/csv", "buffer": text.encode()}
    page.locator("input[type=file]").set_input_files(content)  # type: ignore[arg-type]
    page.get_by_role("button", name="Upload").click()


def test_two_browsers_at_one_grid(opened: Opened, office: Office, college: str) -> None:
    run = office.register(learners=1, units=1)
    first, second = (sign_in(opened(), college) for _ in range(2))
    for page in (first, second):
        page.goto(f"/portal/course-runs/{run}/results/enter")
    for page, grade in ((first, "Merit"), (second, "Pass")):
        page.get_by_role("textbox", name="Grade Siân Llŷr 0").fill(grade)
        page.get_by_role("button", name="Save draft").first.click()
    expect(first.get_by_role("alert")).to_contain_text("draft has been saved")
    stands(second)
    expect(second.get_by_text("Merit").or_(second.get_by_text("Pass")).first).to_be_visible()


def test_what_is_typed_outlives_the_session(opened: Opened, office: Office, college: str) -> None:
    run = office.register(learners=1, units=1)
    page = sign_in(opened(phone=True), college)
    page.goto(f"/portal/course-runs/{run}/results/enter")
    page.get_by_role("textbox", name="Grade Siân Llŷr 0").fill("Merit")
    page.context.clear_cookies()
    page.get_by_role("button", name="Save draft").first.click()
    stands(page)
    with page.context.expect_page() as tab:
        page.get_by_role("link", name="Sign in").click()
    tab.value.get_by_role("button", name=college).first.click()
    tab.value.get_by_role("heading", name="Your account").wait_for()
    page.get_by_role("button", name="Send what I typed").click()
    stands(page)
    page.get_by_role("button", name="Send what I typed").click()
    expect(page.get_by_role("alert")).to_contain_text("draft has been saved")
    expect(page.get_by_role("textbox", name="Grade Siân Llŷr 0")).to_have_value("Merit")
