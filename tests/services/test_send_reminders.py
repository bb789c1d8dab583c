"""Reminders: one digest a reader and day, each step once, and silence once it is confirmed or decided."""

from typing import Any

import pytest

from shared.domain import limits
from shared.mail.sending import NotSent, Postbox
from shared.services.send_reminders import Reminded
from tests.services import moto_account
from tests.services.consistency import check_consistency
from tests.services.races import at_once
from tests.services.reminding import COMPLIANCE, days_of_reminders, mailed, remind
from tests.services.world import World

CENTRE, OTHER, VERIFIER = "C1@centres.example", "C2@centres.example", "V1@verifiers.example"


def marks(world: World) -> dict[str, Any]:
    return {item["pk"]: item.get("through") for item in world.items("mailing")}


def test_a_centre_is_reminded_on_each_step_and_not_between(world: World) -> None:
    world.dispatched()
    world.dispatched("R2", centre_id="C2")
    start = world.keep()
    expected = ["30 Nov", "03 Dec", "07 Dec", "14 Dec", "21 Dec", "30 Dec"]
    assert days_of_reminders(world, CENTRE, 38) == expected
    world.put_back(start)
    # Scotland keeps St Andrew's Day.
    expected = ["01 Dec", "04 Dec", "08 Dec", "15 Dec", "22 Dec", "31 Dec"]
    assert days_of_reminders(world, OTHER, 38) == expected
    check_consistency(world)


def test_the_compliance_lead_is_told_from_the_fifth_working_day_overdue(world: World) -> None:
    world.dispatched()
    world.dispatched("R2", centre_id="C2")
    assert days_of_reminders(world, COMPLIANCE, 30) == ["14 Dec", "15 Dec", "21 Dec", "22 Dec"]


def test_without_a_compliance_lead_the_centre_is_reminded_all_the_same(world: World) -> None:
    world.dispatched()
    world.wait(days=30)
    assert remind(world, compliance=None).sent == {"centre": 1, "verifier": 0, "compliance": 0}


def test_a_verifier_is_reminded_until_they_decide_also_if_never_reached(world: World) -> None:
    world.submitted()
    world.open_run("R2", verifier_id="V2")
    world.submit("R2")
    start = world.keep()
    assert days_of_reminders(world, VERIFIER, 22) == ["30 Nov", "07 Dec", "14 Dec"]
    world.put_back(start)
    assert days_of_reminders(world, "V2@verifiers.example", 10) == ["30 Nov"]
    world.link()
    world.decide()
    assert days_of_reminders(world, VERIFIER, 10) == []


def test_a_resubmission_begins_its_own_ladder(world: World) -> None:
    world.submitted()
    world.wait(days=6)
    world.submit(L1="an")
    assert days_of_reminders(world, VERIFIER, 7) == ["04 Dec"]


def test_days_on_which_no_job_ran_are_made_up_for_once(world: World) -> None:
    world.dispatched()
    world.wait(days=24)
    assert remind(world).sent == {"centre": 1, "verifier": 0, "compliance": 1}
    assert remind(world) == Reminded()
    assert days_of_reminders(world, CENTRE, 5) == ["21 Dec"]


def test_repeated_runs_mail_and_write_nothing(world: World) -> None:
    world.dispatched()
    world.submitted("R2")
    world.wait(days=7)
    told = remind(world)
    assert (told.sent, told.silent) == ({"centre": 1, "verifier": 1, "compliance": 0}, 0)
    before, mail = world.items(), world.mail()
    assert marks(world) == {
        "MAILED#reminders#centre#C1": "2026-11-30",
        "MAILED#reminders#verifier#V1": "2026-11-30",
    }
    for _ in range(3):
        world.wait(hours=2)
        assert remind(world) == Reminded()
    assert (world.items(), world.mail()) == (before, mail)


def test_a_parcel_that_is_recorded_late_is_reminded_of_the_morning_after(world: World) -> None:
    world.dispatched()
    world.wait(days=7)
    remind(world)
    world.certificated("R2")
    world.wait(hours=1)
    world.dispatch(course_run_ids=["R2"], dispatched_on=world.ao().today.replace(day=20))
    remind(world)
    assert len(mailed(world, CENTRE)) == 1
    assert days_of_reminders(world, CENTRE, 1) == ["01 Dec"]
    assert "R2" in world.mail()[-1]["text"]
    assert "R1" not in world.mail()[-1]["text"]


