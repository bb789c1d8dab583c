"""What replacement certificates cost: set from a day on, never changed, told to whom it concerns."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from shared.domain.faults import Forbidden, Invalid
from shared.domain.fees import FeeState, NewFeeTable
from shared.domain.people import Caller, Role
from shared.domain.replacements import Reason
from shared.services.fees import fees_to_set, list_fees, set_fees
from shared.store import fees
from tests.services.races import at_once
from tests.services.world import World

TODAY = date(2026, 11, 23)
NAMED = Caller(Role.AWARDING_ORGANISATION, "sub-1", name="Ada Desk")


def said(vat: object = 20, **pence: int) -> NewFeeTable:
    of = {"currency": "GBP", "vat_percent": vat, "pence": pence or {"lost": 3000, "damaged": 1500}}
    return NewFeeTable.model_validate(of)


def told(world: World) -> list[tuple[Any, ...]]:
    tables = list_fees(world.ao()).tables
    return [(each.valid_from, each.valid_until, each.state) for each in tables]


def refused(world: World, valid_from: date, body: NewFeeTable | None = None) -> Invalid:
    before = world.items()
    with pytest.raises(Invalid) as invalid:
        set_fees(world.ao(), valid_from, body or said())
    assert world.items() == before
    return invalid.value


def test_what_is_set_is_stored_with_who_and_when_and_told(world: World) -> None:
    answer = set_fees(world.call(NAMED), TODAY, said("17.5"))
    assert answer.fresh
    (stored,) = world.items("fee_table")
    assert stored == {
        "pk": "FEES",
        "sk": "FEE#2026-11-23#2026-11-23T09:00:00.000000Z",
        "kind": "fee_table",
        "valid_from": "2026-11-23",
        "currency": "GBP",
        "vat_percent": "17.5",
        "pence": {"lost": 3000, "damaged": 1500},
        "set_at": "2026-11-23T09:00:00Z",
        "set_by": "sub-1",
        "set_by_name": "Ada Desk",
    }
    assert fees.all_tables(world.table) == [answer.body]
    (shown,) = list_fees(world.ao()).tables
    assert (shown.state, shown.valid_until) == (FeeState.CURRENT, None)
    assert shown.vat_pence == {Reason.LOST: 447, Reason.DAMAGED: 223}
    assert (shown.set_by, shown.set_by_name) == ("sub-1", "Ada Desk")


def test_a_centre_is_told_the_charges_but_not_who_set_them(world: World) -> None:
    assert list_fees(world.centre()).tables == []
    set_fees(world.call(NAMED), TODAY, said())
    (shown,) = list_fees(world.centre()).tables
    assert shown.pence == {Reason.LOST: 3000, Reason.DAMAGED: 1500}
    assert (shown.set_by, shown.set_by_name) == (None, None)


def test_verifiers_are_not_told_and_the_ao_alone_sets(world: World) -> None:
    with pytest.raises(Forbidden):
        list_fees(world.verifier())
    for call in (world.centre(), world.verifier(), world.service()):
        for act in (set_fees, fees_to_set):
            with pytest.raises(Forbidden):
                act(call, TODAY, said())
    assert world.items("fee_table") == []


def test_the_same_facts_again_change_nothing_even_when_the_day_is_past(world: World) -> None:
    first = set_fees(world.ao(), TODAY, said())
    before = world.items()
    world.wait(days=3)
    again = set_fees(world.ao(), TODAY, said(20.0, damaged=1500, lost=3000, stolen=0))
    assert (again.fresh, again.body) == (False, first.body)
    assert world.items() == before


def test_other_facts_for_the_same_day_supersede_and_the_history_is_kept(world: World) -> None:
    first = set_fees(world.ao(), TODAY, said()).body
    world.wait(minutes=1)
    second = set_fees(world.ao(), TODAY, said(lost=3200))
    assert second.fresh
    assert fees.all_tables(world.table) == [first, second.body]
    assert told(world) == [
        (TODAY, None, FeeState.CURRENT),
        (TODAY, None, FeeState.SUPERSEDED),
    ]
    # And back again, which is no repeat of the first.
    world.wait(minutes=1)
    assert set_fees(world.ao(), TODAY, said()).fresh
    assert len(world.items("fee_table")) == 3


def test_what_is_set_last_supersedes_although_its_clock_is_behind(world: World) -> None:
    first = set_fees(world.ao(), TODAY, said()).body
    world.wait(seconds=-2)
    second = set_fees(world.ao(), TODAY, said(lost=3200)).body
    assert second.set_at > first.set_at
    assert list_fees(world.ao()).tables[0].pence == {Reason.LOST: 3200}


def test_tables_follow_one_another(world: World) -> None:
    new_year = date(2027, 1, 1)
    set_fees(world.ao(), new_year, said(lost=3600))
    assert told(world) == [(new_year, None, FeeState.NEXT)]
    set_fees(world.ao(), TODAY, said())
    assert told(world) == [
        (new_year, None, FeeState.NEXT),
        (TODAY, date(2026, 12, 31), FeeState.CURRENT),
    ]
    world.wait(days=60)
    assert told(world) == [
        (new_year, None, FeeState.CURRENT),
        (TODAY, date(2026, 12, 31), FeeState.PAST),
    ]


@pytest.mark.parametrize(
    ("now", "today"),
    [
        # Before and after midnight in London, in winter, in summer and at the year's end.
        ("2026-11-23T23:59:59Z", date(2026, 11, 23)),
        ("2026-11-24T00:00:00Z", date(2026, 11, 24)),
        ("2026-06-30T22:59:59Z", date(2026, 6, 30)),
        ("2026-06-30T23:00:00Z", date(2026, 7, 1)),
        ("2026-12-31T23:59:59Z", date(2026, 12, 31)),
        ("2027-01-01T00:00:00Z", date(2027, 1, 1)),
    ],
)
def test_today_is_londons_and_yesterday_is_too_late(world: World, now: str, today: date) -> None:
    world.now = datetime.fromisoformat(now)
    (fault,) = refused(world, today - timedelta(days=1)).faults
    assert fault.pointer == "/valid_from"
    assert set_fees(world.ao(), today, said()).fresh
    assert told(world) == [(today, None, FeeState.CURRENT)]


def test_a_day_too_far_ahead_is_refused(world: World) -> None:
    (fault,) = refused(world, TODAY + timedelta(days=732)).faults
    assert "on or before 23 November 2028" in fault.detail
    refused(world, date.max)
    refused(world, date.min)


def test_two_at_once_are_both_kept_and_the_later_supersedes(world: World) -> None:
    bodies = said(lost=3100), said(lost=3200)
    first, second = at_once(
        world, *(lambda body=body: set_fees(world.ao(), TODAY, body) for body in bodies)
    )
    assert (first.fresh, second.fresh) == (True, True)
    assert fees.all_tables(world.table) == [first.body, second.body]
    assert [each.pence for each in fees.all_tables(world.table)] == [b.pence for b in bodies]


def test_two_at_once_who_say_the_same_set_it_once(world: World) -> None:
    first, second = at_once(world, *(lambda: set_fees(world.ao(), TODAY, said()) for _ in range(2)))
    assert (first.fresh, second.fresh, second.body) == (True, False, first.body)
    assert len(world.items("fee_table")) == 1


def test_what_would_be_set_is_told_and_nothing_is_written(world: World) -> None:
    new_year = date(2027, 1, 1)
    now = set_fees(world.ao(), TODAY, said()).body
    later = set_fees(world.ao(), new_year, said(lost=3600)).body
    before = world.items()
    christmas = fees_to_set(world.ao(), date(2026, 12, 25), said(lost=1))
    assert (christmas.valid_until, christmas.before) == (date(2026, 12, 31), now)
    assert (christmas.supersedes, christmas.table.pence) == (None, {Reason.LOST: 1})
    again = fees_to_set(world.ao(), new_year, said(lost=1))
    assert (again.valid_until, again.before, again.supersedes) == (None, now, later)
    first = fees_to_set(world.ao(), TODAY, said(lost=1))
    assert (first.before, first.supersedes) == (None, now)
    with pytest.raises(Invalid):
        fees_to_set(world.ao(), TODAY - timedelta(days=1), said())
    assert world.items() == before


def test_the_same_key_gives_the_same_answer(world: World) -> None:
    first = set_fees(world.ao("key"), TODAY, said())
    world.wait(minutes=1)
    set_fees(world.ao(), TODAY, said(lost=3200))
    assert set_fees(world.ao("key"), TODAY, said()) == first
    assert first.body.set_at == datetime(2026, 11, 23, 9, tzinfo=UTC)
