"""Checking results and submitting them: everything at once, the draft that was looked at, and once."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime

import pytest

from infra.local.stack import Stack
from shared.domain.people import Caller, Role
from shared.domain.results import Outcome, Result, results_fingerprint
from shared.runtime import wiring
from shared.services.call import Call
from shared.services.show_results import show_results
from tests.portal.conftest import Page, Visitor
from tests.portal.grids import CHECK, SUBMIT, all_of, field, fields, path, saved, submission
from tests.portal.office import Office, open_office


@pytest.fixture(scope="module")
def office(stack: Stack) -> Iterator[Office]:
    with open_office(stack) as opened:
        yield opened


@pytest.fixture(scope="module")
def centre(office: Office) -> Visitor:
    return office.visitor()


def entered(visitor: Visitor, run: str, **changes: str) -> Page:
    """Enter a run's whole grid, two learners by two units; return the page that checks it."""
    typed = all_of(2, 2, grade="Pass", achieved_on="1 May 2026") | changes
    answer = saved(visitor, visitor.get(path(run)), "check", changes=typed)
    assert answer.location == path(run, CHECK)
    return visitor.get(answer.location)


def submitted(visitor: Visitor, run: str, page: Page) -> Page:
    return visitor.post(path(run, SUBMIT), fields(page))


def stored(office: Office, run: str) -> list[Result]:
    caller = Caller(Role.CENTRE, "test", centre_id=office.centre_id)
    return show_results(Call(wiring.table(), caller, datetime.now(UTC)), run).results


def test_what_was_entered_is_checked_and_submitted(office: Office, centre: Visitor) -> None:
    run = office.register()
    withdrawn = {field(1, 1): "withdrawn", field(1, 1, "grade"): ""}
    page = entered(centre, run, **withdrawn, **{field(1, 1, "achieved_on"): ""})
    assert page.status == 200
    assert "Achieved 3 Not achieved 0 Withdrawn 1 Missing 0" in page.text
    assert "Achieved, Pass, 01/05/2026 : A/506/0000, A/506/0001" in page.text
    assert "Withdrawn : A/506/0001" in page.text
    assert "The verifier is emailed at once." in page.text
    assert ">Submit results<" in page.answer.text
    assert submission(office, run) is None
    answer = submitted(centre, run, page)
    assert (answer.status, answer.location) == (303, f"{path(run, '')[:-1]}?done=submitted")
    assert "The verifier is being emailed." in centre.get(answer.location).text
    expected = [
        Result(
            learner_id=f"L{learner}",
            unit=f"A/506/{unit:04d}",
            outcome=Outcome.ACHIEVED,
            grade="Pass",
            achieved_on=date(2026, 5, 1),
        )
        for learner in range(2)
        for unit in range(2)
    ]
    expected[3] = Result(learner_id="L1", unit="A/506/0001", outcome=Outcome.WITHDRAWN)
    assert stored(office, run) == expected
    found = submission(office, run)
    assert found
    assert (found["version"], found["results"]) == (1, 4)
    assert found["sha256"] == results_fingerprint(expected)
    office.verify()
    assert office.run(run)["status"] == "verified"


def test_every_mistake_is_told_with_the_way_to_its_field(office: Office, centre: Visitor) -> None:
    run = office.register(learners=31, units=6)
    typed = {field(0, 0): "achieved", field(0, 0, "achieved_on"): "31/2/2026"}
    answer = saved(centre, centre.get(path(run)), "check", changes=typed)
    page = centre.get(answer.location)
    assert page.status == 200
    assert "Achieved 1 Not achieved 0 Withdrawn 0 Missing 185" in page.text
    assert "186 things to put right" in page.text
    way = f"{path(run)}?page=1&mistakes=all#{field(0, 0, 'achieved_on')}"
    assert way in page.links
    last = f"{path(run)}?page=2&mistakes=all#{field(30, 5)}"
    assert last in page.links
    assert f'id="{field(30, 5)}"' in centre.get(last.partition("#")[0]).answer.text
    assert ">Submit results<" not in page.answer.text
    # Sent all the same, it comes back.
    again = centre.post(path(run, SUBMIT), {"number": "1"})
    assert again.status == 422
    assert way in again.links
    assert submission(office, run) is None


