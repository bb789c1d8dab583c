"""The signed-in verifier decides on the submission that stands, by the form that the email's link leads to."""

from collections.abc import Iterator

import pytest

from infra.local.stack import Stack
from tests.portal.conftest import CLIENT, Page, Visitor, visitor
from tests.portal.office import Office, open_office
from tests.portal.verifying import RETURN, VERIFY


@pytest.fixture(scope="module")
def office(stack: Stack) -> Iterator[Office]:
    with open_office(stack) as opened:
        yield opened


@pytest.fixture(scope="module")
def verifier(office: Office) -> Visitor:
    return office.visitor("verifier", "Vera Okafor")


def path(run: str) -> str:
    return f"/portal/course-runs/{run}/verification"


def sent(verifier: Visitor, run: str, form: dict[str, str], version: str = "1") -> Page:
    return verifier.post(path(run), {"version": version} | form)


def test_it_shows_the_submission_that_stands(office: Office, verifier: Visitor) -> None:
    run = office.submitted()
    page = verifier.get(path(run))
    assert page.status == 200
    for text in ("Northbridge College", run, "Version 1", "4 results for 2 learners: 4 achieved"):
        assert text in page.text
    assert page.hidden["version"] == "1"
    assert "Link holds until" not in page.text
    # Who signed in types their name all the same, and chooses.
    assert 'value="Vera' not in page.answer.text
    assert " checked" not in page.answer.text
    assert {"/portal", "/portal/course-runs", f"/portal/course-runs/{run}"} <= set(page.links)


@pytest.mark.parametrize(
    ("form", "status", "done"), [(VERIFY, "verified", "verified"), (RETURN, "returned", "returned")]
)
def test_a_decision_leads_to_the_course_run(
    office: Office, verifier: Visitor, form: dict[str, str], status: str, done: str
) -> None:
    run = office.submitted()
    # Twice, as with an impatient finger: the second time changes nothing.
    for _ in range(2):
        answer = sent(verifier, run, form | {"question.L1": "Which name is registered?"})
        assert (answer.status, answer.location) == (303, f"/portal/course-runs/{run}?done={done}")
    recorded = office.run(run)
    assert recorded["status"] == status
    assert recorded["decision"]["name"] == "Vera Okafor"
    assert [each["question"] for each in recorded["learners"][1]["queries"]] == [
        "Which name is registered?"
    ]
    shown = verifier.get(path(run))
    assert f"These results have been {status}" in shown.text
    assert "Decided by Vera Okafor" in shown.text
    assert "<textarea" not in shown.answer.text


def test_another_decision_is_refused_and_the_recorded_one_shown(
    office: Office, verifier: Visitor
) -> None:
    run = office.submitted()
    office.verify()
    page = sent(verifier, run, RETURN)
    assert page.status == 409
    assert "Your decision was not recorded. These results have been decided already." in page.text
    assert "These results have been verified" in page.text
    assert office.run(run)["status"] == "verified"


def test_newer_results_are_to_be_looked_at_before_they_are_decided_on(
    office: Office, verifier: Visitor
) -> None:
    run = office.submitted()
    office.submit(run, grade="Merit")
    page = sent(verifier, run, RETURN | {"question.L0": "Which name?"})
    assert page.status == 409
    assert "Your decision was not recorded. The centre has submitted newer results" in page.text
    assert office.run(run)["status"] == "submitted"
    assert (page.hidden["version"], "Merit" in page.text) == ("2", True)
    # What was written is kept; what to do with the new version is not chosen yet.
    for kept in ("Two grades are missing.", "Which name?", 'value="Vera Okafor"'):
        assert kept in page.answer.text
    assert " checked" not in page.answer.text
    assert sent(verifier, run, VERIFY, page.hidden["version"]).status == 303
    assert office.run(run)["decision"]["submission_version"] == 2


def test_every_mistake_is_told_beside_its_field(office: Office, verifier: Visitor) -> None:
    run = office.submitted()
    page = sent(verifier, run, {"decision": "return", "question.L1": "x" * 1_001})
    assert page.status == 422
    assert {"#question.L1", "#reason", "#name"} <= set(page.links)
    assert 'value="return" checked' in page.answer.text
    assert page.hidden["version"] == "1"
    assert office.run(run)["status"] == "submitted"


@pytest.mark.parametrize(("version", "status"), [("", 400), ("-1", 400), ("0", 404), ("7", 404)])
def test_a_version_that_never_was_cannot_be_decided_on(
    office: Office, verifier: Visitor, version: str, status: int
) -> None:
    run = office.submitted()
    assert sent(verifier, run, VERIFY, version).status == status
    assert office.run(run)["status"] == "submitted"


def test_a_form_of_another_session_records_nothing(office: Office, verifier: Visitor) -> None:
    run = office.submitted()
    assert sent(verifier, run, VERIFY | {"csrf": "another"}).status == 403
    assert office.run(run)["status"] == "submitted"


def test_the_copy_holds_the_results(office: Office, verifier: Visitor) -> None:
    run = office.submitted()
    copy = verifier.get(f"{path(run)}?as=csv").answer
    assert copy.headers["content-disposition"] == f'attachment; filename="results-{run}-v1.csv"'
    assert copy.text.count("Siân Llŷr") == 4


def test_before_anything_is_submitted_there_is_no_page(office: Office, verifier: Visitor) -> None:
    run = office.register()
    assert verifier.get(path(run)).status == 404
    assert sent(verifier, run, VERIFY).status == 404


def test_it_is_for_the_runs_own_verifier_alone(stack: Stack, office: Office) -> None:
    run = office.submitted()
    others = {
        404: visitor(stack, "verifier", "V-other"),
        403: office.visitor("centre"),
    }
    for status, other in [*others.items(), (403, office.visitor("ao"))]:
        for page in (other.get(path(run)), other.get(f"{path(run)}?as=csv")):
            assert page.status == status
            assert "Siân" not in page.answer.text
        assert sent(other, run, VERIFY).status == status
    nobody = CLIENT.get(stack.url + path(run))
    assert nobody.headers["location"].startswith("/portal/sign-in")
    assert office.run(run)["status"] == "submitted"
