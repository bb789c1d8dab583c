"""Registering centres, verifiers and course runs."""

import pytest

from shared.domain.faults import Conflict, Forbidden, Invalid
from shared.domain.people import CentreDetails, VerifierDetails
from shared.services.register import register_centre, register_course_run, register_verifier
from shared.store import course_runs
from tests.services.bodies import details, numbered_learners
from tests.services.races import at_once
from tests.services.world import World

CENTRE = CentreDetails.model_validate(
    {
        "name": "Southbridge College",
        "email": "exams@southbridge.example",
        "division": "northern-ireland",
        "address": "2 Low Street\nSouthbridge",
    }
)


def test_a_centre_is_recorded_as_it_is_now_said_to_be(world: World) -> None:
    centre = register_centre(world.ao(), "C3", CENTRE)
    renamed = register_centre(world.ao(), "C3", CENTRE.model_copy(update={"name": "Southbridge"}))
    assert centre.model_dump() == CENTRE.model_dump() | {"centre_id": "C3"}
    stored = world.item("CENTRE#C3", "CENTRE")
    assert stored == {
        "pk": "CENTRE#C3",
        "sk": "CENTRE",
        "kind": "centre",
        **renamed.model_dump(mode="json"),
    }
    assert stored["name"] == "Southbridge"


def test_a_verifier_is_recorded_as_they_are_now_said_to_be(world: World) -> None:
    for email in ("old@verifiers.example", "new@verifiers.example"):
        register_verifier(world.ao(), "V3", VerifierDetails(name="Víctor", email=email))
    stored = world.item("VERIFIER#V3", "VERIFIER")
    assert stored is not None
    assert (stored["name"], stored["email"]) == ("Víctor", "new@verifiers.example")


def test_a_course_run_is_registered(world: World) -> None:
    answer = register_course_run(world.ao(), "R1", details(learners=5, units=3))
    assert answer.fresh
    told = answer.body.model_dump()
    assert told == {
        "course_run_id": "R1",
        "status": "open",
        "version": 1,
        "learners": 5,
        "units": 3,
        "warnings": [],
    }
    head = world.head()
    assert (head["status"], head["version"], head["centre_name"]) == ("open", 1, "Northbridge C1")
    (event,) = world.events()
    assert event["type"] == "course_run_registered"
    assert event["by"] == {"role": "awarding-organisation", "id": "dispatch-desk"}
    assert event["at"] == "2026-11-23T09:00:00.000000Z"
    assert event["to"] == "open"
    found = course_runs.load_with_roster(world.table, "R1")
    assert found is not None
    assert found[1].learners == details(5, 3).learners
    assert found[1].units == details(5, 3).units


def test_registering_it_again_changes_nothing(world: World) -> None:
    first = register_course_run(world.ao(), "R1", details())
    before = world.items()
    world.wait(days=1)
    again = register_course_run(world.ao(), "R1", details())
    assert (again.fresh, again.body) == (False, first.body)
    assert world.items() == before


def test_it_is_amended_while_it_is_open(world: World) -> None:
    world.open_run(learners=40, units=8)
    world.wait(days=1)
    answer = register_course_run(world.ao(), "R1", details(2, verifier_id="V2"))
    assert (answer.fresh, answer.body.version, answer.body.learners) == (True, 2, 2)
    head = world.head()
    assert (head["verifier_id"], head["verifier_view"]) == ("V2", "VERIFIER#V2")
    assert world.history() == ["course_run_registered"] * 2
    found = course_runs.load_whole(world.table, "R1")
    assert found is not None
    assert [each.learner_id for each in found.roster.learners] == ["L1", "L2"]


def test_it_is_fixed_once_results_are_submitted(world: World) -> None:
    world.open_run()
    world.submit()
    before = world.items()
    with pytest.raises(Conflict) as refused:
        register_course_run(world.ao(), "R1", details(learners=4))
    assert refused.value.recorded == {"status": "submitted"}
    same = register_course_run(world.ao(), "R1", details())
    assert (same.fresh, same.body.status, same.body.version) == (False, "submitted", 2)
    assert world.items() == before


def test_it_stays_with_its_centre(world: World) -> None:
    world.open_run()
    with pytest.raises(Conflict) as refused:
        register_course_run(world.ao(), "R1", details(centre_id="C2"))
    assert refused.value.recorded == {"centre_id": "C1"}
    assert world.head()["centre_id"] == "C1"


def test_a_centre_and_a_verifier_that_are_not_there_are_told_together(world: World) -> None:
    before = world.items()
    with pytest.raises(Invalid) as refused:
        register_course_run(world.ao(), "R1", details(centre_id="C9", verifier_id="V9"))
    assert [f.pointer for f in refused.value.faults] == ["/centre_id", "/verifier_id"]
    assert world.items() == before


def test_what_looks_mistyped_is_taken_with_a_warning(world: World) -> None:
    units = [{"reference": "A/999/9999", "title": "A unit", "level": 2, "credits": 1}]
    number = {"number": "601/3589/1", "title": "A qualification", "level": 2}
    odd = details(units=1, qualification=number).model_dump() | {"units": units}
    warned = register_course_run(world.ao(), "R1", details().model_validate(odd))
    assert len(warned.body.warnings) == 2
    again = register_course_run(world.ao(), "R1", details().model_validate(odd))
    assert again.body.warnings == warned.body.warnings
    assert world.head()["status"] == "open"


def test_only_the_awarding_organisation_registers(world: World) -> None:
    before = world.items()
    for call in (world.centre(), world.verifier()):
        with pytest.raises(Forbidden):
            register_course_run(call, "R1", details())
        with pytest.raises(Forbidden):
            register_centre(call, "C3", CENTRE)
        with pytest.raises(Forbidden):
            register_verifier(call, "V3", VerifierDetails(name="V", email="v@verifiers.example"))
    assert world.items() == before


def test_two_registrations_at_once_are_one_after_the_other(world: World) -> None:
    first, second = details(learners=2), details(learners=3)
    answers = at_once(
        world,
        lambda: register_course_run(world.ao(), "R1", first),
        lambda: register_course_run(world.ao(), "R1", second),
    )
    assert [each.body.version for each in answers] == [1, 2]
    assert world.head()["learners"] == 3


def test_the_same_registration_twice_at_once_is_one(world: World) -> None:
    answers = at_once(world, *[lambda: register_course_run(world.ao(), "R1", details())] * 2)
    assert [each.fresh for each in answers] == [True, False]
    assert answers[0].body == answers[1].body
    assert world.head()["version"] == 1


def test_who_cannot_be_printed_is_told_and_registered_all_the_same(world: World) -> None:
    learners = numbered_learners(3)
    learners[1]["name"] = "Zoë ᏣᎳᎩ"
    said = details(learners=learners)
    for fresh in (True, False):
        answer = register_course_run(world.ao(), "R1", said)
        assert answer.fresh == fresh
        (warning,) = answer.body.warnings
        assert "learner L2" in warning
        assert "U+13E3" in warning
    assert world.head()["learners"] == 3
