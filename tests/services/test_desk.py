"""The desk: what is ready to be posted, centre by centre, and the verifiers whom no email has reached."""

import pytest

from shared.domain.faults import Forbidden
from shared.domain.people import THE_SERVICE
from shared.mail.sending import NotSent
from shared.services.desk import not_reached, to_post
from tests.services import moto_account
from tests.services.world import World


def test_nothing_to_post(world: World) -> None:
    world.verified()
    assert to_post(world.ao()) == []


def test_what_is_ready_is_grouped_by_centre_the_longest_waiting_first(world: World) -> None:
    world.certificated("R1", centre_id="C2", title="Lip Reading")
    world.wait(minutes=1)
    world.certificated("R2", learners=1)
    world.wait(minutes=1)
    world.certificated("R3", centre_id="C2", learners=2)
    world.dispatched("R4")
    assert [each.model_dump(mode="json") for each in to_post(world.ao())] == [
        {
            "centre_id": "C2",
            "centre_name": "Northbridge C2",
            "waiting_since": "2026-11-23T09:00:00Z",
            "certificates": 5,
            "course_runs": [
                {"course_run_id": "R1", "title": "Lip Reading", "certificates": 3},
                {
                    "course_run_id": "R3",
                    "title": "Understanding Autism, autumn",
                    "certificates": 2,
                },
            ],
        },
        {
            "centre_id": "C1",
            "centre_name": "Northbridge C1",
            "waiting_since": "2026-11-23T09:01:00Z",
            "certificates": 1,
            "course_runs": [
                {
                    "course_run_id": "R2",
                    "title": "Understanding Autism, autumn",
                    "certificates": 1,
                }
            ],
        },
    ]


def test_only_what_has_not_left_is_counted(world: World) -> None:
    world.released_later()
    world.dispatch(course_run_ids=["R1"])
    assert to_post(world.ao()) == []
    world.issue()
    (ready,) = to_post(world.ao())
    assert (ready.certificates, ready.course_runs[0].certificates) == (1, 1)
    world.dispatch()
    assert to_post(world.ao()) == []


def test_verifiers_whom_no_email_reached(world: World) -> None:
    world.submitted("reached")
    world.open_run("refused", centre_id="C2")
    world.submit("refused")
    moto_account.forbid_sending()
    with pytest.raises(NotSent):
        world.notify("refused")
    moto_account.allow_sending()
    world.wait(minutes=1)
    world.open_run("lost")
    world.submit("lost")
    assert [run.course_run_id for run in not_reached(world.ao())] == ["refused"]
    world.wait(minutes=16)
    found = not_reached(world.ao())
    assert [run.course_run_id for run in found] == ["refused", "lost"]
    assert all(run.verifier_not_reached and run.status == "submitted" for run in found)
    world.notify("lost")
    world.link("refused")
    world.decide("refused")
    assert not_reached(world.ao()) == []


def test_the_desk_is_the_awarding_organisations(world: World) -> None:
    world.certificated()
    for call in (world.centre(), world.verifier(), world.call(THE_SERVICE)):
        with pytest.raises(Forbidden):
            to_post(call)
        with pytest.raises(Forbidden):
            not_reached(call)
