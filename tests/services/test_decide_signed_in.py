"""A verifier who has signed in decides on their own run: by the rules of the link, on the version they looked at."""

from collections.abc import Callable
from typing import Any

import pytest

from shared.domain.faults import Conflict, Forbidden, Invalid, NotFound
from shared.domain.verification import LinkState, VerifierDecision
from shared.services.decide_verification import decide_signed_in, decide_verification
from shared.services.show_verification import show_to_verifier
from tests.services.bodies import decision, results
from tests.services.races import at_once
from tests.services.world import World

ASKED = [
    {"learner_id": "L1", "question": "Whose signature is on unit 1?"},
    {"learner_id": "L3", "question": "Was this moderated?"},
]
Deciding = Callable[[World, VerifierDecision], Any]


def decided(world: World, body: VerifierDecision, version: int = 1) -> Any:
    return decide_signed_in(world.verifier(), "R1", version, body)


def by_link(world: World, body: VerifierDecision) -> Any:
    return decide_verification(world.link_holder(), world.tokens["R1"], body)


EITHER_WAY = pytest.mark.parametrize("decide", [decided, by_link], ids=["signed in", "by link"])


def refused(world: World, body: VerifierDecision, version: int = 1) -> Conflict:
    before = world.items()
    with pytest.raises(Conflict) as refusal:
        decided(world, body, version)
    assert world.items() == before
    return refusal.value


@pytest.mark.parametrize(("what", "status"), [("verify", "verified"), ("return", "returned")])
def test_a_decision_is_recorded_with_who_had_signed_in(
    world: World, what: str, status: str
) -> None:
    world.submitted()
    world.wait(days=400)
    answer = decided(world, decision(what, queries=ASKED))
    assert answer.fresh
    head = world.head()
    assert answer.body.status == head["status"] == status
    told = answer.body.decision.model_dump(mode="json", exclude_none=True)
    assert head["decision"] == told
    assert (told["decision"], told["submission_version"], told["name"]) == (what, 1, "Vera Verity")
    assert head["outstanding_queries"] == len(world.items("query")) == 2
    last = world.events()[-1]
    assert last["type"] == ("results_verified" if what == "verify" else "results_returned")
    assert last["by"] == {"role": "verifier", "id": "user-V1", "verifier_id": "V1"}
    assert last["facts"]["name"] == "Vera Verity"


def test_the_same_decision_again_changes_nothing_whichever_way_it_comes(world: World) -> None:
    world.submitted()
    first = decided(world, decision(queries=ASKED))
    before = world.items()
    world.wait(days=1)
    for decide in (decided, by_link):
        again = decide(world, decision(queries=ASKED))
        assert (again.fresh, again.body) == (False, first.body)
    assert world.items() == before
    with pytest.raises(Conflict):
        by_link(world, decision("return"))


def test_another_decision_learns_what_is_recorded(world: World) -> None:
    world.submitted()
    world.decide()
    recorded = refused(world, decision("return")).recorded
    assert (recorded["state"], recorded["decision"]["decision"]) == ("decided", "verify")


def test_only_the_version_that_they_looked_at_can_be_decided(world: World) -> None:
    world.submitted()
    world.submit(L1="an")
    assert refused(world, decision()).recorded == {"state": "superseded"}
    assert decided(world, decision(), version=2).body.decision.submission_version == 2
    assert refused(world, decision()).recorded == {"state": "superseded"}


@pytest.mark.parametrize("version", [0, -1, 2, 10**9])
def test_a_version_that_there_is_not_is_not_found(world: World, version: int) -> None:
    world.submitted()
    before = world.items()
    with pytest.raises(NotFound):
        decided(world, decision(), version)
    assert world.items() == before


def test_before_results_are_submitted_there_is_nothing_to_see(world: World) -> None:
    world.open_run()
    with pytest.raises(NotFound):
        decided(world, decision())
    with pytest.raises(NotFound):
        show_to_verifier(world.verifier(), "R1")


