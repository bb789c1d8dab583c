"""CRF Received for a parcel as it is opened: its course runs together, each recorded by itself."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from infra.local.stack import Stack
from shared.domain import limits
from shared.domain.clock import written_day
from shared.services import confirm_parcel as confirming
from tests.journeys.conftest import told
from tests.portal.conftest import CLIENT, Page, visitor
from tests.portal.office import Office, open_office
from tests.portal.test_receipts import receipt_of, typed


def parcel_of(office: Office, runs: int = 2, days_ago: int = 0) -> tuple[str, list[str]]:
    """A parcel on its way with so many course runs; the address of its page, and they."""
    ids = [office.certificated() for _ in range(runs)]
    parcel = office.dispatch(days_ago, course_run_ids=ids)
    return f"/portal/consignments/{parcel['consignment_id']}/receipt", ids


def form(office: Office, runs: list[str], **more: str) -> dict[str, Any]:
    return typed(office.today, **more) | {"course_run_ids": runs}


def test_all_course_runs_are_confirmed_with_one_date_and_note(office: Office) -> None:
    path, runs = parcel_of(office)
    centre = office.visitor()
    page = centre.get(path)
    for text in ("CRF Received", "Date you received the certificates", *runs, "2 certificates"):
        assert text in page.text
    assert page.answer.text.count(" checked") == 2
    sent = centre.post(path, form(office, runs, note="All well"))
    assert (sent.status, sent.location) == (303, f"{path}?done=received")
    for run in runs:
        receipt = receipt_of(office, run)
        assert (receipt["date_received"], receipt["note"]) == (str(office.today), "All well")
        assert office.history(run).count("last_receipt_confirmed") == 1
    assert office.pending() == []
    after = centre.get(sent.location)
    assert "CRF Received has been recorded." in after.text
    assert "Every course run in this parcel is confirmed." in after.text
    assert after.text.count("All well") == 2
    assert "date_received-day" not in after.answer.text


def test_only_those_that_are_ticked_are_confirmed_and_the_others_lead_to_their_form(
    office: Office,
) -> None:
    path, (first, second) = parcel_of(office)
    centre = office.visitor()
    to_form = f"/portal/course-runs/{second}/manage?action=CRF+Received"
    assert to_form in centre.get(path).links
    assert "Something is wrong with a certificate" in centre.get(to_form).text
    assert centre.post(path, form(office, [first])).status == 303
    assert receipt_of(office, first)
    assert receipt_of(office, second) is None
    assert office.pending() == [second]
    page = centre.get(path)
    assert page.text.index(second) < page.text.index("Confirmed course runs")
    assert page.answer.text.count('name="course_run_ids"') == 1


def test_the_same_again_changes_nothing_and_says_so(office: Office) -> None:
    path, runs = parcel_of(office)
    centre = office.visitor()
    centre.post(path, form(office, runs))
    events = [office.history(run) for run in runs]
    again = centre.post(path, form(office, runs))
    assert (again.status, again.location) == (303, f"{path}?done=received-before")
    assert "was recorded before" in centre.get(again.location).text
    assert [office.history(run) for run in runs] == events


def test_what_others_confirmed_meanwhile_stands_and_the_rest_is_confirmed(office: Office) -> None:
    path, (first, second) = parcel_of(office, days_ago=1)
    centre = office.visitor()
    told(office.confirm(first, note="On paper"), 201)
    page = centre.post(path, form(office, [first, second], note="By phone"))
    assert page.status == 409
    assert f"{first} : somebody has confirmed this before you, with other facts." in page.text
    assert f"{second} : CRF Received has been recorded." in page.text
    assert receipt_of(office, first)["note"] == "On paper"
    assert receipt_of(office, second)["note"] == "By phone"
    assert page.text.index("Confirmed course runs") < page.text.index("On paper")


def failing(run: str) -> Callable[..., Any]:
    """Confirms all but one, as when the table is not reached in the middle."""
    confirm = confirming.confirm_receipt

    def confirm_or_fail(call: Any, course_run_id: str, said: Any) -> Any:
        if course_run_id == run:
            raise ConnectionError("Siân Llŷr")
        return confirm(call, course_run_id, said)

    return confirm_or_fail


def test_where_one_fails_the_others_are_confirmed_and_all_can_be_sent_again(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, runs = parcel_of(office, 3)
    centre, fields = office.visitor(), form(office, runs)
    with monkeypatch.context() as patched:
        patched.setattr(confirming, "confirm_receipt", failing(runs[1]))
        page = centre.post(path, fields)
    assert page.status == 500
    assert f"{runs[1]} : this could not be recorded, and nothing of it has changed." in page.text
    assert office.pending() == [runs[1]]
    assert page.answer.text.count(" checked") == 1
    assert f'value="{office.today.year}"' in page.answer.text
    assert centre.post(path, fields).status == 303
    assert office.pending() == []


def test_everything_that_is_wrong_is_told_at_once_and_nothing_recorded(office: Office) -> None:
    path, runs = parcel_of(office)
    centre = office.visitor()
    note = "n" * (limits.NOTE_LENGTH + 1)
    page = centre.post(path, {"note": note})
    assert page.status == 422
    assert [link for link in page.links if link.startswith("#")][1:] == [
        "#course_run_ids",
        "#date_received-day",
        "#note",
    ]
    assert page.text.count("Date you received the certificates must be filled in") == 2
    assert " checked" not in page.answer.text
    assert sorted(office.pending()) == sorted(runs)


def test_dates_to_come_or_before_the_dispatch_are_refused_in_words(office: Office) -> None:
    path, runs = parcel_of(office, days_ago=3)
    centre, posted = office.visitor(), office.today - timedelta(days=3)

    def sent(days: int) -> Page:
        day = typed(office.today + timedelta(days=days)) | {"course_run_ids": runs}
        page = centre.post(path, day)
        assert page.status == 422
        return page

    assert "certificates must be today or in the past" in sent(1).text
    assert f"must be on or after {written_day(posted)}, when they were posted" in sent(-4).text
    assert sorted(office.pending()) == sorted(runs)


def test_a_course_run_of_another_parcel_is_not_confirmed_here(office: Office) -> None:
    path, runs = parcel_of(office, 1)
    other = office.dispatched()
    page = office.visitor().post(path, form(office, [*runs, other]))
    assert page.status == 422
    assert sorted(office.pending()) == sorted([*runs, other])


def test_only_its_own_centre_sees_and_confirms(stack: Stack, office: Office) -> None:
    path, runs = parcel_of(office)
    for who in ("verifier", "ao"):
        assert office.visitor(who).get(path).status == 403
        assert office.visitor(who).post(path, form(office, runs)).status == 403
    with open_office(stack) as other:
        stranger = other.visitor()
        for page in (stranger.get(path), stranger.post(path, form(office, runs))):
            assert page.status == 404
            assert "Northbridge" not in page.text
    nowhere = path.replace("/C-", "/C-0")
    assert visitor(stack, "centre", office.centre_id).get(nowhere).status == 404
    assert sorted(office.pending()) == sorted(runs)


def test_whoever_scans_it_signs_in_first_and_comes_back(office: Office) -> None:
    path, _ = parcel_of(office, 1)
    answer = CLIENT.get(office.stack.url + path)
    assert (answer.status_code, answer.headers["location"]) == (
        303,
        f"/portal/sign-in?to={path}",
    )


def test_the_parcels_page_leads_there_while_anything_is_pending(office: Office) -> None:
    path, runs = parcel_of(office)
    centre, parcel = office.visitor(), path.removesuffix("/receipt")
    assert path in centre.get(parcel).links
    assert path not in office.visitor("ao").get(parcel).links
    centre.post(path, form(office, runs))
    assert path not in centre.get(parcel).links
