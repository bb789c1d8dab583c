"""What a verifier's link shows, in each of its states; looking changes nothing."""

import pytest

from shared.domain.faults import NotFound
from shared.domain.verification import LinkState
from shared.services.show_verification import Verification, show_verification
from tests.services.bodies import results
from tests.services.world import World


def shown(world: World, token: str) -> Verification:
    """What the link shows; that it changes nothing is looked at each time."""
    before, mail = world.items(), world.mail()
    answer = show_verification(world.link_holder(), token)
    assert (world.items(), world.mail()) == (before, mail)
    return answer


def test_a_waiting_link_shows_what_was_submitted(world: World) -> None:
    token = world.submitted(learners=2)
    answer = shown(world, token)
    assert (answer.state, answer.submission_version) == (LinkState.WAITING, 1)
    assert answer.holds_until.isoformat() == "2026-12-07T09:00:00+00:00"
    details, registered = answer.details, world.registered["R1"]
    assert details is not None
    assert (details.title, details.centre_id) == (registered.title, "C1")
    assert details.centre_name == "Northbridge C1"
    assert (details.learners, details.units) == (registered.learners, registered.units)
    assert details.results == results(registered).results
    assert details.submission.model_dump(mode="json") == world.head()["submission"]
    assert answer.decision is None


@pytest.mark.parametrize("what", ["verify", "return"])
def test_a_decided_link_shows_the_decision(world: World, what: str) -> None:
    token = world.submitted()
    world.decide(what=what)
    answer = shown(world, token)
    assert (answer.state, answer.details) == (LinkState.DECIDED, None)
    assert answer.decision is not None
    assert (answer.decision.decision, answer.decision.name) == (what, "Vera Verity")


def test_a_decided_link_shows_it_for_good(world: World) -> None:
    token = world.submitted()
    world.decide()
    world.issue()
    world.dispatch()
    world.receive()
    world.wait(days=400)
    assert shown(world, token).state is LinkState.DECIDED


def test_a_superseded_link_shows_no_results(world: World) -> None:
    token = world.submitted()
    world.submit(L1="an")
    answer = shown(world, token)
    assert (answer.state, answer.details, answer.decision) == (LinkState.SUPERSEDED, None, None)


def test_a_link_expires_at_the_moment_that_was_promised(world: World) -> None:
    token = world.submitted()
    world.wait(days=14, seconds=-1)
    assert shown(world, token).state is LinkState.WAITING
    world.wait(seconds=1)
    answer = shown(world, token)
    assert (answer.state, answer.details) == (LinkState.EXPIRED, None)


def test_each_of_a_returned_runs_links_tells_its_own_story(world: World) -> None:
    first = world.submitted()
    world.decide(what="return")
    world.submit(L1="an")
    world.notify()
    second = world.tokens["R1"]
    assert first != second
    answer = shown(world, first)
    assert answer.state is LinkState.DECIDED
    assert answer.decision is not None
    assert answer.decision.reason == "Unit 2 was not moderated."
    assert shown(world, second).state is LinkState.WAITING
    world.decide()
    assert shown(world, first).state is LinkState.SUPERSEDED
    assert shown(world, second).state is LinkState.DECIDED


@pytest.mark.parametrize("token", ["", "x", "ä" * 43, "/", "A" * 5_000])
def test_an_unknown_link_leads_nowhere(world: World, token: str) -> None:
    real = world.submitted()
    with pytest.raises(NotFound):
        shown(world, token)
    with pytest.raises(NotFound):
        shown(world, real[:-1])
