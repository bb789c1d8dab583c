"""Open queries: the oldest first, page by page, each centre its own, and gone once they are resolved."""

import pytest

from shared.domain.faults import Forbidden
from shared.domain.people import THE_SERVICE
from shared.services.call import Call
from shared.services.open_queries import OpenQuery, open_queries
from shared.services.paging import Wanted, wanted
from tests.services.bodies import centre_user
from tests.services.world import World


def asked(call: Call, centre_id: str | None = None, limit: int = 50) -> list[OpenQuery]:
    """Every page through the cursors."""
    found: list[OpenQuery] = []
    cursor = None
    for _ in range(20):
        page = open_queries(call, wanted(str(limit), cursor), centre_id)
        assert len(page.items) == limit or page.next_cursor is None
        found += page.items
        if (cursor := page.next_cursor) is None:
            return found
    raise AssertionError("The pages never end.")


def five_queries(world: World) -> list[str]:
    """Queries of two centres, by the AO and by a verifier, some at one moment; returns them, the oldest first."""
    world.submitted("R2", centre_id="C2")
    world.submitted("R1", title="Lip Reading")
    opened = [world.open_query("L2", "R1")]
    world.wait(minutes=1)
    opened.append(world.open_query("L1", "R2"))
    world.wait(minutes=1)
    queries = [{"learner_id": f"L{n}", "question": "Whose?"} for n in (1, 3)]
    told = world.decide("R1", queries=queries)
    opened += sorted(each.query_id for each in told.decision.queries)
    world.wait(minutes=1)
    return [*opened, world.open_query("L2", "R2")]


def test_blank_where_nothing_is_asked(world: World) -> None:
    world.submitted()
    assert open_queries(world.ao(), Wanted()).model_dump() == {"items": [], "next_cursor": None}


def test_a_query_is_listed_with_what_it_is_about(world: World) -> None:
    world.submitted(title="Lip Reading", learners=[{"learner_id": "L1", "name": "Zoë Ångström"}])
    query = world.open_query("L1", question="Is it Zoë?")
    (row,) = asked(world.ao())
    assert row.model_dump(mode="json") == {
        "course_run_id": "R1",
        "title": "Lip Reading",
        "centre_id": "C1",
        "centre_name": "Northbridge C1",
        "learner_id": "L1",
        "learner_name": "Zoë Ångström",
        "query_id": query,
        "question": "Is it Zoë?",
        "opened_at": "2026-11-23T09:00:00Z",
        "opened_by": "awarding-organisation",
    }


def test_pages_lose_and_repeat_nothing(world: World) -> None:
    oldest_first = five_queries(world)
    for limit in (1, 2, 5, 50):
        rows = asked(world.ao(), limit=limit)
        assert [row.query_id for row in rows] == oldest_first
        for centre_id in ("C1", "C2"):
            own = [row for row in rows if row.centre_id == centre_id]
            assert 0 < len(own) < len(rows)
            assert asked(world.ao(), centre_id, limit) == own
            assert asked(world.centre(centre_id), None, limit) == own
            assert asked(world.centre(centre_id), centre_id, limit) == own
    assert {row.opened_by for row in asked(world.centre())} == {"verifier", "awarding-organisation"}


def test_a_resolved_query_is_no_longer_listed(world: World) -> None:
    first, *others = five_queries(world)
    world.resolve(first)
    assert [row.query_id for row in asked(world.ao())] == others
    assert first not in [row.query_id for row in asked(world.centre())]
    stored = world.item("RUN#R1", f"RUN#QUERY#{first}")
    assert stored is not None
    assert stored["resolution"]["note"] == "It is."
    assert not {"centre_view", "organisation_view", "place"} & set(stored)


def test_a_centre_sees_its_own_only(world: World) -> None:
    five_queries(world)
    # Another centre is as if it did not exist.
    for call in (world.centre("C1"), world.centre("C9"), world.call(centre_user(""))):
        assert asked(call, "C2") == asked(call, "C9") == []
    assert asked(world.centre("C9")) == []


def test_it_is_not_for_verifiers(world: World) -> None:
    for call in (world.verifier(), world.call(THE_SERVICE)):
        with pytest.raises(Forbidden):
            open_queries(call, Wanted())
