"""Searching: by a part of what is known of a run, within what the caller may see, newest activity first."""

import pytest

from shared.domain import limits
from shared.domain.people import THE_SERVICE
from shared.services.call import Call
from shared.services.paging import Wanted
from shared.services.register import register_course_run
from shared.services.search_course_runs import search_course_runs
from shared.services.track import list_course_runs
from shared.store import course_runs, search
from shared.store.table import Put
from tests.services.bodies import centre_user, details
from tests.services.world import World

MISS_OBRIEN = {"learner_id": "STU-77", "name": "Zoë O’Brien", "uln": "1234567805"}


def found(call: Call, text: str, centre_id: str | None = None) -> list[str]:
    answer = search_course_runs(call, text, centre_id)
    assert not answer.more
    return [run.course_run_id for run in answer.items]


def one_in_each_centre(world: World) -> None:
    world.open_run("R1", learners=[MISS_OBRIEN], title="Łip Reading")
    world.wait(minutes=1)
    world.open_run("R2", learners=[MISS_OBRIEN], title="Lip Reading", centre_id="C2")


@pytest.mark.parametrize(
    "text",
    [
        "R1",
        "r1",
        "understanding AUTISM, aut",
        "  Understanding \t Autism,\u00a0autumn ",
        "certificate in",
        "601/3589/x",
        "ZOË",
        "zoe o'brien",
        "zoe\u0308 o\u2019BRIEN",
        "brien",
        "stu-77",
        "3456780",
    ],
)
def test_a_centre_finds_its_run_by_a_part_of_what_is_known_of_it(world: World, text: str) -> None:
    world.open_run("R1", learners=[MISS_OBRIEN, {"learner_id": "L2", "name": "Émile Ångström"}])
    world.open_run(
        "other", title="Lip Reading", qualification=_qualification(), learners=[_learner()]
    )
    assert found(world.centre(), text) == ["R1"]
    assert found(world.ao(), text, "C1") == ["R1"]


def _qualification() -> dict[str, str]:
    return {"number": "500/1234/5", "title": "Award in Lip Reading", "level": "2"}


def _learner() -> dict[str, str]:
    return {"learner_id": "L1", "name": "Ann"}


@pytest.mark.parametrize("text", ["", "   ", "\u00ad", "nobody", "Zoë 1234567805", "x" * 1_001])
def test_what_matches_nothing_finds_nothing(world: World, text: str) -> None:
    world.open_run("R1", learners=[MISS_OBRIEN])
    for call in (world.centre(), world.ao(), world.verifier()):
        assert found(call, text) == []
    assert found(world.ao(), text, "C1") == []


def test_two_learners_are_not_read_as_one(world: World) -> None:
    learners = [{"learner_id": "L1", "name": "Ann"}, {"learner_id": "L2", "name": "Bea"}]
    world.open_run("R1", learners=learners)
    assert found(world.centre(), "ann bea") == []
    assert found(world.centre(), "annbea") == []


def test_each_searches_what_they_see(world: World) -> None:
    one_in_each_centre(world)
    assert found(world.centre("C1"), "brien") == found(world.centre("C1"), "brien", "C1") == ["R1"]
    assert found(world.centre("C2"), "lip reading") == ["R2"]
    # Another centre is as if it did not exist.
    assert found(world.centre("C1"), "brien", "C2") == []
    assert found(world.centre("C1"), "R2") == found(world.centre("C9"), "R1") == []
    assert found(world.call(centre_user("")), "R1") == found(world.call(THE_SERVICE), "R1") == []


def test_across_centres_the_ao_finds_a_run_by_its_whole_identifier(world: World) -> None:
    one_in_each_centre(world)
    assert found(world.ao(), " R1 ") == ["R1"]
    for text in ("R", "r1", "R1#", "lip reading", "brien", "é" * 300):
        assert found(world.ao(), text) == []
    assert found(world.ao(), "R1", "C2") == []


def test_a_verifier_finds_their_own_runs_by_identifier_and_title(world: World) -> None:
    one_in_each_centre(world)
    world.open_run("R3", verifier_id="V2", title="Lip Reading")
    assert found(world.verifier(), "lip reading") == ["R2", "R1"]
    assert found(world.verifier(), "lip", "C1") == ["R1"]
    assert found(world.verifier(), "r2") == ["R2"]
    assert found(world.verifier("V2"), "lip") == ["R3"]
    for text in ("brien", "certificate in", "STU-77"):
        assert found(world.verifier(), text) == []


def test_the_newest_activity_comes_first(world: World) -> None:
    for n in range(4):
        world.open_run(f"R{n}")
        world.wait(minutes=1)
    world.submit("R1")
    assert found(world.centre(), "autism") == ["R1", "R3", "R2", "R0"]
    assert found(world.verifier(), "autism") == ["R1", "R3", "R2", "R0"]
    shown = search_course_runs(world.centre(), "R1").items
    assert shown == list_course_runs(world.centre(), Wanted(1)).items


@pytest.mark.slow
def test_so_many_are_shown_and_that_there_are_more_is_said(world: World) -> None:
    world.open_run("R000", learners=1, units=1)
    names = [f"R{n:03d}" for n in range(1, limits.PAGE_MOST)]
    world.copy("R000", names)
    everything = ["R000", *names][::-1]
    assert found(world.centre(), "autism") == everything
    world.copy("R000", ["R999"])
    for call in (world.centre(), world.verifier()):
        answer = search_course_runs(call, "autism")
        assert [run.course_run_id for run in answer.items] == ["R999", *everything[:-1]]
        assert answer.more


def test_an_amended_run_is_found_by_what_now_stands(world: World) -> None:
    world.open_run("R1", learners=[MISS_OBRIEN], title="Lip Reading")
    register_course_run(world.ao(), "R1", details(title="Lip Sync", verifier_id="V2"))
    assert found(world.centre(), "reading") == found(world.centre(), "brien") == []
    assert found(world.centre(), "sync") == ["R1"]


@pytest.mark.slow
def test_the_largest_run_is_found_by_every_learner(world: World) -> None:
    learners = [
        {"learner_id": f"{n:064d}", "name": f"{n} " + "Ĳ" * (254 - len(str(n)))}
        for n in range(limits.LEARNERS_PER_RUN)
    ]
    world.open_run("R1", learners=learners)
    pieces = world.items("search")
    assert len(pieces) > 5
    assert all(len(str(piece).encode()) < 400_000 for piece in pieces)
    for n in (0, 2_500, 4_999):
        assert found(world.centre(), f"{n} ijij") == found(world.centre(), f"{n:064d}") == ["R1"]
    # Pieces that are left over from a longer registration find nothing.
    world.open_run("R1", learners=2)
    assert len(world.items("search")) == len(pieces)
    assert found(world.centre(), "ijij") == []
    assert found(world.centre(), "zoe 2") == ["R1"]


def test_what_a_run_is_found_by_leaves_room_for_its_roster(world: World) -> None:
    world.open_run("R1", learners=100)
    found = course_runs.load_with_roster(world.table, "R1")
    assert found is not None
    (whole,) = search.listing(*found, beside=[])
    (cut,) = search.listing(*found, beside=[Put({"data": bytes(search.TRANSACTION_BYTES - 200)})])
    assert whole.item["folded"].startswith(cut.item["folded"])
    assert 150 < len(cut.item["folded"]) <= 200
    assert "autism" in cut.item["folded"]