def test_whatever_is_recorded_while_the_job_runs_is_left_for_the_next(world: World) -> None:
    world.dispatched()
    world.wait(days=7)
    slow = world.now
    world.wait(seconds=5)
    world.certificated("R2")
    world.dispatch(course_run_ids=["R2"], dispatched_on=world.ao().today.replace(day=20))
    world.now = slow
    remind(world)
    assert "R2" not in world.mail()[-1]["text"]
    assert days_of_reminders(world, CENTRE, 1) == ["01 Dec"]


def test_what_was_confirmed_a_moment_ago_is_not_reminded_of(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.dispatched()
    world.wait(days=28)
    from shared.services import send_reminders

    genuine = send_reminders.plan

    def then_confirmed(*of: Any) -> Any:
        found = genuine(*of)
        world.receive()
        return found

    monkeypatch.setattr(send_reminders, "plan", then_confirmed)
    told = remind(world)
    assert (sum(told.sent.values()), told.silent) == (0, 2)
    assert world.mail() == []
    # It counts as said.
    assert set(marks(world).values()) == {"2026-12-21"}


def test_nobody_is_reminded_after_confirming_whenever_that_is(world: World) -> None:
    for wait in (1, 7, 9, 14, 20, 27):
        begun = world.keep()
        world.dispatched()
        world.wait(days=wait)
        remind(world)
        world.receive()
        sent = len(world.mail())
        days_of_reminders(world, CENTRE, 40 - wait)
        assert len(world.mail()) == sent
        world.put_back(begun)


def test_a_digest_holds_only_what_is_due(world: World) -> None:
    world.dispatched("R1")
    world.wait(days=3)
    world.dispatched("R2")
    world.wait(days=4)
    remind(world)
    assert "R1" in world.mail()[-1]["text"]
    assert "R2" not in world.mail()[-1]["text"]


def test_a_failure_for_one_centre_keeps_no_other_from_theirs(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    for n, centre_id in enumerate(("C1", "C2")):
        world.dispatched(f"R{n}", centre_id=centre_id)
    world.submitted("R9")
    world.wait(days=28)
    genuine = Postbox.send

    def refuse_one(postbox: Postbox, message: Any) -> None:
        if CENTRE in str(message["To"]):
            raise NotSent("MessageRejected")
        genuine(postbox, message)

    with monkeypatch.context() as broken:
        broken.setattr(Postbox, "send", refuse_one)
        told = remind(world)
    assert told.failures == ["NotSent"]
    assert told.sent == {"centre": 1, "verifier": 1, "compliance": 1}
    assert mailed(world, CENTRE) == []
    told = remind(world)
    assert told == Reminded(sent={"centre": 1, "verifier": 0, "compliance": 0})
    assert [len(mailed(world, each)) for each in (CENTRE, OTHER, VERIFIER, COMPLIANCE)] == [1] * 4


def test_when_ses_refuses_everything_nothing_counts_as_said(world: World) -> None:
    world.dispatched()
    world.wait(days=7)
    moto_account.forbid_sending()
    assert remind(world).failures == ["NotSent"]
    assert marks(world) == {"MAILED#reminders#centre#C1": None}
    moto_account.allow_sending()
    assert days_of_reminders(world, CENTRE, 1) == ["01 Dec"]


def test_of_two_runs_at_once_one_mails(world: World) -> None:
    world.dispatched()
    world.wait(days=7)
    first, second = at_once(
        world, lambda: remind(world), lambda: remind(world), write="dynamodb.PutItem"
    )
    assert first.sent["centre"] == 1
    assert (second.sent["centre"], second.failures) in [(0, []), (0, ["NotSent"])]
    assert remind(world) == Reminded()
    assert len(mailed(world, CENTRE)) == 1


def test_what_another_run_is_sending_is_left_to_it_until_it_must_have_died(world: World) -> None:
    world.dispatched()
    world.wait(days=7)
    remind(world)
    world.wait(days=3)
    (item,) = world.items("mailing")
    held_until = world.now + limits.MAIL_HELD_FOR
    world.table.put({**item, "held_until": int(held_until.timestamp())})
    assert remind(world).failures == ["NotSent"]
    world.now = held_until
    assert remind(world).sent["centre"] == 1
    assert len(mailed(world, CENTRE)) == 2


def test_a_verifier_who_is_gone_is_a_failure_for_them_alone(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.dispatched()
    world.submitted("R2")
    world.wait(days=7)
    monkeypatch.setattr("shared.services.send_reminders.people.load_verifier", lambda *_: None)
    told = remind(world)
    assert (told.failures, told.sent["centre"]) == (["NotSent"], 1)
