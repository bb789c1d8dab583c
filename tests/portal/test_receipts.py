"""CRF Received, as the guidance has it: open the run, Manage, CRF Received under Step/Action, the date, Submit."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from typing import Any

import pytest

from functions.portal.manage import receipts
from infra.local.stack import Stack
from shared.domain import limits
from shared.domain.clock import written_day
from tests.journeys.conftest import told
from tests.portal.office import Office, open_office

ACTION = {"action": "CRF Received"}


def page_of(run: str, more: str = "") -> str:
    return f"/portal/course-runs/{run}{more}"


def typed(day: date, **more: str) -> dict[str, str]:
    of_day = {"day": day.day, "month": day.month, "year": day.year}
    return ACTION | {f"date_received-{part}": str(value) for part, value in of_day.items()} | more


def receipt_of(office: Office, run: str) -> Any:
    return office.run(run)["consignments"][0]["receipt"]


def consignment(office: Office, run: str) -> str:
    return str(office.run(run)["consignments"][0]["consignment_id"])


def numbers(office: Office, run: str) -> list[str]:
    learners = office.run(run)["learners"]
    return [learner["certificate"]["certificate_number"] for learner in learners]


def test_the_guidances_steps_record_the_receipt(office: Office) -> None:
    run = office.dispatched()
    centre = office.visitor()
    assert page_of(run, "/manage") in centre.get(page_of(run)).links
    form = centre.get(page_of(run, "/manage"))
    for label in ("Step/Action", "CRF Received", "Date you received the certificates", "Submit"):
        assert label in form.text
    assert form.hidden["consignment_id"] == consignment(office, run)
    fields = typed(office.today, note="Box was wet\r\nbut all is well")
    sent = centre.post(page_of(run, "/receipts"), form.hidden | fields)
    assert sent.status == 303
    assert "CRF Received has been recorded." in centre.get(sent.location).text
    receipt = receipt_of(office, run)
    assert receipt["date_received"] == office.today.isoformat()
    assert receipt["note"] == "Box was wet\nbut all is well"
    assert receipt["discrepancies"] == []
    assert office.pending() == []


def test_what_is_missing_damaged_or_incorrect_is_recorded_by_certificate(office: Office) -> None:
    run = office.dispatched()
    centre = office.visitor()
    first, second = numbers(office, run)
    page = centre.get(page_of(run, "/manage"))
    assert all(text in page.text for text in (first, second, "Siân Llŷr 1", "Arrived as it should"))
    wrong = {f"problem-{second}": "incorrect", f"note-{second}": "Surname", f"problem-{first}": ""}
    sent = centre.post(page_of(run, "/receipts"), typed(office.today) | wrong)
    assert sent.status == 303
    assert receipt_of(office, run)["discrepancies"] == [
        {"certificate_number": second, "problem": "incorrect", "note": "Surname"}
    ]


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (None, "must be filled in"),
        ({"day": "31", "month": "2", "year": "2026"}, "must be a real date"),
        ({"day": "3", "month": "2"}, "must include a year"),
    ],
)
def test_a_date_that_is_none_is_said_beside_what_was_typed(
    office: Office, day: dict[str, str] | None, said: str
) -> None:
    run = office.dispatched()
    fields = {f"date_received-{part}": text for part, text in (day or {}).items()}
    page = office.visitor().post(page_of(run, "/receipts"), ACTION | fields | {"note": "Kept"})
    assert page.status == 422
    assert page.text.count(f"Date you received the certificates {said}") == 2
    assert "#date_received-day" in page.links
    assert ">Kept</textarea>" in page.answer.text
    assert receipt_of(office, run) is None


def test_dates_to_come_or_before_the_dispatch_are_refused_in_words(office: Office) -> None:
    run = office.dispatched(days_ago=3)
    centre, posted = office.visitor(), office.today - timedelta(days=3)
    tomorrow = centre.post(page_of(run, "/receipts"), typed(office.today + timedelta(days=1)))
    assert "Date you received the certificates must be today or in the past" in tomorrow.text
    early = centre.post(page_of(run, "/receipts"), typed(posted - timedelta(days=1)))
    told_by = f"must be on or after {written_day(posted)}, when they were posted"
    assert f"Date you received the certificates {told_by}" in early.text
    assert {tomorrow.status, early.status} == {422}
    assert office.pending() == [run]


def test_everything_that_is_wrong_is_told_at_once(office: Office) -> None:
    run = office.dispatched()
    number, _ = numbers(office, run)
    fields = {"note": "n" * (limits.NOTE_LENGTH + 1), f"note-{number}": "Torn"}
    page = office.visitor().post(page_of(run, "/receipts"), ACTION | fields)
    assert page.status == 422
    for link in ("#date_received-day", "#note", f"#problem-{number}"):
        assert link in page.links
    assert f"Choose what is wrong with certificate {number}" in page.text
    assert '<details class="govuk-details" open>' in page.answer.text


def test_of_several_parcels_one_is_chosen(office: Office) -> None:
    run, (first, second) = office.two_parcels(days_ago=2)
    centre = office.visitor()
    page = centre.get(page_of(run, "/manage"))
    assert "Which parcel have you received?" in page.text
    assert " checked" not in page.answer.text
    none = centre.post(page_of(run, "/receipts"), typed(office.today))
    assert none.status == 422
    assert "Choose the parcel that you have received" in none.text
    sent = centre.post(page_of(run, "/receipts"), typed(office.today, consignment_id=second))
    assert sent.status == 303
    parcels = {each["consignment_id"]: each["receipt"] for each in office.run(run)["consignments"]}
    assert parcels[first] is None
    assert parcels[second] is not None
    # By now, what has been received can be distributed, too.
    page = centre.get(page_of(run, "/manage"), params=ACTION)
    assert page.hidden["consignment_id"] == first


def test_a_certificate_of_the_other_parcel_is_refused(office: Office) -> None:
    run, (first, _) = office.two_parcels()
    _, later = numbers(office, run)
    fields = typed(office.today, consignment_id=first) | {f"problem-{later}": "missing"}
    page = office.visitor().post(page_of(run, "/receipts"), fields)
    assert page.status == 422
    assert f"#problem-{later}" in page.links
    assert office.pending() == [run, run]


def test_of_a_large_parcel_the_certificates_are_named(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(receipts, "_LISTED", 1)
    run = office.dispatched()
    centre, (first, _) = office.visitor(), numbers(office, run)
    assert first not in centre.get(page_of(run, "/manage")).text
    unnamed = {
        "number-0": "",
        "problem-0": "missing",
        "number-1": "nonsense",
        "problem-1": "missing",
    }
    page = centre.post(page_of(run, "/receipts"), typed(office.today) | unnamed)
    assert page.status == 422
    assert {"#number-0", "#number-1"} <= set(page.links)
    fields = typed(office.today) | {"number-3": first.lower(), "problem-3": "missing"}
    assert centre.post(page_of(run, "/receipts"), fields).status == 303
    (wrong,) = receipt_of(office, run)["discrepancies"]
    assert wrong["certificate_number"] == first


def test_the_same_again_changes_nothing_and_says_so(office: Office) -> None:
    run = office.dispatched()
    centre = office.visitor()
    form = centre.get(page_of(run, "/manage")).hidden | typed(office.today)
    centre.post(page_of(run, "/receipts"), form)
    events = office.history(run)
    again = centre.post(page_of(run, "/receipts"), form)
    assert again.status == 303
    assert "was recorded before" in centre.get(again.location).text
    assert office.history(run) == events


def test_of_two_who_race_the_second_sees_what_is_recorded(office: Office) -> None:
    run = office.dispatched(days_ago=1)
    people = [office.visitor(name=name) for name in ("Ann", "Ben")]
    days = [office.today, office.today - timedelta(days=1)]
    forms = [person.get(page_of(run, "/manage")).hidden for person in people]
    with ThreadPoolExecutor(2) as browsers:
        answers = list(
            browsers.map(
                lambda n: people[n].post(page_of(run, "/receipts"), forms[n] | typed(days[n])),
                range(2),
            )
        )
    assert sorted(answer.status for answer in answers) == [303, 409]
    won = next(n for n, answer in enumerate(answers) if answer.status == 303)
    lost = answers[1 - won]
    assert "CRF Received is already recorded" in lost.text
    assert f"Date received {written_day(days[won])}" in lost.text
    assert f", {('Ann', 'Ben')[won]} (centre)" in lost.text
    assert receipt_of(office, run)["date_received"] == days[won].isoformat()
    assert office.history(run).count("last_receipt_confirmed") == 1


def test_a_form_left_open_does_not_confirm_a_later_parcel(office: Office) -> None:
    run = office.verified([{"learner_id": "L1", "question": "Which name?"}])
    (held,) = office.issue(run)["held"]
    office.dispatch(course_run_ids=[run])
    centre = office.visitor()
    form = centre.get(page_of(run, "/manage")).hidden
    told(office.confirm(run, note="On paper"), 201)
    office.resolve(run, held["query_id"])
    office.issue(run)
    office.dispatch(course_run_ids=[run])
    page = centre.post(page_of(run, "/receipts"), form | typed(office.today))
    assert page.status == 409
    assert "On paper" in page.text
    assert office.pending() == [run]


def test_where_nothing_was_posted_nothing_is_confirmed(office: Office) -> None:
    run = office.certificated()
    page = office.visitor().post(page_of(run, "/receipts"), typed(office.today))
    assert page.status == 409
    assert office.run(run)["status"] == "certificated"


def test_only_its_own_centre_confirms(stack: Stack, office: Office) -> None:
    run = office.dispatched()
    fields = typed(office.today)
    for who in ("verifier", "ao"):
        assert office.visitor(who).post(page_of(run, "/receipts"), fields).status == 403
    with open_office(stack) as other:
        for form in (fields, {}):
            page = other.visitor().post(page_of(run, "/receipts"), form)
            assert page.status == 404
            assert "Siân" not in page.text
    assert office.pending() == [run]
