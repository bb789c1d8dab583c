"""The dispatch desk: parcels scanned one after the other, each number checked, and who may see what is recorded."""

from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from infra.local.stack import Stack
from shared.domain.clock import written_day
from tests.journeys.conftest import Office, told
from tests.portal import parcels
from tests.portal.conftest import CLIENT, Page, Visitor, visitor
from tests.portal.parcels import ready, royal_mail

office, another = parcels.office, parcels.another
QUEUE = "/portal/desk/dispatch"
UNUSUAL = "PARCEL12345"


@pytest.fixture
def desk(stack: Stack) -> Visitor:
    return visitor(stack, "ao")


def scanned(desk: Visitor, of: Office, number: str, *runs: str, **more: Any) -> Page:
    """Send the parcel's form as it stands on the page, with a number scanned into it."""
    fields = {
        "course_run_ids": list(runs),
        "carrier": "royal_mail",
        "dispatched_on-day": str(of.today.day),
        "dispatched_on-month": str(of.today.month),
        "dispatched_on-year": str(of.today.year),
        "tracking_number": number,
    }
    return desk.post(f"{QUEUE}/{of.centre_id}", fields | more)


def test_a_parcel_is_scanned_and_the_next_centre_follows(
    desk: Visitor, office: Office, another: Office
) -> None:
    runs = [ready(office), ready(office, learners=1)]
    ready(another)
    queue = desk.get(QUEUE)
    assert f"{QUEUE}/{office.centre_id}" in queue.links
    page = desk.get(f"{QUEUE}/{office.centre_id}")
    assert "3 certificates of 2 course runs" in page.text
    assert all(f'value="{run}" checked' in page.answer.text for run in runs)
    assert "autofocus" in page.answer.text
    number = royal_mail(office.centre_id)
    answer = scanned(desk, office, number.lower(), *runs, service="Special Delivery")
    assert answer.status == 303
    to = urlsplit(answer.location)
    assert to.path == f"{QUEUE}/{another.centre_id}"
    following = desk.get(answer.location)
    assert f"Recorded: 3 certificates to Northbridge, Royal Mail {number}." in following.text
    assert "Parcel to Southbridge" in following.text
    assert 'value="Special Delivery"' in following.answer.text
    assert 'value="royal_mail" selected' in following.answer.text
    for run in runs:
        (parcel,) = office.run(run)["consignments"]
        assert parcel["tracking_number"] == number
        assert parcel["service"] == "Special Delivery"
        assert parcel["consignment_id"] == parse_qs(to.query)["posted"][0]
        due = parcel["receipt_due_on"]
    assert written_day(office.today.fromisoformat(due)) in following.text
    assert f"{QUEUE}/{office.centre_id}" not in desk.get(QUEUE).links


def test_the_last_parcel_leads_back_to_the_queue(desk: Visitor, office: Office) -> None:
    run = ready(office)
    answer = scanned(desk, office, UNUSUAL, run, carrier="other", carrier_name="Pony")
    assert urlsplit(answer.location).path == QUEUE
    queue = desk.get(answer.location)
    assert "Pony PARCEL12345." in queue.text


@pytest.mark.parametrize(
    ("number", "told_of_it"),
    [
        ("", "Enter the tracking number."),
        ("AB123456789GB", "This fails its check"),
        ("AB 123/456", "only the letters A to Z"),
    ],
)
def test_a_number_that_cannot_be_right_is_refused(
    desk: Visitor, office: Office, number: str, told_of_it: str
) -> None:
    run = ready(office)
    page = scanned(desk, office, number, run, service="Signed For")
    assert page.status == 422
    assert page.text.count(told_of_it) == 2
    assert f'value="{number}"' in page.answer.text or not number
    assert 'value="Signed For"' in page.answer.text
    assert 'href="#tracking_number"' in page.answer.text
    assert "Record it as it is" not in page.text
    assert office.run(run)["status"] == "certificated"


