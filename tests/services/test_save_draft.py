"""Drafts of results: saved half done, page by page, and by one browser at a time."""

import pytest

from shared.domain.drafts import Counts
from shared.domain.faults import Conflict, Invalid
from shared.services.results_drafts import draft_counts, results_to_enter, save_draft, submit_draft
from shared.store import drafts
from tests.services.entering import TWO, complete, entered, refusal, row, saved
from tests.services.faults import Fault, Rehearsal, Scenario, play_all
from tests.services.races import at_once
from tests.services.storage import unpacked
from tests.services.world import World

SAVING = Scenario(
    "save a draft",
    lambda world: (world.open_run(), saved(world, 0, row())),
    lambda world, key: save_draft(
        world.centre(key=key), "R1", 1, [row("L2"), row("L3")], saved_by="Zoë"
    ),
)


def test_a_draft_is_saved_half_done(world: World) -> None:
    world.open_run()
    before = world.items()
    said = row(outcome="Achieved?", grade="=1", achieved_on="soon")
    answer = saved(world, 0, said, row("L3", TWO))
    assert answer.fresh
    assert answer.body.model_dump(mode="json") == {"number": 1, "saved_at": "2026-11-23T09:00:00Z"}
    (piece,) = [item for item in world.items() if item not in before]
    assert (piece["pk"], piece["sk"]) == ("RUN#R1", "DRAFT#00")
    cells = [said, row("L3", TWO)]
    assert unpacked(piece) == {
        "number": 1,
        "after_version": 0,
        "saved_at": "2026-11-23T09:00:00Z",
        "saved_by": "Zoë",
        "cells": [cell.model_dump() for cell in cells],
    }
    grid = results_to_enter(world.centre(), "R1")
    assert (grid.draft_number, grid.saved_at, grid.saved_by) == (1, world.now, "Zoë")
    assert entered(world) == cells
    assert world.history() == ["course_run_registered"]


def test_rows_are_put_into_the_draft_page_by_page(world: World) -> None:
    world.open_run()
    saved(world, 0, row("L1"), row("L1", TWO, grade="Pass"))
    world.wait(minutes=1)
    assert saved(world, 1, row("L2"), row("L1", TWO, outcome="", grade="")).body.number == 2
    assert entered(world) == [row("L1"), row("L2")]
    assert saved(world, 2, row("L1", outcome="withdrawn")).body.number == 3
    assert entered(world) == [row("L1", outcome="withdrawn"), row("L2")]
    assert len([item for item in world.items() if item["sk"].startswith("DRAFT")]) == 1


def test_a_draft_begins_with_what_was_submitted(world: World) -> None:
    world.submitted()
    world.decide(what="return")
    saved(world, -1, row("L2", TWO, outcome="not_achieved"))
    cells = results_to_enter(world.centre(), "R1").cells
    assert [cell for cell in cells if cell not in complete(world)] == [
        row("L2", TWO, outcome="not_achieved")
    ]
    assert draft_counts(results_to_enter(world.centre(), "R1")) == Counts(5, 1, 0, missing=0)


def test_the_same_rows_again_are_saved_already(world: World) -> None:
    world.open_run()
    first = saved(world, 0, row("L1"))
    before = world.items()
    world.wait(minutes=1)
    for number in (0, 1):
        again = saved(world, number, row("L1"))
        assert (again.fresh, again.body) == (False, first.body)
    assert world.items() == before


def test_saving_nothing_is_saving_too(world: World) -> None:
    world.open_run()
    assert saved(world, 0).body.number == 1
    assert saved(world, 1, row("L1", outcome="")).body.number == 1


def test_who_has_not_seen_the_latest_draft_is_told_whose_it_is(world: World) -> None:
    world.open_run()
    saved(world, 0, row("L1"), by="Ann")
    before = world.items()
    world.wait(minutes=1)
    for number in (0, 2, -1):
        refused = refusal(lambda number=number: saved(world, number, row("L2")))
        assert refused.detail == "Ann saved this draft on 23 November 2026 at 09:00."
        assert refused.recorded == {
            "number": 1,
            "saved_by": "Ann",
            "saved_at": "2026-11-23T09:00:00Z",
        }
    assert world.items() == before
    assert refusal(lambda: saved(world, 1, row("L9")), Invalid).faults


