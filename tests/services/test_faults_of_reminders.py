"""Whatever goes wrong while reminders are sent: tried again, everybody has theirs, and a step is told once."""

import pytest

from tests.services.consistency import check_consistency
from tests.services.faults import FAILURES, Fault, Struck
from tests.services.reminding import COMPLIANCE, due, mailed, remind
from tests.services.world import World

pytestmark = pytest.mark.slow

SENDING, WRITING = "SendEmail", "PutItem"
READERS = ("C1@centres.example", "C2@centres.example", "V1@verifiers.example", COMPLIANCE)
TRIES = 3


def prepared(world: World) -> None:
    world.dispatched("R1")
    world.dispatched("R2", centre_id="C2")
    world.submitted("R3")
    world.wait(days=7)
    remind(world)
    world.wait(days=21)


def run(world: World) -> bool:
    """What the function does: it fails where a reminder was not sent."""
    return remind(world).failures == []


def run_until_it_succeeds(world: World, at: int, fault: Fault) -> str | None:
    """Run with call number `at` going wrong, and again as Lambda does: after one minute, and then after two."""
    with Struck(world.clients, at, fault) as disturbed:
        try:
            done = run(world)
        except FAILURES:
            done = False
        for minutes in range(1, TRIES):
            if done:
                break
            world.wait(minutes=minutes)
            done = run(world)
    assert done, "Lambda would have given up"
    return disturbed.struck


@pytest.mark.parametrize("fault", [Fault.REFUSED, Fault.LOST, Fault.KILLED])
def test_a_reminder_is_repeated_only_by_dying_between_sending_and_marking(
    world: World, fault: Fault
) -> None:
    prepared(world)
    start = world.keep()
    with Struck(world.clients) as undisturbed:
        assert run(world)
    calls = undisturbed.calls
    assert calls.count(SENDING) == len(READERS)
    for at, call in enumerate(calls, start=1):
        world.put_back(start)
        assert run_until_it_succeeds(world, at, fault) == call
        # A mail has left, and that is not marked yet.
        between = call == SENDING and fault in {Fault.LOST, Fault.KILLED}
        between |= call == WRITING and calls[at - 2] == SENDING and fault is Fault.REFUSED
        told = f"call {at}, {call}, {fault}"
        sent = [len(mailed(world, each)) for each in READERS]
        assert sorted(sent) == ([1, 1, 1, 2] if between else [1] * 4), told
        marks = world.items("mailing")
        assert {mark["through"] for mark in marks} == {"2026-12-21"}, told
        assert not [mark for mark in marks if "held_until" in mark], told
        check_consistency(world)
        left, mail = world.items(), world.mail()
        assert run(world)
        assert due(world).items == []
        assert (world.items(), world.mail()) == (left, mail)
