"""The grid in which a centre enters results: empty, as the draft has it, or as it was submitted."""

from typing import Any

import pytest

from shared.domain.course_run import Learner
from shared.domain.drafts import Counts
from shared.domain.faults import Forbidden, NotFound
from shared.services.register import register_course_run
from shared.services.results_drafts import (
    draft_counts,
    draft_faults,
    results_to_enter,
    save_draft,
    submit_draft,
)
from tests.services.bodies import details
from tests.services.entering import ONE, TWO, complete, entered, refusal, row, saved
from tests.services.faults import Struck
from tests.services.world import World


def test_the_grid_is_empty_at_first(world: World) -> None:
    world.open_run()
    before = world.items()
    grid = results_to_enter(world.centre(), "R1")
    assert world.items() == before
    registered = world.registered["R1"]
    assert (grid.course_run_id, grid.title, grid.status) == ("R1", registered.title, "open")
    assert grid.qualification == registered.qualification
    assert (grid.learners, grid.units) == (registered.learners, registered.units)
    assert (grid.draft_number, grid.saved_at, grid.saved_by) == (0, None, None)
    places = [(cell.learner_id, cell.unit) for cell in grid.cells]
    assert places == [(f"L{n}", unit) for n in (1, 2, 3) for unit in (ONE, TWO)]
    assert all(cell.blank for cell in grid.cells)
    assert draft_counts(grid) == Counts(0, 0, 0, missing=6)
    assert len(draft_faults(grid, world.centre().today)) == 6


@pytest.mark.parametrize("returned", [False, True])
def test_after_a_submission_it_is_what_was_submitted(world: World, *, returned: bool) -> None:
    world.submitted()
    world.submit(L2="wn")
    if returned:
        world.link()
        world.decide(what="return")
    grid = results_to_enter(world.centre(), "R1")
    assert grid.cells == complete(world, L2="wn")
    assert (grid.draft_number, grid.status) == (-2, "returned" if returned else "submitted")
    assert draft_counts(grid) == Counts(4, 1, 1, missing=0)
    assert draft_faults(grid, world.centre().today) == []


def test_there_is_none_once_the_results_are_verified(world: World) -> None:
    world.verified()
    refused = refusal(lambda: results_to_enter(world.centre(), "R1"))
    assert refused.recorded == {"status": "verified"}


def test_only_the_centre_enters_results(world: World) -> None:
    world.open_run()
    saved(world, 0, *complete(world))
    attempts: list[Any] = [
        results_to_enter,
        lambda call, run: save_draft(call, run, 1, [row()], saved_by="Zoë"),
        lambda call, run: submit_draft(call, run, 1),
    ]
    before = world.items()
    for attempt in attempts:
        for call in (world.ao(), world.verifier()):
            refusal(lambda attempt=attempt, call=call: attempt(call, "R1"), Forbidden)
        strangers = [
            (world.centre("C2"), "R1"),
            (world.verifier("V2"), "R1"),
            (world.centre(), "R9"),
        ]
        for call, run in strangers:
            refusal(lambda attempt=attempt, call=call, run=run: attempt(call, run), NotFound)
    assert world.items() == before


def test_the_grid_takes_two_reads_and_a_third_without_a_draft(world: World) -> None:
    world.open_run()
    world.submit()
    with Struck(world.clients) as looked:
        results_to_enter(world.centre(), "R1")
    assert looked.calls == ["BatchGetItem", "GetItem", "GetItem"]
    saved(world, -1, row("L1", outcome="withdrawn"))
    with Struck(world.clients) as looked:
        results_to_enter(world.centre(), "R1")
    assert looked.calls == ["BatchGetItem", "GetItem"]


def test_an_amended_roster_is_the_grid(world: World) -> None:
    world.open_run()
    saved(world, 0, row("L1"), row("L2"))
    learners = [{"learner_id": "L2", "name": "Zoë 2"}, {"learner_id": "L7", "name": "New"}]
    register_course_run(world.ao(), "R1", details(learners=learners))
    grid = results_to_enter(world.centre(), "R1")
    assert grid.learners == [Learner.model_validate(each) for each in learners]
    assert entered(world) == [row("L2")]
    saved(world, 1, row("L7"))
    assert entered(world) == [row("L2"), row("L7")]