def test_of_two_browsers_at_once_one_saves(world: World) -> None:
    world.open_run()
    won, lost = at_once(
        world,
        lambda: saved(world, 0, row("L1"), by="Ann"),
        lambda: saved(world, 0, row("L2"), by="Ben"),
    )
    assert (won.fresh, won.body.number) == (True, 1)
    assert isinstance(lost, Conflict)
    assert lost.recorded["saved_by"] == "Ann"
    assert entered(world) == [row("L1")]
    won, lost = at_once(
        world, lambda: saved(world, 1, row("L3")), lambda: saved(world, 1, row("L2"), by="Ben")
    )
    assert (won.body.number, type(lost)) == (2, Conflict)


def test_a_double_click_saves_once(world: World) -> None:
    world.open_run()
    answers = at_once(world, *[lambda: saved(world, 0, row("L1"))] * 2)
    assert [answer.fresh for answer in answers] == [True, False]
    assert answers[0].body == answers[1].body


def test_a_draft_is_not_saved_behind_a_submission(world: World) -> None:
    world.open_run()
    saved(world, 0, *complete(world))
    submitted, lost = at_once(
        world,
        lambda: submit_draft(world.centre(), "R1", 1),
        lambda: saved(world, 1, row("L1", outcome="withdrawn")),
    )
    assert submitted.fresh
    assert isinstance(lost, Conflict)
    assert lost.recorded["submission"] == world.head()["submission"]


@pytest.mark.parametrize("submissions", [1, 2])
def test_what_was_seen_before_a_submission_is_no_draft_of_it(
    world: World, submissions: int
) -> None:
    world.open_run()
    for number in range(submissions):
        saw = results_to_enter(world.centre(), "R1").draft_number
        assert saw == -number
        world.submit(L2=("wn", "nw")[number])
    before = world.items()
    refused = refusal(lambda: saved(world, saw, row("L1", outcome="withdrawn")))
    assert refused.recorded == {"submission": world.head()["submission"]}
    assert world.items() == before


def test_rows_of_no_cell_are_refused_with_every_fault(world: World) -> None:
    world.open_run()
    before = world.items()
    refused = refusal(
        lambda: saved(world, 0, row("L9"), row(), row(), row(grade="x" * 41)), Invalid
    )
    assert [fault.pointer for fault in refused.faults] == [
        "/results/0/learner_id",
        "/results/2/unit",
        "/results/3/unit",
        "/results/3/grade",
    ]
    assert world.items() == before


def test_nothing_is_saved_once_the_results_are_verified(world: World) -> None:
    world.open_run()
    saved(world, 0, *complete(world))
    submit_draft(world.centre(), "R1", 1)
    saved(world, -1, row("L1", outcome="withdrawn"))
    world.link()
    world.decide()
    before = world.items()
    refused = refusal(lambda: saved(world, 2, row("L1")))
    assert refused.recorded == {"status": "verified"}
    assert world.items() == before


def test_a_draft_that_no_transaction_takes_is_refused(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.open_run()
    monkeypatch.setattr("shared.store.snapshots.PIECE_BYTES", 40)
    saved(world, 0, row("L1"))
    assert len([item for item in world.items() if item["sk"].startswith("DRAFT")]) > 1
    assert entered(world) == [row("L1")]
    monkeypatch.setattr(drafts, "MOST_PIECES", 2)
    assert refusal(lambda: saved(world, 1, row("L2")), Invalid).faults[0].pointer == "/results"


@pytest.mark.parametrize("key", [None, "a-key"], ids=["no key", "a key"])
def test_whatever_fails_trying_again_is_enough(world: World, key: str | None) -> None:
    rehearsal = Rehearsal(world, SAVING, key)
    struck = play_all(rehearsal)
    assert struck[Fault.LOST] == rehearsal.calls
    assert [call for call in rehearsal.calls if "Get" not in call] == ["TransactWriteItems"]
