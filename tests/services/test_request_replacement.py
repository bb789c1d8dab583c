"""Asking for another certificate: what it costs is told before, and what is recorded is what was asked."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest

from shared.domain.faults import Conflict, Forbidden, NotFound
from shared.domain.people import Role
from shared.domain.replacements import AtFault, Reason
from shared.services.paging import Wanted
from shared.services.replacements import UnderWay, replacements_under_way
from shared.services.request_replacement import replacement_charge, request_replacement
from shared.services.track import show_course_run
from tests.services.replacing import (
    PENCE,
    WITHIN,
    approved,
    fees,
    number,
    received_with,
    request,
    requested,
)
from tests.services.world import World


def test_it_is_stored_with_its_charge_and_told(world: World) -> None:
    fees(world)
    world.received()
    of = number(world)
    quoted = replacement_charge(world.centre(), of.lower(), Reason.LOST, None, WITHIN)
    assert (quoted.charge.pence, quoted.told) == (3000, "£30.00, including £5.00 VAT at 20%")
    answer = requested(world, note="On the bus.", charge_pence=3000)
    assert answer.fresh
    (stored,) = world.items("replacement")
    shown = answer.body.model_dump(mode="json", exclude_none=True)
    keys = {"pk", "sk", "kind", "centre_view", "organisation_view", "place"}
    assert {k: v for k, v in stored.items() if k not in keys} == shown
    assert stored["sk"] == f"RUN#REPLACEMENT#{answer.body.replacement_id}"
    assert shown["charge"] == {
        "pence": 3000,
        "currency": "GBP",
        "vat_percent": "20",
        "vat_pence": 500,
        "rule": "fee",
        "fee_valid_from": "2026-11-23",
    }
    assert (shown["status"], shown["learner_name"], shown["requested_by"]) == (
        "requested",
        "Zoë 1",
        "centre",
    )
    event = world.events()[-1]
    assert (event["type"], event["to"]) == ("replacement_requested", "received")
    # The verifier reads the history, too: no names there, and no notes about learners.
    assert event["facts"] == {
        "replacement_id": answer.body.replacement_id,
        "certificate_number": of,
        "learner_id": "L1",
        "replacement_reason": "lost",
    }
    assert show_course_run(world.centre(), "R1").replacements == [answer.body]
    assert show_course_run(world.verifier(), "R1").replacements == []
    for call in (world.ao(), world.centre()):
        assert replacements_under_way(call, Wanted()).items == [answer.body]
    assert replacements_under_way(world.centre("C2"), Wanted()).items == []
    assert replacements_under_way(world.ao(), Wanted(), UnderWay.APPROVED).items == []
    with pytest.raises(Forbidden):
        replacements_under_way(world.verifier(), Wanted())


def test_asking_again_changes_nothing_and_asking_otherwise_is_refused(world: World) -> None:
    world.received()
    first = requested(world, note="On the bus.").body
    before = world.items()
    again = requested(world, note="On the bus.")
    assert (again.fresh, again.body) == (False, first)
    with pytest.raises(Conflict) as refused:
        requested(world, "stolen")
    assert refused.value.recorded["replacement"]["replacement_id"] == first.replacement_id
    assert world.items() == before


def test_the_charge_that_was_shown_is_the_charge_or_nothing_is_recorded(world: World) -> None:
    world.received()
    # Shown on the last evening of the year, in winter, when London's midnight is that of UTC.
    fees(world)
    world.now = datetime(2026, 12, 31, 23, 59, 59, tzinfo=UTC)
    fees(world, date(2027, 1, 1), lost=3500)
    of = number(world)
    shown = replacement_charge(world.centre(), of, Reason.LOST, None, WITHIN).charge.pence
    assert shown == PENCE["lost"]
    world.wait(seconds=1)
    before = world.items()
    with pytest.raises(Conflict) as refused:
        requested(world, charge_pence=shown)
    assert refused.value.recorded["charge"]["pence"] == 3500
    assert "£35.00" in refused.value.detail
    assert world.items() == before
    assert requested(world, charge_pence=3500).body.charge.fee_valid_from == date(2027, 1, 1)


def test_fees_begin_at_midnight_in_london_in_summer_too(world: World) -> None:
    world.received()
    fees(world)
    world.now = datetime(2027, 6, 30, 22, 59, tzinfo=UTC)
    fees(world, date(2027, 7, 1), lost=100)
    of = number(world)
    assert replacement_charge(world.centre(), of, Reason.LOST, None, WITHIN).charge.pence == 3000
    world.wait(minutes=1)
    assert replacement_charge(world.centre(), of, Reason.LOST, None, WITHIN).charge.pence == 100


def test_what_is_wrong_on_arrival_is_free_until_the_last_day_of_the_window(world: World) -> None:
    fees(world)
    world.received()
    of = number(world)

    def pence(reason: Reason, at_fault: AtFault | None = None) -> int:
        return replacement_charge(world.centre(), of, reason, at_fault, WITHIN).charge.pence

    # Received on 23 November: the twentieth working day is 21 December.
    for moment, free in (
        (datetime(2026, 12, 21, 23, 59, 59, tzinfo=UTC), True),
        (datetime(2026, 12, 22, 0, 0, tzinfo=UTC), False),
    ):
        world.now = moment
        assert (pence(Reason.DAMAGED) == 0) is free
        assert (pence(Reason.INCORRECT, AtFault.CENTRE) == 0) is free
        assert pence(Reason.INCORRECT, AtFault.AWARDING_ORGANISATION) == 0
        assert pence(Reason.LOST) == 3000


def refusals() -> dict[str, Callable[[World], object]]:
    return {
        "not posted yet": World.certificated,
        "not received yet": World.dispatched,
        "said not to be right": lambda world: (
            world.dispatched(),
            received_with(world, L1="damaged"),
        ),
        "replaced already": lambda world: (world.received(), approved(world), world.issue()),
    }


@pytest.mark.parametrize("prepare", refusals().values(), ids=refusals())
def test_where_a_centre_can_ask_for_none(world: World, prepare: Callable[[World], object]) -> None:
    world.certificated("R2")
    of_others = number(world, run="R2")
    prepare(world)
    original = min(
        each["certificate_number"]
        for b in world.batches()
        for each in b["certificates"]
        if each["learner_id"] == "L1" and not each["replaces"]
    )
    before = world.items()
    with pytest.raises(Conflict):
        replacement_charge(world.centre(), original, Reason.STOLEN, None, WITHIN)
    with pytest.raises(Conflict):
        request_replacement(world.centre(), original, request("stolen"), WITHIN)
    assert world.items() == before
    assert of_others != original


def test_the_ao_records_it_for_a_learner_though_the_centre_never_confirmed(world: World) -> None:
    fees(world)
    world.dispatched()
    answer = requested(world, "name_change", by=world.ao()).body
    assert (answer.requested_by, answer.charge.pence) == (Role.AWARDING_ORGANISATION, 2400)
    assert world.events()[-1]["type"] == "replacement_recorded"
    # Reported on arrival it cannot have been, so what is damaged is free.
    assert requested(world, "damaged", "L2", by=world.ao()).body.charge.pence == 0


def test_of_others_there_is_no_such_certificate(world: World) -> None:
    world.received()
    of = number(world)
    nothing = [number(world)[:-1] + "Z", "0000-0000-0000", "", "#", "x" * 300, of[:-1]]
    for call in (world.centre("C2"), world.verifier("V2")):
        told = set()
        for each in (of, *nothing):
            with pytest.raises(NotFound) as refused:
                request_replacement(call, each, request(), WITHIN)
            told.add(refused.value.detail)
        assert len(told) == 1
    with pytest.raises(Forbidden):
        request_replacement(world.verifier(), of, request(), WITHIN)
