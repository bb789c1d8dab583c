"""Idempotency-Keys: the same answer again, for a week, to the same caller, and for the same request only."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from shared.domain import limits
from shared.domain.faults import Conflict, Forbidden, Invalid
from shared.domain.queries import NewQuery
from shared.services.call import Answer, Call
from shared.services.confirm_receipt import confirm_receipt
from shared.services.queries import open_query
from shared.services.record_dispatch import record_dispatch
from shared.services.register import register_course_run
from shared.services.submit_results import submit_results
from tests.services.bodies import AO, details, parcel, receipt, results
from tests.services.faults import Scenario
from tests.services.races import at_once
from tests.services.scenarios import TRANSITIONS
from tests.services.world import World

KEY = "b1d7cf08-5a5c-4a1b-9d4e-0a2f2f9b3f51"


@pytest.mark.parametrize("scenario", TRANSITIONS, ids=str)
def test_the_same_request_again_gets_the_same_answer(world: World, scenario: Scenario) -> None:
    scenario.prepare(world)
    first = scenario.act(world, KEY)
    before = world.items()
    world.wait(days=6, hours=23)
    assert scenario.act(world, KEY) == first
    assert first.fresh
    assert world.items() == before


def test_even_when_the_run_has_moved_on(world: World) -> None:
    world.open_run()
    body = results(world.registered["R1"])
    first = submit_results(world.centre(key=KEY), "R1", body)
    world.notify()
    world.decide()
    world.issue()
    before = world.items()
    again = submit_results(world.centre(key=KEY), "R1", body)
    assert (again.fresh, again.body.status) == (True, "submitted")
    assert again == first
    assert world.items() == before


def test_another_body_is_refused(world: World) -> None:
    world.open_run()
    of = world.registered["R1"]
    submit_results(world.centre(key=KEY), "R1", results(of))
    before = world.items()
    with pytest.raises(Invalid):
        submit_results(world.centre(key=KEY), "R1", results(of, L1="an"))
    assert world.items() == before


def test_so_is_another_course_run_and_another_request(world: World) -> None:
    world.submitted("R1")
    world.submitted("R2")
    question = NewQuery(learner_id="L1", question="Who?")
    open_query(world.ao(KEY), "R1", question)
    before = world.items()
    others: list[Callable[[], object]] = [
        lambda: open_query(world.ao(KEY), "R2", question),
        lambda: register_course_run(world.ao(KEY), "R3", details()),
        lambda: record_dispatch(world.ao(KEY), parcel(), world.receipt_terms),
    ]
    for other in others:
        with pytest.raises(Invalid):
            other()
    assert world.items() == before


def test_a_callers_key_is_their_own(world: World) -> None:
    world.submitted("R1")
    world.submitted("R2", centre_id="C2")
    for n, centre in enumerate(("C1", "C2"), start=1):
        body = results(world.registered[f"R{n}"], L1="an")
        answer = submit_results(world.centre(centre, key=KEY), f"R{n}", body)
        assert (answer.fresh, answer.body.course_run_id) == (True, f"R{n}")
    colleague = replace(AO, subject="another-desk")
    for call in (world.ao(KEY), world.call(colleague, KEY)):
        open_query(call, "R1", NewQuery(learner_id="L1", question=f"{call.caller.subject}?"))
    assert len(world.items("query")) == 2
    assert len(world.items("answer")) == 4


def test_it_is_kept_for_a_week(world: World) -> None:
    assert timedelta(days=7) == limits.ANSWERS_KEPT_FOR
    question = NewQuery(learner_id="L1", question="Who?")
    world.submitted()
    first = open_query(world.ao(KEY), "R1", question)
    (kept,) = world.items("answer")
    assert kept["expires_at"] == int((world.now + timedelta(days=7)).timestamp())
    world.resolve(first.body.query.query_id)
    world.wait(days=7, seconds=-1)
    assert open_query(world.ao(KEY), "R1", question) == first
    # Expired, though DynamoDB may take days to remove it: the key is free, for whatever request.
    world.wait(seconds=1)
    second = open_query(world.ao(KEY), "R1", question)
    assert second.fresh
    assert second.body.query.query_id != first.body.query.query_id
    world.wait(days=8)
    other = open_query(world.ao(KEY), "R1", NewQuery(learner_id="L2", question="When?"))
    assert other.body.query.learner_id == "L2"
    assert len(world.items("answer")) == 1


def test_a_repeat_of_what_was_recorded_without_a_key_is_kept_too(world: World) -> None:
    world.open_run()
    body = results(world.registered["R1"])
    submit_results(world.centre(), "R1", body)
    first = submit_results(world.centre(key=KEY), "R1", body)
    assert not first.fresh
    world.notify()
    world.decide()
    again = submit_results(world.centre(key=KEY), "R1", body)
    assert again == first
    assert len(world.items("answer")) == 1


def test_what_was_refused_may_be_tried_again_with_its_key(world: World) -> None:
    world.verified()
    with pytest.raises(Conflict):
        confirm_receipt(world.centre(key=KEY), "R1", receipt())
    with pytest.raises(Forbidden):
        confirm_receipt(world.ao(KEY), "R1", receipt())
    assert not world.items("answer")
    world.issue()
    world.dispatch()
    assert confirm_receipt(world.centre(key=KEY), "R1", receipt()).fresh


@pytest.mark.parametrize("scenario", TRANSITIONS, ids=str)
def test_twice_at_once_with_one_key_has_one_effect(world: World, scenario: Scenario) -> None:
    scenario.prepare(world)
    before = len(world.items("event"))
    answers = at_once(world, *[lambda: scenario.act(world, KEY)] * 2)
    assert answers[0] == answers[1]
    assert answers[0].fresh
    assert len(world.items("answer")) == 1
    changed = len(world.items("event")) - before
    assert changed == (2 if "all that is ready" in scenario.name else 1)


@pytest.mark.parametrize("other", [("R1", "L2"), ("R2", "L1")], ids=["one run", "two runs"])
def test_of_two_requests_at_once_with_one_key_the_other_is_refused(
    world: World, other: tuple[str, str]
) -> None:
    world.submitted("R1")
    world.submitted("R2")

    def ask(run: str, learner_id: str) -> Callable[[], Answer[Any]]:
        question = NewQuery(learner_id=learner_id, question="Who?")
        return lambda: open_query(world.ao(KEY), run, question)

    won, lost = at_once(world, ask("R1", "L1"), ask(*other))
    assert won.fresh
    assert isinstance(lost, Invalid)
    assert [(each["pk"], each["learner_id"]) for each in world.items("query")] == [("RUN#R1", "L1")]


def test_the_key_itself_is_not_stored(world: World) -> None:
    world.open_run()
    call: Call = world.centre(key="a key # with / anything in it é")
    submit_results(call, "R1", results(world.registered["R1"]))
    assert "anything" not in repr(world.items())
