"""Administration: the list of course runs, one course run, its history and results, and who may see them."""

import csv
import io
from typing import Any

import pytest

from infra.local.stack import Stack
from shared.domain import limits
from tests.journeys.conftest import told
from tests.portal.conftest import visitor
from tests.portal.office import Office, open_office

LIST = "/portal/course-runs"


def page_of(run: str, more: str = "") -> str:
    return f"{LIST}/{run}{more}"


def test_the_list_shows_each_course_run_with_its_state_and_what_is_due(office: Office) -> None:
    late = office.dispatched(days_ago=30)
    opened = office.register()
    queried = office.verified()
    office.ask(queried)
    page = office.visitor().get(LIST)
    assert page.status == 200
    for run in (late, opened, queried):
        assert page_of(run) in page.links
    assert next(link for link in page.links if link.startswith(f"{LIST}/")) == page_of(queried)
    for text in ("Certificates posted", "Results to submit", "Overdue", "1 outstanding query"):
        assert text in page.text
    assert "Customer service, autumn" in page.text
    assert "Northbridge College" not in page.text


def test_status_and_search_filter_the_list(office: Office) -> None:
    opened, submitted = office.register(learners=3), office.submitted()
    centre = office.visitor()
    page = centre.get(LIST, params={"status": "submitted"})
    assert page_of(submitted) in page.links
    assert page_of(opened) not in page.links
    found = centre.get(LIST, params={"q": "sian llyr 2"})
    assert page_of(opened) in found.links
    assert page_of(submitted) not in found.links
    both = centre.get(LIST, params={"q": "sian llyr 2", "status": "submitted"})
    assert "No course runs match." in both.text
    assert 'value="sian llyr 2"' in both.answer.text


def test_the_ao_filters_by_centre_and_is_told_what_is_no_centre(
    stack: Stack, office: Office
) -> None:
    with open_office(stack) as other:
        mine, others = office.register(), other.register()
    desk = office.visitor("ao")
    page = desk.get(LIST, params={"centre_id": office.centre_id})
    assert page_of(mine) in page.links
    assert page_of(others) not in page.links
    assert "Northbridge College" in page.text
    wrong = desk.get(LIST, params={"centre_id": "north bridge"})
    assert wrong.status == 422
    assert "Centre must be a centre’s identifier" in wrong.text


