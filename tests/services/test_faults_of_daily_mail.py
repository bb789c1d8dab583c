"""Whatever goes wrong while the daily report is written, mailed and printed: tried again, it stands, with one mail."""

import pytest

from shared.domain import limits
from shared.mail.sending import NotSent
from shared.services.mail_daily_report import Reader, mail_daily_report
from shared.services.print_daily_report import print_daily_report
from shared.services.write_daily_report import write_daily_report
from tests.services.consistency import check_consistency
from tests.services.faults import FAILURES, Fault, Struck
from tests.services.world import LETTERHEAD, MONDAY, World

pytestmark = pytest.mark.slow

READER = Reader("compliance@awards.example", "https://portal.example")
SENDING, WRITING, KEEPING = "SendEmail", "PutItem", "PutObject"
TRIES = 3


def run(world: World) -> bool:
    """What the function does."""
    most = limits.ATTACHED_BYTES
    written = write_daily_report(world.table, world.shelf, MONDAY, world.now, most)
    try:
        return mail_daily_report(world.service(), world.postbox, READER, written)
    finally:
        print_daily_report(world.shelf, LETTERHEAD, written)


def calls_of(world: World) -> list[str]:
    """The calls of a run, and then everything as it was before."""
    before = world.keep()
    with Struck(world.clients) as undisturbed:
        assert run(world) is True
    world.put_back(before)
    return undisturbed.calls


def run_until_it_succeeds(world: World, at: int, fault: Fault) -> str | None:
    """Run with call number `at` going wrong, and again as Lambda does: after one minute, and then after two."""
    with Struck(world.clients, at, fault) as disturbed:
        try:
            run(world)
        except (*FAILURES, NotSent):
            for minutes in range(1, TRIES):
                world.wait(minutes=minutes)
                try:
                    run(world)
                except NotSent:
                    continue
                return disturbed.struck
            pytest.fail("Lambda would have given up")
    return disturbed.struck


@pytest.mark.parametrize("fault", [Fault.REFUSED, Fault.LOST, Fault.KILLED])
def test_the_mail_is_repeated_only_by_dying_between_sending_and_marking(
    world: World, fault: Fault
) -> None:
    world.dispatched()
    start, calls = world.keep(), calls_of(world)
    sending, marking = calls.index(SENDING) + 1, calls.index(SENDING) + 2
    assert calls[sending - 2 :] == [WRITING, SENDING, WRITING, KEEPING, KEEPING]
    for at, call in enumerate(calls, start=1):
        world.put_back(start)
        assert run_until_it_succeeds(world, at, fault) == call
        # The mail has left, and that is not marked yet.
        between = at == sending and fault in {Fault.LOST, Fault.KILLED}
        between |= at == marking and fault is Fault.REFUSED
        assert len(world.mail()) == (2 if between else 1), f"call {at}, {call}, {fault}"
        (mark,) = world.items("mailing")
        assert "sent_at" in mark
        assert len(world.objects()) == 10
        check_consistency(world)
        mail = world.mail()
        assert run(world) is False
        assert world.mail() == mail


def test_the_report_stands_whatever_becomes_of_its_mail(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(**_: object) -> None:
        raise NotSent("SES is away")

    world.dispatched()
    with monkeypatch.context() as refusing:
        refusing.setattr(world.postbox.client, "send_email", refuse)
        for _ in range(TRIES):
            with pytest.raises(NotSent):
                run(world)
    assert len(world.objects()) == 10
    assert world.mail() == []
    assert run(world) is True
    assert len(world.mail()) == 1
