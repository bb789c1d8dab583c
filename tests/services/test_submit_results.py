"""Submitting results: complete, checked, and one immutable version at a time."""

from datetime import date
from typing import Any

import pytest

from shared.domain.faults import Conflict, Forbidden, Invalid
from shared.domain.results import ReadResults, Result
from shared.domain.verification import LinkState
from shared.services.show_verification import show_verification
from shared.services.submit_results import submit_results
from shared.store import submissions
from tests.services.bodies import details, results, unit_reference
from tests.services.world import World


def changed(body: ReadResults, at: int, **facts: Any) -> ReadResults:
    rows = list(body.results)
    row = rows[at]
    assert row is not None
    rows[at] = Result.model_validate(row.model_dump() | facts)
    return ReadResults(rows)


def faults_of(world: World, body: ReadResults) -> list[tuple[str, str]]:
    before = world.items()
    with pytest.raises(Invalid) as refused:
        submit_results(world.centre(), "R1", body)
    assert world.items() == before
    return [(fault.pointer, fault.detail) for fault in refused.value.faults]


def test_complete_results_are_submitted(world: World) -> None:
    world.open_run()
    body = results(world.registered["R1"], L2="an")
    answer = submit_results(world.centre(), "R1", body)
    assert answer.fresh
    told = answer.body.model_dump(mode="json")
    sha256 = told["submission"]["sha256"]
    assert told == {
        "course_run_id": "R1",
        "status": "submitted",
        "submission": {
            "version": 1,
            "sha256": sha256,
            "submitted_at": "2026-11-23T09:00:00Z",
            "results": 6,
        },
    }
    head = world.head()
    assert (head["status"], head["version"]) == ("submitted", 2)
    assert head["submission"] == told["submission"]
    assert head["notification"] == {
        "asked_by": 2,
        "asked_at": "2026-11-23T09:00:00Z",
        "state": "waiting",
    }
    assert submissions.load_results(world.table, "R1", 1) == body.results


def test_its_event_asks_for_the_verifiers_email(world: World) -> None:
    world.open_run()
    answer = world.submit()
    registered, submitted = world.events()
    assert "notify" not in registered
    assert submitted["notify"] == "verifier"
    assert submitted["kind"] == "event"
    assert (submitted["from"], submitted["to"]) == ("open", "submitted")
    assert submitted["by"] == {"role": "centre", "id": "administrator-of-C1", "centre_id": "C1"}
    assert submitted["facts"] == {
        "submission_version": 1,
        "sha256": answer.submission.sha256,
        "results": 6,
    }


@pytest.mark.parametrize(
    ("facts", "pointer"),
    [
        ({"learner_id": "L9"}, "/results/2/learner_id"),
        ({"unit": "Z/999/9999"}, "/results/2/unit"),
        ({"achieved_on": date(2026, 11, 24)}, "/results/2/achieved_on"),
    ],
    ids=["unknown learner", "unknown unit", "future date"],
)
def test_a_wrong_result_is_refused(world: World, facts: dict[str, Any], pointer: str) -> None:
    world.open_run()
    told = faults_of(world, changed(results(world.registered["R1"]), 2, **facts))
    assert told[0][0] == pointer
    assert len(told) == (1 if "achieved_on" in facts else 2)


def test_today_is_no_future_date(world: World) -> None:
    world.open_run()
    body = changed(results(world.registered["R1"]), 2, achieved_on=world.now.date())
    assert submit_results(world.centre(), "R1", body).fresh


def test_a_missing_outcome_is_refused(world: World) -> None:
    world.open_run()
    body = ReadResults(results(world.registered["R1"]).results[:-3])
    assert faults_of(world, body) == [
        ("/results", f"Learner L2 has no outcome for {unit_reference(1)}."),
        ("/results", f"Learner L3 has no outcome for {unit_reference(0)}, {unit_reference(1)}."),
    ]


def test_a_result_that_stands_twice_is_refused(world: World) -> None:
    world.open_run()
    rows = results(world.registered["R1"]).results
    told = faults_of(world, ReadResults([*rows, rows[0]]))
    assert told == [("/results/6/unit", "This learner and unit stand in result 1 already.")]


def test_the_same_results_again_are_the_same_submission(world: World) -> None:
    world.open_run()
    first = world.submit()
    before = world.items()
    world.wait(hours=1)
    other_order = ReadResults(results(world.registered["R1"]).results[::-1])
    again = submit_results(world.centre(), "R1", other_order)
    assert (again.fresh, again.body) == (False, first)
    assert world.items() == before


def test_they_are_still_once_the_run_has_moved_on(world: World) -> None:
    world.certificated()
    before = world.items()
    again = submit_results(world.centre(), "R1", results(world.registered["R1"]))
    assert (again.fresh, again.body.status, again.body.submission.version) == (
        False,
        "certificated",
        1,
    )
    assert world.items() == before


def test_other_results_are_the_next_version_and_void_the_older_link(world: World) -> None:
    token = world.submitted()
    world.wait(hours=1)
    answer = world.submit(L1="an")
    assert answer.submission.version == 2
    shown = show_verification(world.link_holder(), token)
    assert (shown.state, shown.details) == (LinkState.SUPERSEDED, None)
    assert submissions.load_results(world.table, "R1", 1) == results(details()).results
    assert submissions.load_results(world.table, "R1", 2) == results(details(), L1="an").results
    assert world.head()["notification"]["asked_by"] == world.head()["version"]


def test_returned_results_can_be_submitted_again_unchanged(world: World) -> None:
    world.submitted()
    world.decide(what="return")
    world.wait(hours=1)
    again = submit_results(world.centre(), "R1", results(world.registered["R1"]))
    assert (again.fresh, again.body.submission.version) == (True, 2)
    assert (world.events()[-1]["from"], world.head()["status"]) == ("returned", "submitted")


def test_nothing_is_submitted_once_it_is_verified(world: World) -> None:
    world.verified()
    before = world.items()
    with pytest.raises(Conflict) as refused:
        world.submit(L1="nn")
    assert refused.value.recorded == {"status": "verified"}
    assert world.items() == before


def test_only_the_centre_submits(world: World) -> None:
    world.open_run()
    for call in (world.ao(), world.verifier()):
        with pytest.raises(Forbidden):
            submit_results(call, "R1", results(world.registered["R1"]))
    assert world.history() == ["course_run_registered"]
