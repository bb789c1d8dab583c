"""The AO has the verifier mailed again."""

import pytest

from shared.domain.faults import Conflict, Forbidden
from shared.domain.verification import LinkState
from shared.services.notify_again import notify_again
from shared.services.show_verification import show_verification
from tests.services.races import at_once
from tests.services.world import World


def test_while_an_email_is_on_its_way_it_is_the_one_asked_for(world: World) -> None:
    world.open_run()
    world.submit()
    before = world.items()
    world.wait(minutes=15)
    answer = notify_again(world.ao(), "R1")
    assert (answer.fresh, answer.body.notification.asked_by) == (False, 2)
    assert world.items() == before


def test_a_verifier_who_has_waited_too_long_is_mailed_again(world: World) -> None:
    world.open_run()
    world.submit()
    world.wait(minutes=15, seconds=1)
    answer = notify_again(world.ao(), "R1")
    assert (answer.fresh, answer.body.status) == (True, "submitted")
    assert answer.body.notification.model_dump(mode="json") == world.head()["notification"]
    event = world.events()[-1]
    assert (event["type"], event["notify"]) == ("notification_requested", "verifier")
    assert (event["sequence"], event["facts"]) == (3, {"submission_version": 1})
    # The older record may still come; only the newer one counts.
    assert world.notify(asked_by=2).state is None
    assert world.notify(asked_by=3).state == "sent"
    assert len(world.mail()) == 1


def test_an_expired_link_is_followed_by_a_new_one(world: World) -> None:
    older = world.submitted()
    world.wait(days=14)
    notify_again(world.ao(), "R1")
    world.notify()
    states = [
        show_verification(world.link_holder(), token).state for token in (older, world.tokens["R1"])
    ]
    assert states == [LinkState.EXPIRED, LinkState.WAITING]
    assert world.decide().status == "verified"
    assert len(world.mail()) == 2


def test_after_a_failure_there_is_no_waiting(world: World) -> None:
    world.open_run(verifier_id="V2")
    world.submit()
    head = world.head()
    head["notification"]["state"] = "failed"
    world.table.put(head)
    assert notify_again(world.ao(), "R1").fresh
    assert world.head()["notification"]["state"] == "waiting"


@pytest.mark.parametrize("ready", [World.open_run, World.verified], ids=["open", "verified"])
def test_there_is_nothing_to_mail_before_or_after(world: World, ready: object) -> None:
    assert callable(ready)
    ready(world)
    before = world.items()
    with pytest.raises(Conflict) as refused:
        notify_again(world.ao(), "R1")
    assert refused.value.recorded == {"status": world.head()["status"]}
    assert world.items() == before


def test_only_the_awarding_organisation_asks_for_it(world: World) -> None:
    world.submitted()
    before = world.items()
    for call in (world.centre(), world.verifier()):
        with pytest.raises(Forbidden):
            notify_again(call, "R1")
    assert world.items() == before


def test_asked_for_twice_at_once_it_is_asked_for_once(world: World) -> None:
    world.submitted()
    answers = at_once(world, *[lambda: notify_again(world.ao(), "R1")] * 2)
    assert [each.fresh for each in answers] == [True, False]
    assert answers[0].body == answers[1].body
    assert world.history().count("notification_requested") == 1
