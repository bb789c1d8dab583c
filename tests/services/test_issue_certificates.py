"""Issuing certificates: for whom, of which kind, under which numbers, in which batch."""

from itertools import chain

import pytest

from shared.domain.faults import Conflict, Forbidden, Invalid
from shared.domain.identifiers import read_certificate_number
from shared.services import issue_certificates as service
from shared.services.issue_certificates import issue_certificates
from shared.services.new_ids import new_block
from tests.services.races import at_once
from tests.services.world import World


def verified_with(world: World, **outcomes: str) -> None:
    world.open_run()
    world.submit(**outcomes)
    world.notify()
    world.decide()


def test_every_learner_gets_a_certificate(world: World) -> None:
    world.verified()
    answer = issue_certificates(world.ao(), "R1")
    assert (answer.fresh, answer.body.held) == (True, [])
    (batch,) = world.batches()
    assert batch["certificates"] == answer.body.model_dump(mode="json")["certificates"]
    assert batch["issued_at"] == "2026-11-23T09:00:00Z"
    numbers = [read_certificate_number(c.certificate_number) for c in answer.body.certificates]
    assert numbers == [(batch["block"], serial) for serial in (1, 2, 3)]
    assert [each.learner_id for each in answer.body.certificates] == ["L1", "L2", "L3"]
    taken = world.item(f"CERTIFICATES#{batch['block']}", "BLOCK")
    assert taken is not None
    assert taken["course_run_id"] == "R1"
    head = world.head()
    assert (head["status"], head["certificates"]) == ("certificated", 3)
    assert head["ready"] == [{"block": batch["block"], "count": 3}]
    event = world.events()[-1]
    assert (event["type"], event["from"]) == ("certificates_issued", "verified")
    assert event["facts"] == {"certificates": 3, "held": 0, "block": batch["block"]}


def test_of_the_kind_that_was_achieved(world: World) -> None:
    verified_with(world, L1="aa", L2="wa", L3="nw")
    issued = {each.learner_id: each.kind.value for each in world.issue().certificates}
    assert issued == {"L1": "qualification", "L2": "unit"}


def test_certificates_are_of_the_results_that_were_verified(world: World) -> None:
    world.submitted()
    world.decide(what="return")
    world.submit(L1="nn", L2="an")
    world.notify()
    world.decide()
    issued = {each.learner_id: each.kind.value for each in world.issue().certificates}
    assert issued == {"L2": "unit", "L3": "qualification"}


def test_a_learner_released_later_comes_in_a_second_batch(world: World) -> None:
    world.submitted()
    query = world.open_query("L2")
    world.decide()
    first = world.issue()
    world.wait(days=1)
    world.resolve(query)
    second = world.issue()
    assert [each.learner_id for each in first.certificates] == ["L1", "L3"]
    assert [each.learner_id for each in second.certificates] == ["L2"]
    assert second.held == []
    assert world.head()["certificates"] == 3
    assert [batch["count"] for batch in world.head()["ready"]] == [2, 1]
    everybody = chain(first.certificates, second.certificates)
    assert len({each.certificate_number for each in everybody}) == 3


@pytest.mark.parametrize("reached", ["certificated", "dispatched", "received"])
def test_a_later_batch_takes_the_run_back_to_certificated(world: World, reached: str) -> None:
    world.submitted()
    query = world.open_query("L2")
    world.decide()
    world.issue()
    if reached != "certificated":
        world.dispatch()
    if reached == "received":
        world.receive()
    assert world.head()["status"] == reached
    world.resolve(query)
    world.issue()
    assert world.head()["status"] == "certificated"
    assert world.events()[-1]["from"] == reached


def test_again_without_anybody_released_it_is_the_latest_batch(world: World) -> None:
    world.submitted()
    query = world.open_query("L2")
    world.decide()
    world.issue()
    world.wait(days=1)
    world.resolve(query)
    latest = world.issue()
    world.dispatch()
    before = world.items()
    world.wait(days=1)
    again = issue_certificates(world.ao(), "R1")
    assert (again.fresh, again.body) == (False, latest)
    assert world.items() == before


def test_again_it_still_tells_who_is_held(world: World) -> None:
    world.submitted()
    query = world.open_query("L2")
    world.decide()
    first = world.issue()
    again = issue_certificates(world.ao(), "R1")
    assert (again.fresh, again.body) == (False, first)
    assert [each.query_id for each in again.body.held] == [query]


def test_where_nobody_is_eligible_there_is_nothing_to_issue(world: World) -> None:
    verified_with(world, L1="nn", L2="ww", L3="nw")
    before = world.items()
    with pytest.raises(Invalid):
        issue_certificates(world.ao(), "R1")
    assert world.items() == before


def test_where_everybody_eligible_is_held_it_says_by_what(world: World) -> None:
    world.open_run()
    world.submit(L3="nn")
    world.notify()
    held = [
        {"learner_id": learner, "query_id": world.open_query(learner)} for learner in ("L1", "L2")
    ]
    world.open_query("L3")
    world.decide()
    before = world.items()
    with pytest.raises(Conflict) as refused:
        issue_certificates(world.ao(), "R1")
    assert refused.value.recorded == {"held": held}
    assert world.items() == before


def test_a_block_that_is_taken_is_left_alone(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    world.certificated("R1")
    taken = world.batches("R1")[0]["block"]
    blocks = iter([taken, taken, new_block()])
    monkeypatch.setattr(service, "new_block", lambda: next(blocks))
    world.certificated("R2")
    assert world.batches("R2")[0]["block"] != taken
    assert len(world.items("block")) == 2
    owner = world.item(f"CERTIFICATES#{taken}", "BLOCK")
    assert owner is not None
    assert owner["course_run_id"] == "R1"
    assert list(blocks) == []


@pytest.mark.parametrize("status", ["open", "submitted", "returned"])
def test_nothing_is_certificated_before_it_is_verified(world: World, status: str) -> None:
    world.open_run()
    if status != "open":
        world.submit()
        world.notify()
    if status == "returned":
        world.decide(what="return")
    before = world.items()
    with pytest.raises(Conflict) as refused:
        issue_certificates(world.ao(), "R1")
    assert refused.value.recorded == {"status": status}
    assert world.items() == before


def test_only_the_awarding_organisation_issues(world: World) -> None:
    world.verified()
    before = world.items()
    for call in (world.centre(), world.verifier()):
        with pytest.raises(Forbidden):
            issue_certificates(call, "R1")
    assert world.items() == before


def test_issued_twice_at_once_nobody_gets_two(world: World) -> None:
    world.verified()
    answers = at_once(world, *[lambda: issue_certificates(world.ao(), "R1")] * 2)
    assert [each.fresh for each in answers] == [True, False]
    assert answers[0].body == answers[1].body
    assert len(world.batches()) == len(world.items("block")) == 1


@pytest.mark.slow
def test_a_run_of_the_largest_size_fits_into_one_transaction(world: World) -> None:
    world.verified(learners=2_000, units=8)
    issued = issue_certificates(world.ao(key="a-key"), "R1").body
    assert len({each.certificate_number for each in issued.certificates}) == 2_000
    assert len(world.batches()[0]["certificates"]) == 2_000
