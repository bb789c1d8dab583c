"""Outstanding queries: each holds its own learner's certificate and no one else's."""

import pytest

from shared.domain.faults import Conflict, Forbidden, Invalid, NotFound
from shared.domain.queries import NewQuery
from shared.services.queries import QueryResolution, open_query, resolve_query
from tests.services.races import at_once
from tests.services.world import World

QUESTION = NewQuery(learner_id="L2", question="Is the date of birth right?")


def test_a_query_is_opened(world: World) -> None:
    world.submitted()
    answer = open_query(world.ao(), "R1", QUESTION)
    assert answer.fresh
    (stored,) = world.items("query")
    assert stored["query_id"] == answer.body.query.query_id
    assert (stored["learner_id"], stored["question"]) == ("L2", QUESTION.question)
    assert (stored["opened_by"], stored["opened_at"]) == (
        "awarding-organisation",
        "2026-11-23T09:00:00Z",
    )
    event = world.events()[-1]
    assert (event["type"], event["from"], event["to"]) == ("query_opened", "submitted", "submitted")
    assert event["facts"] == {"query_id": stored["query_id"], "learner_id": "L2"}
    assert world.head()["outstanding_queries"] == 1


def test_it_holds_its_learner_and_nobody_else(world: World) -> None:
    world.submitted()
    query = world.open_query("L2")
    world.decide()
    issued = world.issue()
    assert [each.learner_id for each in issued.certificates] == ["L1", "L3"]
    assert [each.model_dump() for each in issued.held] == [{"learner_id": "L2", "query_id": query}]


def test_the_same_open_question_again_is_the_same_query(world: World) -> None:
    world.submitted()
    first = open_query(world.ao(), "R1", QUESTION)
    before = world.items()
    again = open_query(world.ao(), "R1", QUESTION)
    assert (again.fresh, again.body) == (False, first.body)
    assert world.items() == before


def test_the_same_question_is_a_new_query_once_it_was_resolved(world: World) -> None:
    world.submitted()
    first = world.open_query("L2")
    world.resolve(first)
    second = world.open_query("L2")
    assert first != second
    assert world.head()["outstanding_queries"] == 1


def test_a_learner_can_have_several_and_is_held_until_all_are_resolved(world: World) -> None:
    world.submitted()
    first = world.open_query("L2", question="Is the name right?")
    world.wait(minutes=1)
    second = world.open_query("L2", question="Is the date right?")
    world.decide()
    assert [each.query_id for each in world.issue().held] == [first]
    world.resolve(first)
    assert [each.query_id for each in world.issue().held] == [second]
    world.resolve(second)
    assert [each.learner_id for each in world.issue().certificates] == ["L2"]


def test_a_query_is_resolved(world: World) -> None:
    world.submitted()
    query = world.open_query("L2")
    world.wait(days=1)
    answer = resolve_query(world.ao(), "R1", query, QueryResolution(note="It is right."))
    assert answer.fresh
    (stored,) = world.items("query")
    assert stored["resolution"] == {
        "note": "It is right.",
        "resolved_at": "2026-11-24T09:00:00Z",
    }
    assert answer.body.query.model_dump(mode="json")["resolution"] == stored["resolution"]
    assert world.head()["outstanding_queries"] == 0
    event = world.events()[-1]
    assert event["type"] == "query_resolved"
    assert event["facts"] == {"query_id": query, "learner_id": "L2", "note": "It is right."}


def test_resolving_it_again_changes_nothing(world: World) -> None:
    world.submitted()
    query = world.open_query("L2")
    first = resolve_query(world.ao(), "R1", query, QueryResolution(note="It is right."))
    before = world.items()
    world.wait(days=1)
    again = resolve_query(world.ao(), "R1", query, QueryResolution(note="It is right."))
    assert (again.fresh, again.body) == (False, first.body)
    with pytest.raises(Conflict) as refused:
        resolve_query(world.ao(), "R1", query, QueryResolution(note="It is not."))
    assert refused.value.recorded["query"]["resolution"]["note"] == "It is right."
    assert world.items() == before


def test_two_resolutions_at_once_are_one(world: World) -> None:
    world.submitted()
    query = world.open_query("L2")
    won, lost = at_once(
        world,
        lambda: resolve_query(world.ao(), "R1", query, QueryResolution(note="One.")),
        lambda: resolve_query(world.ao(), "R1", query, QueryResolution(note="Two.")),
    )
    assert won.fresh
    assert isinstance(lost, Conflict)
    assert world.items("query")[0]["resolution"]["note"] == "One."
    assert world.history().count("query_resolved") == 1


def test_an_unknown_query_is_not_found(world: World) -> None:
    world.submitted()
    world.submitted("R2")
    other = world.open_query("L2", run="R2")
    before = world.items()
    for query in ("Q-0000000000", other, ""):
        with pytest.raises(NotFound):
            resolve_query(world.ao(), "R1", query, QueryResolution(note="It is."))
    assert world.items() == before


def test_a_stranger_cannot_be_asked_about(world: World) -> None:
    world.submitted()
    with pytest.raises(Invalid) as refused:
        open_query(world.ao(), "R1", NewQuery(learner_id="L9", question="Who?"))
    assert [fault.pointer for fault in refused.value.faults] == ["/learner_id"]
    assert not world.items("query")


def test_a_certificate_that_was_issued_cannot_be_held(world: World) -> None:
    issued = world.certificated()
    before = world.items()
    with pytest.raises(Conflict) as refused:
        open_query(world.ao(), "R1", QUESTION)
    assert refused.value.recorded == {
        "certificate_number": issued.certificates[1].certificate_number
    }
    assert world.items() == before


def test_a_certificate_issued_at_the_same_moment_cannot_be_held(world: World) -> None:
    world.verified()
    issued, refused = at_once(world, world.issue, lambda: open_query(world.ao(), "R1", QUESTION))
    assert len(issued.certificates) == 3
    assert isinstance(refused, Conflict)
    assert not world.items("query")


def test_a_query_opened_at_the_same_moment_holds(world: World) -> None:
    world.verified()
    opened, issued = at_once(world, lambda: open_query(world.ao(), "R1", QUESTION), world.issue)
    assert [each.query_id for each in issued.held] == [opened.body.query.query_id]
    assert [each.learner_id for each in issued.certificates] == ["L1", "L3"]


def test_before_results_are_submitted_there_is_nothing_to_ask(world: World) -> None:
    world.open_run()
    with pytest.raises(Conflict) as refused:
        open_query(world.ao(), "R1", QUESTION)
    assert refused.value.recorded == {"status": "open"}
    assert not world.items("query")


def test_only_the_awarding_organisation_asks_and_resolves(world: World) -> None:
    world.submitted()
    query = world.open_query("L2")
    before = world.items()
    for call in (world.centre(), world.verifier()):
        with pytest.raises(Forbidden):
            open_query(call, "R1", QUESTION)
        with pytest.raises(Forbidden):
            resolve_query(call, "R1", query, QueryResolution(note="It is."))
    assert world.items() == before