def test_everything_wrong_is_told_at_once(desk: Visitor, office: Office) -> None:
    run = ready(office)
    more = {"dispatched_on-month": "", "course_run_ids": [], "carrier": "other"}
    page = scanned(desk, office, "nonsense!", run, **more)
    assert page.status == 422
    for field in ("tracking_number", "dispatched_on-day", "course_run_ids", "carrier_name"):
        assert f'href="#{field}"' in page.answer.text, field
        assert f'id="{field}"' in page.answer.text, field
    assert "The date of posting must include a month" in page.text
    assert "autofocus" not in page.answer.text
    late = office.today.replace(year=office.today.year + 1)
    page = scanned(desk, office, UNUSUAL, run, **{"dispatched_on-year": str(late.year)})
    assert "The date of dispatch is in the future." in page.text
    assert "Unusual for Royal Mail" in page.text
    assert office.run(run)["status"] == "certificated"


def test_an_unusual_number_is_recorded_once_it_is_confirmed(desk: Visitor, office: Office) -> None:
    run = ready(office)
    number, other = f"{UNUSUAL}{office.centre_id[-4:]}", f"{UNUSUAL}0{office.centre_id[-4:]}"
    page = scanned(desk, office, number, run)
    assert page.status == 422
    assert "Unusual for Royal Mail: expected two letters" in page.text
    assert "Nothing is recorded yet." in page.text
    kept = number.upper().replace("-", "")
    assert f'name="confirmed" value="royal_mail {kept}"' in page.answer.text
    # Another number is checked anew, and so is the same of another carrier.
    confirmed = f"royal_mail {kept}"
    assert scanned(desk, office, other, run, confirmed=confirmed).status == 422
    assert scanned(desk, office, number, run, confirmed=confirmed, carrier="dpd").status == 422
    assert office.run(run)["status"] == "certificated"
    assert scanned(desk, office, number, run, confirmed=confirmed).status == 303
    assert office.run(run)["consignments"][0]["tracking_number"] == kept


def test_the_number_of_another_parcel_shows_that_parcel(
    desk: Visitor, office: Office, another: Office
) -> None:
    first, second = ready(office), ready(another)
    number = royal_mail(office.centre_id)
    assert scanned(desk, office, number, first).status == 303
    page = scanned(desk, another, number, second)
    assert page.status == 409
    assert f"{number} is the number of another parcel." in page.text
    assert "That parcel went to Northbridge" in page.text
    consignment_id = office.run(first)["consignments"][0]["consignment_id"]
    assert f"/portal/consignments/{consignment_id}" in page.links
    # The field is empty for the next scan.
    assert f'value="{number}"' not in page.answer.text
    assert another.run(second)["status"] == "certificated"


def test_a_form_that_is_sent_twice_is_one_parcel(desk: Visitor, office: Office) -> None:
    run, number = ready(office), royal_mail(office.centre_id)
    answers = [scanned(desk, office, number, run) for _ in range(2)]
    posted = [parse_qs(urlsplit(each.location).query)["posted"] for each in answers]
    assert posted[0] == posted[1]
    assert len(office.run(run)["consignments"]) == 1


def test_what_is_not_ticked_stays(desk: Visitor, office: Office) -> None:
    goes, stays = ready(office), ready(office)
    assert scanned(desk, office, royal_mail(office.centre_id), goes).status == 303
    assert [office.run(run)["status"] for run in (goes, stays)] == ["dispatched", "certificated"]


def test_what_somebody_else_has_posted_meanwhile_is_told(desk: Visitor, office: Office) -> None:
    first, second = ready(office), ready(office)
    office.dispatch(course_run_ids=[first])
    page = scanned(desk, office, royal_mail(office.centre_id), first, second)
    assert page.status == 409
    assert f"These course runs have no certificates ready. {first}" in page.text
    office.dispatch()
    page = scanned(desk, office, royal_mail(office.centre_id), first, second)
    assert page.status == 409
    assert "Nothing to post to centre" in page.text
    assert "Nothing to post to centre" in desk.get(f"{QUEUE}/{office.centre_id}").text


