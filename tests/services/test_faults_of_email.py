"""Whatever goes wrong while the verifier is notified: the stream delivers again, and an email reaches them."""

import pytest

from shared.domain.verification import LinkState
from shared.mail.sending import NotSent
from shared.services.show_verification import show_verification
from shared.store.table import Moved
from tests.services.consistency import check_consistency
from tests.services.faults import FAILURES, Fault, Struck
from tests.services.world import World

pytestmark = pytest.mark.slow

SENDING, RECORDING = "SendEmail", "TransactWriteItems"
UNDISTURBED = ["course_run_registered", "results_submitted", "verifier_notified"]


def calls_of(world: World) -> list[str]:
    """The calls that notifying makes, and then everything as it was before."""
    before = world.keep()
    with Struck(world.clients) as undisturbed:
        world.notify()
    assert world.history() == UNDISTURBED
    assert len(world.mail()) == 1
    world.put_back(before)
    return undisturbed.calls


def delivered_until_taken(world: World, at: int, fault: Fault) -> str | None:
    """Deliver the record with call number `at` going wrong, and then as the stream does until it is taken."""
    asked_by = int(world.head()["notification"]["asked_by"])
    with Struck(world.clients, at, fault) as disturbed:
        try:
            world.notify(asked_by=asked_by)
        except (*FAILURES, NotSent, Moved):
            world.wait(seconds=20)
    world.notify(asked_by=asked_by)
    return disturbed.struck


@pytest.mark.parametrize("fault", Fault)
def test_an_email_is_repeated_only_by_dying_between_sending_and_recording(
    world: World, fault: Fault
) -> None:
    world.open_run()
    world.submit()
    start, calls = world.keep(), calls_of(world)
    sending, recording = calls.index(SENDING) + 1, calls.index(RECORDING) + 1
    assert sending < recording == len(calls)
    for at, call in enumerate(calls, start=1):
        world.put_back(start)
        assert delivered_until_taken(world, at, fault) == call
        took_effect = fault in {Fault.LOST, Fault.KILLED}
        # The email has left, and that is not recorded yet.
        between = sending < at < recording and fault is not Fault.CONTENDED
        between |= at == sending and took_effect
        between |= at == recording and fault is Fault.REFUSED
        assert len(world.mail()) == (2 if between else 1), f"call {at}, {call}, {fault}"
        # What SES refuses, or seems to, is known to have failed; a killed invocation knows nothing.
        failed = at == sending and fault in {Fault.REFUSED, Fault.LOST}
        not_reached = ["verifier_not_reached"] if failed else []
        assert world.history() == [*UNDISTURBED[:2], *not_reached, UNDISTURBED[2]]
        assert world.head()["notification"]["state"] == "sent"
        check_consistency(world)
        check_links_and_redelivery(world)


def check_links_and_redelivery(world: World) -> None:
    """Every email leads to the results, and a record that was taken changes nothing when it comes again."""
    before, mail = world.items(), world.mail()
    for each in mail:
        (link,) = each["links"]
        shown = show_verification(world.link_holder(), link.rpartition("/")[2])
        assert shown.state is LinkState.WAITING
    assert world.notify().state is None
    assert (world.items(), world.mail()) == (before, mail)


def test_failing_to_send_and_to_record_that_is_made_up_for_by_the_next_delivery(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.open_run()
    world.submit()
    recording = calls_of(world).index(RECORDING) + 1
    with monkeypatch.context() as refusing:
        refusing.setattr(world.postbox.client, "send_email", _refuse)
        # Without the call to SES, the recording comes one call earlier.
        with (
            Struck(world.clients, recording - 1, Fault.REFUSED) as disturbed,
            pytest.raises(FAILURES),
        ):
            world.notify()
        assert disturbed.struck == RECORDING
    assert world.history() == UNDISTURBED[:2]
    world.notify()
    assert world.history() == UNDISTURBED
    assert len(world.mail()) == 1


def _refuse(**_: object) -> None:
    raise NotSent("SES is away")
