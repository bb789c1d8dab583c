"""Verifying and returning: once, on the version that was looked at, with the queries in the same transaction."""

from typing import Any

import pytest

from shared.domain.faults import Conflict, Invalid, NotFound
from shared.domain.verification import VerifierDecision
from shared.services.decide_verification import decide_verification
from tests.services.bodies import decision
from tests.services.races import at_once
from tests.services.world import World

ASKED = [
    {"learner_id": "L1", "question": "Whose signature is on unit 1?"},
    {"learner_id": "L3", "question": "Was this moderated?"},
]


def decided(world: World, body: VerifierDecision, token: str | None = None) -> Any:
    return decide_verification(world.link_holder(), token or world.tokens["R1"], body)


def refused(world: World, body: VerifierDecision, token: str | None = None) -> Conflict:
    before = world.items()
    with pytest.raises(Conflict) as refusal:
        decided(world, body, token)
    assert world.items() == before
    return refusal.value


@pytest.mark.parametrize(
    ("what", "status", "event"),
    [("verify", "verified", "results_verified"), ("return", "returned", "results_returned")],
)
def test_a_decision_is_recorded(world: World, what: str, status: str, event: str) -> None:
    world.submitted()
    world.wait(hours=1)
    answer = decided(world, decision(what))
    assert answer.fresh
    assert answer.body.status == world.head()["status"] == status
    stored = world.head()["decision"]
    assert stored == answer.body.decision.model_dump(mode="json", exclude_none=True)
    assert (stored["decision"], stored["submission_version"]) == (what, 1)
    assert stored["decided_at"] == "2026-11-23T10:00:00Z"
    last = world.events()[-1]
    assert (last["type"], last["from"], last["to"]) == (event, "submitted", status)
    assert last["by"] == {"role": "verifier", "id": "Vera Verity", "verifier_id": "V1"}
    assert last["facts"]["submission_version"] == 1
    assert last["facts"].get("reason") == (
        "Unit 2 was not moderated." if what == "return" else None
    )


def test_queries_are_opened_in_the_same_transaction(world: World) -> None:
    world.submitted()
    writes: list[int] = []
    events, count = world.table.client.meta.events, lambda **_: writes.append(1)
    events.register("before-call.dynamodb.TransactWriteItems", count)
    answer = decided(world, decision(queries=ASKED)).body
    events.unregister("before-call.dynamodb.TransactWriteItems", count)
    assert writes == [1]
    stored = {query["query_id"]: query for query in world.items("query")}
    assert [each.learner_id for each in answer.decision.queries] == ["L1", "L3"]
    for asked, told in zip(ASKED, answer.decision.queries, strict=True):
        query = stored[told.query_id]
        assert (query["learner_id"], query["question"]) == tuple(asked.values())
        assert (query["opened_by"], query["opened_at"]) == ("verifier", "2026-11-23T09:00:00Z")
    assert world.head()["outstanding_queries"] == len(stored) == 2
    assert [each.learner_id for each in world.issue().held] == ["L1", "L3"]


def test_returned_results_may_come_with_queries(world: World) -> None:
    world.submitted()
    answer = decided(world, decision("return", queries=ASKED)).body
    assert answer.status == "returned"
    assert world.head()["outstanding_queries"] == 2


def test_the_same_decision_again_changes_nothing(world: World) -> None:
    world.submitted()
    first = decided(world, decision(queries=ASKED))
    world.issue()
    before = world.items()
    world.wait(days=30)
    again = decided(world, decision(queries=ASKED))
    assert (again.fresh, again.body.decision) == (False, first.body.decision)
    assert again.body.status == "certificated"
    assert world.items() == before


@pytest.mark.parametrize(
    "other",
    [
        decision("return"),
        decision(name="Somebody Else"),
        decision(queries=ASKED[:1]),
        decision(reason="All in order."),
    ],
    ids=["the other one", "another name", "a query", "a reason"],
)
def test_another_decision_learns_what_is_recorded(world: World, other: VerifierDecision) -> None:
    world.submitted()
    decided(world, decision())
    recorded = refused(world, other).recorded
    assert recorded["state"] == "decided"
    assert recorded["decision"]["decision"] == "verify"
    assert recorded["decision"]["name"] == "Vera Verity"


def test_of_two_decisions_at_once_one_wins_and_the_other_learns_of_it(world: World) -> None:
    world.submitted()
    won, lost = at_once(
        world,
        lambda: decided(world, decision("return", queries=ASKED)),
        lambda: decided(world, decision(queries=ASKED[:1])),
    )
    assert won.body.status == world.head()["status"] == "returned"
    assert isinstance(lost, Conflict)
    assert lost.recorded["decision"]["decision"] == "return"
    assert len(world.items("query")) == 2
    assert world.history().count("results_verified") == 0


def test_the_same_decision_twice_at_once_is_one(world: World) -> None:
    world.submitted()
    answers = at_once(world, *[lambda: decided(world, decision(queries=ASKED))] * 2)
    assert [each.fresh for each in answers] == [True, False]
    assert answers[0].body == answers[1].body
    assert len(world.items("query")) == 2


def test_a_superseded_link_decides_nothing(world: World) -> None:
    older = world.submitted()
    world.submit(L1="an")
    refusal = refused(world, decision(), older)
    assert refusal.recorded == {"state": "superseded"}
    assert "newer" in refusal.detail


def test_a_link_of_results_that_were_returned_decides_nothing_more(world: World) -> None:
    older = world.submitted()
    world.decide(what="return")
    world.submit(L1="an")
    assert refused(world, decision(), older).recorded["decision"]["decision"] == "return"
    world.notify()
    decided(world, decision())
    assert refused(world, decision(), older).recorded == {"state": "superseded"}


def test_an_expired_link_decides_nothing(world: World) -> None:
    world.submitted()
    world.wait(days=14)
    assert refused(world, decision()).recorded == {"state": "expired"}
    assert world.head()["status"] == "submitted"


def test_every_fault_of_a_decision_is_told(world: World) -> None:
    world.submitted()
    before = world.items()
    unknown = {"learner_id": "L9", "question": "Who?"}
    body = decision(queries=[unknown, ASKED[0], ASKED[0]])
    with pytest.raises(Invalid) as refusal:
        decided(world, body)
    assert [fault.pointer for fault in refusal.value.faults] == [
        "/queries/0/learner_id",
        "/queries/2",
    ]
    assert world.items() == before


def test_an_unknown_link_decides_nothing(world: World) -> None:
    token = world.submitted()
    before = world.items()
    with pytest.raises(NotFound):
        decided(world, decision(), token.swapcase())
    assert world.items() == before


def test_as_many_queries_as_a_decision_takes_fit_into_its_transaction(world: World) -> None:
    world.submitted(learners=90)
    asked = [{"learner_id": f"L{n}", "question": "Who?"} for n in range(1, 91)]
    call = world.link_holder(key="a-key")
    answer = decide_verification(call, world.tokens["R1"], decision(queries=asked))
    assert len(answer.body.decision.queries) == len(world.items("query")) == 90
