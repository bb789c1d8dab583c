"""Submitting what has been entered: the draft as it was seen, complete, and once."""

import pytest

from shared.domain.faults import Conflict, Invalid
from shared.services.results_drafts import draft_faults, results_to_enter, submit_draft
from shared.services.submit_results import submit_results
from shared.store import submissions
from tests.services.bodies import results
from tests.services.entering import ONE, TWO, complete, entered, refusal, row, saved
from tests.services.faults import Fault, Rehearsal, Scenario, play_all
from tests.services.races import at_once
from tests.services.world import World

SUBMITTING = Scenario(
    "submit a draft",
    lambda world: (world.open_run(), saved(world, 0, *complete(world))),
    lambda world, key: submit_draft(world.centre(key=key), "R1", 1),
)


def test_a_complete_draft_is_submitted(world: World) -> None:
    world.open_run()
    saved(world, 0, *complete(world, L1="nw"))
    saved(world, 1, row("L1", outcome="Not achieved", grade="Refer", achieved_on="12/11/2026"))
    answer = submit_draft(world.centre(), "R1", 2)
    assert (answer.fresh, answer.body.status, answer.body.submission.version) == (
        True,
        "submitted",
        1,
    )
    stored = submissions.load_results(world.table, "R1", 1)
    first = stored[0].model_dump(mode="json")
    assert first == {
        "learner_id": "L1",
        "unit": ONE,
        "outcome": "not_achieved",
        "grade": "Refer",
        "achieved_on": "2026-11-12",
    }
    assert stored[1:] == results(world.registered["R1"], L1="nw").results[1:]
    assert world.history() == ["course_run_registered", "results_submitted"]
    # The draft has become the submission: from now on the grid is that.
    grid = results_to_enter(world.centre(), "R1")
    assert (grid.draft_number, len(entered(world))) == (-1, 6)


def test_an_incomplete_one_is_refused_with_every_fault(world: World) -> None:
    world.open_run()
    saved(world, 0, *complete(world)[:4], row("L3", achieved_on="24/11/2026", outcome="passed"))
    before = world.items()
    refused = refusal(lambda: submit_draft(world.centre(), "R1", 1), Invalid)
    at = f"/cells/L3/{ONE.replace('/', '~1')}"
    pointers = [f"{at}/outcome", f"{at}/achieved_on", f"/cells/L3/{TWO.replace('/', '~1')}/outcome"]
    assert [fault.pointer for fault in refused.faults] == pointers
    grid = results_to_enter(world.centre(), "R1")
    assert draft_faults(grid, world.centre().today) == list(refused.faults)
    assert world.items() == before


def test_submitting_twice_is_submitting_once(world: World) -> None:
    world.open_run()
    saved(world, 0, *complete(world))
    first = submit_draft(world.centre(), "R1", 1)
    before = world.items()
    again = submit_draft(world.centre(), "R1", 1)
    assert (again.fresh, again.body) == (False, first.body)
    assert world.items() == before
    world.link()
    world.decide()
    assert not submit_draft(world.centre(), "R1", 1).fresh


def test_submitting_twice_at_once_too(world: World) -> None:
    world.open_run()
    saved(world, 0, *complete(world))
    answers = at_once(world, *[lambda: submit_draft(world.centre(), "R1", 1)] * 2)
    assert [answer.fresh for answer in answers] == [True, False]
    assert answers[0].body == answers[1].body


def test_a_draft_that_was_saved_since_is_not_submitted_unseen(world: World) -> None:
    world.open_run()
    saved(world, 0, *complete(world))
    saved(world, 1, row("L1", outcome="withdrawn"), by="Ann")
    before = world.items()
    refused = refusal(lambda: submit_draft(world.centre(), "R1", 1))
    assert (refused.recorded["number"], refused.recorded["saved_by"]) == (2, "Ann")
    assert world.items() == before


def test_what_is_saved_at_the_same_moment_is_not_left_behind(world: World) -> None:
    world.open_run()
    saved(world, 0, *complete(world))
    newer = row("L1", outcome="withdrawn")
    save, submit = at_once(
        world,
        lambda: saved(world, 1, newer, by="Ann"),
        lambda: submit_draft(world.centre(), "R1", 1),
    )
    assert save.body.number == 2
    assert isinstance(submit, Conflict)
    assert submit.recorded["saved_by"] == "Ann"
    assert world.head()["status"] == "open"


def test_nor_is_one_that_other_results_have_overtaken(world: World) -> None:
    world.open_run()
    saved(world, 0, *complete(world))
    submit_results(world.centre(), "R1", results(world.registered["R1"], L1="ww"))
    before = world.items()
    refused = refusal(lambda: submit_draft(world.centre(), "R1", 1))
    assert refused.recorded == {"submission": world.head()["submission"]}
    assert refusal(lambda: saved(world, 1, row())).recorded == refused.recorded
    assert world.items() == before
    # A draft after it counts on, so that nobody takes it for the one before.
    assert saved(world, -1, row("L1", outcome="not_achieved")).body.number == 2
    assert submit_draft(world.centre(), "R1", 2).body.submission.version == 2


def test_a_late_click_does_not_submit_what_was_returned(world: World) -> None:
    world.open_run()
    saved(world, 0, *complete(world))
    submit_draft(world.centre(), "R1", 1)
    world.link()
    world.decide(what="return")
    before = world.items()
    refusal(lambda: submit_draft(world.centre(), "R1", 1))
    assert world.items() == before
    # Seen as it is now, it may be submitted again unchanged.
    again = submit_draft(world.centre(), "R1", -1)
    assert (again.fresh, again.body.submission.version) == (True, 2)


def test_a_number_of_no_draft_is_refused(world: World) -> None:
    world.open_run()
    for number in (1, -1):
        refusal(lambda number=number: submit_draft(world.centre(), "R1", number))
        refusal(lambda number=number: saved(world, number, row()))
    assert len(refusal(lambda: submit_draft(world.centre(), "R1", 0), Invalid).faults) == 6


@pytest.mark.parametrize("key", [None, "a-key"], ids=["no key", "a key"])
def test_whatever_fails_trying_again_is_enough(world: World, key: str | None) -> None:
    rehearsal = Rehearsal(world, SUBMITTING, key)
    struck = play_all(rehearsal)
    assert struck[Fault.LOST] == rehearsal.calls
    assert [call for call in rehearsal.calls if "Get" not in call] == ["TransactWriteItems"]