def test_more_than_a_parcel_takes_is_left_for_the_next(
    desk: Visitor, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("functions.portal.desk.dispatch.MOST", 1)
    first, second = ready(office), ready(office)
    page = desk.get(f"{QUEUE}/{office.centre_id}")
    assert "One parcel takes up to 1 course run." in page.text
    assert f'value="{first}" checked' in page.answer.text
    assert f'value="{second}" checked' not in page.answer.text
    answer = scanned(desk, office, royal_mail(office.centre_id), first)
    assert urlsplit(answer.location).path == f"{QUEUE}/{office.centre_id}"


def test_a_parcel_is_for_the_desk_and_its_own_centre(
    stack: Stack, desk: Visitor, office: Office, another: Office
) -> None:
    run = ready(office)
    parcel = office.dispatch(carrier="royal_mail", tracking_number=royal_mail(office.centre_id))
    path = f"/portal/consignments/{parcel['consignment_id']}"
    own = visitor(stack, "centre", office.centre_id)
    for reader in (desk, own):
        page = reader.get(path)
        assert page.status == 200
        assert all(text in page.text for text in (run, "Northbridge", "Awaiting receipt"))
        assert any(link.startswith("https://www.royalmail.com/") for link in page.links)
    numbers = [each["certificate"]["certificate_number"] for each in office.run(run)["learners"]]
    wrong = [{"certificate_number": numbers[0], "problem": "damaged", "note": "<b>wet</b>"}]
    told(office.confirm(run, note="All but one", discrepancies=wrong), 201)
    page = own.get(path)
    assert all(text in page.text for text in ("CRF Received", "All but one", numbers[0], "Damaged"))
    assert "<b>wet" not in page.answer.text
    for stranger in (
        visitor(stack, "centre", another.centre_id),
        visitor(stack, "verifier", office.verifier_id),
    ):
        assert stranger.get(path).status == 404
    assert desk.get("/portal/consignments/nothing").status == 404


def test_a_parcels_page_leads_to_its_documents(
    stack: Stack, desk: Visitor, office: Office, another: Office
) -> None:
    run = ready(office)
    parcel = office.dispatch(carrier="royal_mail", tracking_number=royal_mail(office.centre_id))
    path = f"/portal/consignments/{parcel['consignment_id']}"
    own = visitor(stack, "centre", office.centre_id)
    assert "These are being made" in own.get(path).text
    stack.settle()
    for reader in (desk, own):
        page = reader.get(path)
        links = [link for link in page.links if "/documents/" in link]
        # What certificates are printed from is the AO's alone.
        to_print = [link for link in links if link.endswith("/certificates.pdf")]
        assert len(to_print) == (1 if reader is desk else 0)
        links = [link for link in links if link not in to_print]
        assert links == [f"{path}/documents/{name}" for name in parcel["documents"]]
        assert f"PDF of the Certificate Summary of {run}" in page.text
        answer = reader.get(links[0])
        assert answer.status == 303
        found = CLIENT.get(answer.location)
        assert found.headers["content-type"] == "application/pdf"
        assert found.content.startswith(b"%PDF-1.7")
    strangers = (
        visitor(stack, "centre", another.centre_id),
        visitor(stack, "verifier", office.verifier_id),
    )
    for stranger in strangers:
        assert stranger.get(links[0]).status == 404
    assert desk.get(f"{path}/documents/nothing.pdf").status == 404


def test_the_desk_is_for_the_awarding_organisation(stack: Stack, office: Office) -> None:
    run = ready(office)
    path = f"{QUEUE}/{office.centre_id}"
    for stranger in (
        visitor(stack, "centre", office.centre_id),
        visitor(stack, "verifier", office.verifier_id),
    ):
        assert [stranger.get(each).status for each in (QUEUE, path)] == [403, 403]
        assert scanned(stranger, office, royal_mail(office.centre_id), run).status == 403
    assert office.run(run)["status"] == "certificated"


def test_who_has_not_signed_in_records_nothing(stack: Stack, desk: Visitor, office: Office) -> None:
    run = ready(office)
    nobody = Visitor(stack, "", desk.csrf)
    answer = scanned(nobody, office, royal_mail(office.centre_id), run)
    assert (answer.status, "You have been signed out" in answer.text) == (403, True)
    stale = Visitor(stack, desk.cookie, "x" * 43)
    assert scanned(stale, office, royal_mail(office.centre_id), run).status == 403
    assert office.run(run)["status"] == "certificated"
