"""The results that stand submitted, for whoever may see the course run."""

import pytest

from shared.domain.faults import NotFound
from shared.services.show_results import ResultsShown, show_results
from tests.services.bodies import results
from tests.services.faults import Struck
from tests.services.world import World


def shown(world: World) -> ResultsShown:
    """What all who may see the run are shown alike; looking changes nothing."""
    before = world.items()
    centre, *others = [
        show_results(call, "R1") for call in (world.centre(), world.ao(), world.verifier())
    ]
    assert others == [centre] * 2
    assert world.items() == before
    return centre


def test_nothing_before_anything_is_submitted(world: World) -> None:
    world.open_run()
    answer = shown(world)
    assert (answer.submission, answer.results) == (None, [])
    registered = world.registered["R1"]
    assert (answer.learners, answer.units) == (registered.learners, registered.units)


def test_the_results_that_were_submitted_last(world: World) -> None:
    world.submitted()
    world.submit(L2="wn")
    answer = shown(world)
    assert answer.results == results(world.registered["R1"], L2="wn").results
    assert answer.submission is not None
    assert answer.submission.model_dump(mode="json") == world.head()["submission"]
    assert answer.submission.version == 2


def test_they_are_shown_in_every_state_after_that(world: World) -> None:
    world.submitted()
    world.decide(what="return")
    assert shown(world).results
    world.submit()
    world.link()
    world.decide()
    world.issue()
    assert shown(world).results


def test_it_takes_two_reads(world: World) -> None:
    world.open_run()
    world.submit()
    with Struck(world.clients) as looked:
        show_results(world.centre(), "R1")
    assert looked.calls == ["BatchGetItem", "GetItem"]


def test_results_of_others_do_not_exist(world: World) -> None:
    world.open_run()
    world.submit()
    told = set()
    for call, run in ((world.centre("C2"), "R1"), (world.verifier("V2"), "R1"), (world.ao(), "R9")):
        with pytest.raises(NotFound) as refused:
            show_results(call, run)
        told.add(refused.value.detail)
    assert len(told) == 1
