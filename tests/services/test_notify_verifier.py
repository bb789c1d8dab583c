"""The verifier is notified once, of what stands, by a link that is stored only as a hash."""

import hashlib
import zlib

import pytest

from shared.domain.verification import LinkState
from shared.mail.sending import NotSent
from shared.services.notify_verifier import Notified
from shared.services.show_verification import show_verification
from shared.store.items import Item
from tests.services import moto_account
from tests.services.races import at_once
from tests.services.world import World


def everything_in(item: Item) -> str:
    """All text of an item, what is compressed in it included."""
    packed = [v for v in item.values() if isinstance(v, bytes)]
    return repr(item) + "".join(zlib.decompress(v).decode() for v in packed)


def test_that_it_was_sent_is_in_the_runs_history(world: World) -> None:
    world.submitted()
    event = world.events()[-1]
    assert (event["type"], event["by"]["role"]) == ("verifier_notified", "service")
    assert (event["from"], event["to"]) == ("submitted", "submitted")
    assert event["facts"] == {"submission_version": 1, "verifier_id": "V1"}
    assert "notify" not in event
    assert world.head()["notification"]["state"] == "sent"


def test_of_the_links_token_only_the_hash_is_stored(world: World) -> None:
    token = world.submitted()
    world.decide(queries=[{"learner_id": "L1", "question": "Whose?"}])
    items = world.items()
    assert len(token) >= 43
    assert not [item["pk"] for item in items if token in everything_in(item)]
    hashed = hashlib.sha256(token.encode()).hexdigest()
    assert world.item(f"LINK#{hashed}", "LINK") == {
        "pk": f"LINK#{hashed}",
        "sk": "LINK",
        "kind": "link",
        "course_run_id": "R1",
        "submission_version": 1,
        "holds_until": "2026-12-07T09:00:00Z",
    }
    # The search would have found it.
    assert [item["pk"] for item in items if hashed in everything_in(item)] == [f"LINK#{hashed}"]


def test_a_record_that_comes_again_sends_nothing(world: World) -> None:
    world.submitted()
    before = world.items()
    for _ in range(3):
        world.wait(minutes=1)
        assert world.notify() == Notified(state=None)
    assert len(world.mail()) == 1
    assert world.items() == before


def test_what_is_superseded_is_not_sent(world: World) -> None:
    world.open_run()
    world.submit()
    first = world.head()["notification"]["asked_by"]
    world.submit(L1="an")
    before = world.items()
    assert world.notify(asked_by=first) == Notified(state=None)
    assert world.mail() == []
    assert world.items() == before
    assert world.notify() == Notified(state="sent")
    assert "version 2" in world.mail()[0]["subject"]


def test_what_is_decided_already_is_not_sent(world: World) -> None:
    world.submitted()
    asked_by = world.head()["notification"]["asked_by"]
    world.decide()
    before = world.items()
    assert world.notify(asked_by=asked_by) == Notified(state=None)
    assert len(world.mail()) == 1
    assert world.items() == before


def test_nor_what_was_decided_by_an_email_that_nobody_recorded(world: World) -> None:
    world.open_run()
    world.submit()
    # The email left, and its invocation died before it could record that.
    world.link()
    world.decide()
    before = world.items()
    assert world.notify() == Notified(state=None)
    assert world.mail() == []
    assert world.items() == before


def test_a_run_that_is_not_there_is_not_sent(world: World) -> None:
    assert world.notify(run="R9", asked_by=2) == Notified(state=None)
    assert world.mail() == []


def test_not_reaching_the_verifier_is_recorded_once_and_cleared_by_success(world: World) -> None:
    world.open_run()
    world.submit()
    moto_account.forbid_sending()
    for _ in range(3):
        with pytest.raises(NotSent):
            world.notify()
    moto_account.allow_sending()
    assert world.history()[2:] == ["verifier_not_reached"]
    assert world.head()["notification"]["state"] == "failed"
    assert world.mail() == []
    assert world.notify() == Notified(state="sent")
    assert world.history()[2:] == ["verifier_not_reached", "verifier_notified"]
    assert world.head()["notification"]["state"] == "sent"
    assert len(world.mail()) == 1


def test_why_it_was_not_sent_names_nobody(world: World) -> None:
    world.open_run()
    world.submit()
    moto_account.forbid_sending()
    with pytest.raises(NotSent) as refused:
        world.notify()
    assert "verifiers.example" not in str(refused.value)


def test_a_verifier_who_is_missing_is_not_reached(world: World) -> None:
    world.open_run()
    world.submit()
    world.table.client.delete_item(
        TableName=world.table.name, Key={"pk": {"S": "VERIFIER#V1"}, "sk": {"S": "VERIFIER"}}
    )
    with pytest.raises(NotSent):
        world.notify()
    assert world.history()[2:] == ["verifier_not_reached"]
    assert not world.items("link")


def test_the_verifier_is_mailed_where_they_are_now(world: World) -> None:
    world.open_run(verifier_id="V2")
    world.submit()
    world.notify()
    assert world.mail()[0]["to"] == "V2@verifiers.example"


def test_a_decision_made_while_the_email_leaves_stands(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.open_run()
    world.submit()
    send = world.clients["sesv2"].send_email

    def verify_at_once(**email: object) -> None:
        send(**email)
        world.tokens["R1"] = world.mail()[-1]["links"][0].rpartition("/")[2]
        world.decide()

    monkeypatch.setattr(world.clients["sesv2"], "send_email", verify_at_once)
    assert world.notify() == Notified(state="sent")
    assert world.history()[2:] == ["results_verified", "verifier_notified"]
    assert world.head()["status"] == "verified"


def test_results_submitted_while_the_email_leaves_are_asked_for_in_their_own(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.open_run()
    world.submit()
    send = world.clients["sesv2"].send_email

    def submit_at_once(**email: object) -> None:
        send(**email)
        world.submit(L1="nn")

    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(world.clients["sesv2"], "send_email", submit_at_once)
        world.notify()
    assert world.history()[2:] == ["results_submitted"]
    assert world.head()["notification"]["state"] == "waiting"
    older = show_verification(world.link_holder(), world.tokens["R1"])
    assert older.state is LinkState.SUPERSEDED
    world.notify()
    assert world.history()[2:] == ["results_submitted", "verifier_notified"]
    assert len(world.mail()) == 2


def test_two_deliveries_at_once_are_recorded_once(world: World) -> None:
    world.open_run()
    world.submit()
    told = at_once(world, world.notify, world.notify)
    assert told == [Notified(state="sent")] * 2
    assert world.history()[2:] == ["verifier_notified"]