def test_every_fault_of_a_decision_is_told(world: World) -> None:
    world.submitted()
    unknown = {"learner_id": "L9", "question": "Who?"}
    with pytest.raises(Invalid) as refusal:
        decided(world, decision(queries=[unknown, ASKED[0], ASKED[0]]))
    at = [fault.pointer for fault in refusal.value.faults]
    assert at == ["/queries/0/learner_id", "/queries/2"]
    assert not world.items("query")


def test_of_a_link_and_a_sign_in_at_once_one_wins(world: World) -> None:
    world.submitted()
    won, lost = at_once(
        world,
        lambda: by_link(world, decision("return")),
        lambda: decided(world, decision()),
    )
    assert won.body.status == world.head()["status"] == "returned"
    assert isinstance(lost, Conflict)
    assert lost.recorded["decision"]["decision"] == "return"


def test_others_may_not_decide(world: World) -> None:
    world.submitted()
    before = world.items()
    for call in (world.ao(), world.centre()):
        with pytest.raises(Forbidden):
            decide_signed_in(call, "R1", 1, decision())
        with pytest.raises(Forbidden):
            show_to_verifier(call, "R1")
    # Nor may whoever holds a link decide without it.
    for call in (world.link_holder(), world.verifier("V2"), world.centre("C2")):
        with pytest.raises(NotFound):
            decide_signed_in(call, "R1", 1, decision())
        with pytest.raises(NotFound):
            show_to_verifier(call, "R1")
    assert world.items() == before


@EITHER_WAY
def test_a_query_that_is_open_already_is_not_opened_again(world: World, decide: Deciding) -> None:
    world.submitted()
    first = world.open_query("L1", question=ASKED[0]["question"])
    world.open_query("L2", question=ASKED[1]["question"])
    told = decide(world, decision(queries=ASKED)).body.decision.queries
    assert [each.learner_id for each in told] == ["L1", "L3"]
    assert told[0].query_id == first
    stored = {query["query_id"]: query for query in world.items("query")}
    assert world.head()["outstanding_queries"] == len(stored) == 3
    assert stored[first]["opened_by"] == "awarding-organisation"
    assert stored[told[1].query_id]["opened_by"] == "verifier"
    assert world.events()[-1]["facts"]["queries"][0]["query_id"] == first


@EITHER_WAY
def test_it_is_a_new_query_once_it_was_resolved(world: World, decide: Deciding) -> None:
    world.submitted()
    first = world.open_query("L1", question=ASKED[0]["question"])
    world.open_query("L2")
    world.resolve(first)
    (told,) = decide(world, decision(queries=ASKED[:1])).body.decision.queries
    assert told.query_id != first
    assert world.head()["outstanding_queries"] == 2


def test_a_query_that_is_resolved_at_the_same_moment_is_opened_anew(world: World) -> None:
    world.submitted()
    first = world.open_query("L1", question=ASKED[0]["question"])
    _, answer = at_once(
        world,
        lambda: world.resolve(first),
        lambda: decided(world, decision(queries=ASKED[:1])),
    )
    (told,) = answer.body.decision.queries
    assert told.query_id != first
    assert world.head()["outstanding_queries"] == 1


def test_the_submission_that_stands_is_shown(world: World) -> None:
    world.submitted()
    world.submit(L1="an")
    world.wait(days=400)
    before = world.items()
    shown = show_to_verifier(world.verifier(), "R1")
    assert (shown.state, shown.submission_version) == (LinkState.WAITING, 2)
    assert (shown.holds_until, shown.decision) == (None, None)
    assert shown.details is not None
    assert shown.details.results == results(world.registered["R1"], L1="an").results
    assert shown.details.learners == world.registered["R1"].learners
    assert world.items() == before
    decided(world, decision("return"), version=2)
    shown = show_to_verifier(world.verifier(), "R1")
    assert (shown.state, shown.details) == (LinkState.DECIDED, None)
    assert shown.decision is not None
    assert shown.decision.decision == "return"
    world.submit()
    shown = show_to_verifier(world.verifier(), "R1")
    assert (shown.state, shown.submission_version) == (LinkState.WAITING, 3)