def test_a_draft_that_was_saved_since_is_not_submitted_unseen(
    office: Office, centre: Visitor
) -> None:
    run = office.register()
    seen = entered(centre, run)
    other = office.visitor(name="Ann")
    saved(other, other.get(path(run)), changes={field(0, 0): "withdrawn"})
    page = submitted(centre, run, seen)
    assert page.status == 409
    assert "Ann saved this draft on " in page.text
    assert "Nothing was submitted." in page.text
    assert "Withdrawn 1" in page.text
    assert submission(office, run) is None
    assert submitted(centre, run, page).status == 303
    assert stored(office, run)[0].outcome is Outcome.WITHDRAWN


def test_submitting_twice_is_submitting_once(office: Office, centre: Visitor) -> None:
    run = office.register()
    page = entered(centre, run)
    with ThreadPoolExecutor(2) as threads:
        clicks = list(threads.map(lambda _: submitted(centre, run, page), range(2)))
    assert {(each.status, each.location) for each in clicks} == {
        (303, f"{path(run, '')[:-1]}?done=submitted")
    }
    found = submission(office, run)
    assert found
    assert found["version"] == 1
    assert office.history(run).count("results_submitted") == 1
    assert centre.get(path(run, SUBMIT)).location == path(run, CHECK)


def test_of_two_who_race_with_different_results_one_is_told(
    office: Office, centre: Visitor
) -> None:
    run = office.register()
    pages = [centre.get(path(run)) for _ in range(2)]
    typed = [all_of(2, 2), all_of(2, 2, outcome="withdrawn")]
    with ThreadPoolExecutor(2) as threads:
        sending = [threads.submit(saved, centre, pages[n], changes=typed[n]) for n in range(2)]
    answers = [each.result() for each in sending]
    assert sorted(answer.status for answer in answers) == [303, 409]
    won = [answer.status for answer in answers].index(303)
    assert fields(centre.get(path(run)))[field(1, 1)] == typed[won][field(1, 1)]
    assert fields(centre.get(path(run)))["number"] == "1"


def test_what_the_verifier_has_is_not_submitted_again(office: Office, centre: Visitor) -> None:
    run = office.submitted()
    page = centre.get(path(run, CHECK))
    assert "these are the results that the verifier has" in page.text
    assert ">Submit results<" not in page.answer.text
    # Changed, it is a new version.
    page = entered(centre, run, **{field(0, 0): "not_achieved"})
    assert "the link in the verifier’s email then stops working" in page.text
    assert submitted(centre, run, page).status == 303
    found = submission(office, run)
    assert found
    assert found["version"] == 2
    assert stored(office, run)[0].outcome is Outcome.NOT_ACHIEVED


def test_returned_results_may_be_submitted_as_they_are(office: Office, centre: Visitor) -> None:
    run = office.returned()
    page = centre.get(path(run, CHECK))
    assert "These are the results that the verifier returned, unchanged." in page.text
    assert submitted(centre, run, page).status == 303
    found = submission(office, run)
    assert found
    assert found["version"] == 2
    assert office.run(run)["status"] == "submitted"


def test_of_very_many_results_only_the_mistakes_are_listed(
    office: Office, centre: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = office.register()
    monkeypatch.setattr("functions.portal.results.check.MOST_SHOWN", 3)
    page = entered(centre, run, **{field(1, 1): ""})
    assert "Results by learner" not in page.text
    assert page.text.count("A/506/0000") == 0
    assert "Siân Llŷr 1 (L1) A/506/0001 Outcome" in page.text
    assert path(run, "results/template.xlsx") in page.links


def test_once_verified_a_late_click_is_told(office: Office, centre: Visitor) -> None:
    run = office.register()
    page = entered(centre, run)
    assert submitted(centre, run, page).status == 303
    office.verify()
    assert submitted(centre, run, page).status == 303
    other = submitted(centre, run, centre.get(path(run, CHECK)))
    assert other.status == 400
    late = centre.post(path(run, SUBMIT), {"number": "7"})
    assert late.status == 409
    assert "can no longer be changed" in late.text