def test_paging_keeps_the_filters(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    runs = [office.register() for _ in range(3)]
    monkeypatch.setattr(limits, "PAGE_DEFAULT", 2)
    centre = office.visitor()
    first = centre.get(LIST, params={"status": "open"})
    (following,) = {link for link in first.links if "cursor=" in link}
    assert "status=open" in following
    second = centre.get(following)
    shown = [link for page in (first, second) for link in page.links if link.startswith(f"{LIST}/")]
    assert shown == [page_of(run) for run in reversed(runs)]
    assert "Back to the first page" in second.text


def test_a_cursor_of_another_list_shows_the_first_page_and_says_so(office: Office) -> None:
    run = office.register()
    page = office.visitor().get(LIST, params={"cursor": "???"})
    assert page.status == 422
    assert page_of(run) in page.links
    assert "cannot be found" in page.text


def test_nothing_at_all_is_said_in_words(office: Office) -> None:
    assert "There are no course runs yet." in office.visitor().get(LIST).text


def test_a_course_run_tells_where_it_is_with_dates_and_people(office: Office) -> None:
    run = office.dispatched(learners=2, units=2, L1="an")
    page = office.visitor().get(page_of(run))
    assert page.status == 200
    for text in (
        "Results submitted Done",
        "Results verified Done",
        ", Vera Okafor",
        "Certificates checked Done",
        "2 certificates",
        "Certificates posted Done",
        "CRF Received Now",
        "2 of 2 units achieved",
        "1 of 2 units achieved",
        "Qualification certificate",
        "Unit certificate",
        "Skills for Work , level 2, 601/3589/X",
    ):
        assert text in page.text
    shown = office.run(run)
    (parcel,) = shown["consignments"]
    assert parcel["tracking_url"] in page.links
    assert 'rel="noopener noreferrer"' in page.answer.text
    assert "(opens DPD’s site)" in page.text
    assert all(each["certificate"]["certificate_number"] in page.text for each in shown["learners"])
    assert page_of(run, "/manage") in page.links


def test_a_returned_run_shows_the_reason_and_who_waits_for_whom(office: Office) -> None:
    run = office.returned("Grades are <b>missing</b>")
    page = office.visitor().get(page_of(run))
    assert "Results submitted Now" in page.text
    assert "Grades are &lt;b&gt;missing&lt;/b&gt;" in page.answer.text
    assert "the centre has to correct and submit them again" in page.text


def test_queries_show_with_question_and_resolution(office: Office) -> None:
    run = office.verified()
    office.resolve(run, office.ask(run, "L0", "Which spelling?"), "As in the passport")
    office.ask(run, "L1", "Date of birth?")
    text = office.visitor().get(page_of(run)).text
    for said in ("Which spelling?", "As in the passport", "Date of birth?", "Outstanding"):
        assert said in text
    assert text.index("Date of birth?") < text.index("Which spelling?")


def test_a_received_run_shows_the_receipt_with_what_was_not_right(office: Office) -> None:
    run = office.dispatched()
    number = office.run(run)["learners"][0]["certificate"]["certificate_number"]
    wrong = {"certificate_number": number, "problem": "damaged", "note": "Torn corner"}
    told(office.confirm(run, note="Box was wet", discrepancies=[wrong]), 201)
    text = office.visitor("verifier").get(page_of(run)).text
    for said in ("CRF Received Done", "Box was wet", f"{number} : damaged – Torn corner"):
        assert said in text


def test_many_learners_come_in_pages(office: Office) -> None:
    run = office.register(learners=230)
    centre = office.visitor()
    first, third = centre.get(page_of(run)), centre.get(page_of(run), params={"page": 3})
    assert "Siân Llŷr 99 " in first.text
    assert "Siân Llŷr 100 " not in first.text
    assert "Siân Llŷr 229 " in third.text
    assert "Page 3 of 3" in third.text
    beyond = centre.get(page_of(run), params={"page": "4"})
    assert "Page 1 of 3" in beyond.text


def test_the_history_tells_each_step_and_who_took_it(office: Office) -> None:
    run = office.received()
    page = office.visitor().get(page_of(run, "/history"))
    assert page.status == 200
    told_in_order = (
        "Course run registered",
        "Results submitted",
        "Verifier emailed",
        "Results verified Vera Okafor (verifier)",
        "Certificates checked and issued",
        "Certificates posted",
        "CRF Received",
    )
    places = [page.text.index(step) for step in told_in_order]
    assert places == sorted(places)
    assert "Version 1 of the results" in page.text


def test_results_show_learner_by_learner_and_download_safely(office: Office) -> None:
    run = office.submitted(L1="wn")
    centre = office.visitor()
    page = centre.get(page_of(run, "/results"))
    for text in ("Siân Llŷr 1", "0 of 2 units achieved, 1 withdrawn", "Not achieved", "1 May 2026"):
        assert text in page.text
    file = centre.get(page_of(run, "/results.csv")).answer
    assert file.headers["content-type"] == "text/csv; charset=utf-8"
    assert file.headers["content-disposition"] == f'attachment; filename="results-{run}-v1.csv"'
    assert file.content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(file.content.decode("utf-8-sig"))))
    assert [row["outcome"] for row in rows] == ["achieved", "achieved", "withdrawn", "not_achieved"]


def test_without_results_there_is_nothing_to_download(office: Office) -> None:
    run = office.register()
    assert (
        "No results have been submitted yet." in office.visitor().get(page_of(run, "/results")).text
    )
    assert office.visitor().get(page_of(run, "/results.csv")).status == 404


PAGES = ("", "/history", "/results", "/results.csv", "/manage")


@pytest.mark.parametrize("more", PAGES)
def test_another_centres_course_run_is_not_found(stack: Stack, office: Office, more: str) -> None:
    run = office.submitted()
    with open_office(stack) as other:
        for who in ("centre", "verifier"):
            page: Any = other.visitor(who).get(page_of(run, more))
            assert page.status == 404
            assert "Siân" not in page.text
    for who in ("centre", "verifier", "ao"):
        assert office.visitor(who).get(page_of(run, more)).status == 200


def test_another_centres_course_runs_are_on_no_list(stack: Stack, office: Office) -> None:
    run = office.submitted()
    with open_office(stack) as other:
        for who in ("centre", "verifier"):
            for params in ({}, {"q": run}, {"centre_id": office.centre_id}):
                assert page_of(run) not in other.visitor(who).get(LIST, params=params).links


def test_who_has_not_signed_in_is_led_to_sign_in(stack: Stack, office: Office) -> None:
    stranger = visitor(stack, "centre", office.centre_id)
    stranger.cookie = ""
    page = stranger.get(LIST)
    assert page.status == 303
    assert page.location.startswith("/portal/sign-in")
