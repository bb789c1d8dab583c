"""Which fee table holds on a day, how much of a charge is VAT, and amounts as people read and write them."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from shared.domain import limits
from shared.domain.clock import london_date
from shared.domain.fees import (
    FeeState,
    FeeTable,
    NewFeeTable,
    periods,
    price,
    read_price,
    same_facts,
    stated,
    table_from,
    table_on,
    valid_from_faults,
    vat_within,
)
from shared.domain.replacements import Reason

DAY = timedelta(days=1)
SET_AT = datetime(2026, 3, 2, 9, tzinfo=UTC)
PENCE = {Reason.LOST: 3000, Reason.DAMAGED: 1500}
SAID: dict[str, Any] = {"currency": "GBP", "vat_percent": 20, "pence": PENCE}
NO_AMOUNTS = "£ thirty 30.5 30.005 30,00 1,00 -30 +30 3e1 30p $30 1_000 30.00.00 .50 30."
NO_PERCENTAGES = "20% -0 1e1 NaN 1_0 20. 100.1 \N{FULLWIDTH DIGIT TWO}0"

amounts = st.integers(0, limits.FEE_PENCE)
percentages = st.integers(0, 1_000).map(lambda tenths: Decimal(tenths) / 10)
days = st.integers(0, 40).map(lambda n: date(2026, 12, 12) + n * DAY)


def table(first_day: date, minutes: int = 0, **said: Any) -> FeeTable:
    """A table, set so many minutes after the first."""
    of = SAID | {"valid_from": first_day, "set_by": "desk"} | said
    return FeeTable.model_validate(of | {"set_at": SET_AT + timedelta(minutes=minutes)})


def faults(**said: Any) -> set[tuple[str | int, ...]]:
    with pytest.raises(ValidationError) as invalid:
        NewFeeTable.model_validate(SAID | said)
    return {error["loc"] for error in invalid.value.errors()}


many = st.lists(st.tuples(days, st.integers(0, 9)), unique=True, max_size=8).map(
    lambda keys: [table(*key) for key in keys]
)

# Which table holds


@pytest.mark.parametrize(
    ("moment", "charged"),
    [
        # Midnight in London in winter, and at the year's end.
        ("2026-12-31T23:59:59.999999Z", 3000),
        ("2027-01-01T00:00:00Z", 3600),
        # In summer London's day begins an hour before UTC's.
        ("2027-06-30T22:59:59.999999Z", 3600),
        ("2027-06-30T23:00:00Z", 4200),
        ("2027-07-01T22:59:59Z", 4200),
        # The day before the first, on which nothing is charged.
        ("2026-03-01T23:59:59Z", None),
        ("2026-03-02T00:00:00Z", 3000),
    ],
)
def test_a_table_holds_from_midnight_in_london(moment: str, charged: int | None) -> None:
    tables = [
        table(date(2027, 7, 1), pence={"lost": 4200}),
        table(date(2026, 3, 2), pence={"lost": 3000}),
        table(date(2027, 1, 1), pence={"lost": 3600}),
    ]
    holds = table_on(tables, london_date(datetime.fromisoformat(moment)))
    assert (holds.pence[Reason.LOST] if holds else None) == charged


def test_of_two_for_the_same_day_the_later_set_holds() -> None:
    first_day = date(2026, 4, 1)
    mistaken, right = table(first_day), table(first_day, 5, pence={"lost": 3200})
    for tables in ([mistaken, right], [right, mistaken]):
        assert table_on(tables, first_day) is right
        assert table_from(tables, first_day) is right
        assert [each.state for each in periods(tables, first_day)] == [
            FeeState.CURRENT,
            FeeState.SUPERSEDED,
        ]
    assert table_from([mistaken, right], first_day + DAY) is None


def test_periods_tell_from_when_until_when_and_what_comes_next() -> None:
    tables = [table(date(2026, month, 1), n) for n, month in enumerate((10, 1, 4, 12))]
    told = [
        (each.table.valid_from.month, each.until, each.state)
        for each in periods([*tables, table(date(2026, 10, 1), 9)], date(2026, 9, 30))
    ]
    assert told == [
        (12, None, FeeState.LATER),
        (10, date(2026, 11, 30), FeeState.NEXT),
        (10, None, FeeState.SUPERSEDED),
        (4, date(2026, 9, 30), FeeState.CURRENT),
        (1, date(2026, 3, 31), FeeState.PAST),
    ]


@given(many, days)
def test_every_day_has_the_table_whose_period_it_is_in(tables: list[FeeTable], on: date) -> None:
    found = periods(tables, on)
    assert sorted(map(id, tables)) == sorted(id(each.table) for each in found)
    holding = [
        each.table
        for each in found
        if each.state is not FeeState.SUPERSEDED
        and each.table.valid_from <= on <= (each.until or date.max)
    ]
    holds = table_on(tables, on)
    assert holding == ([holds] if holds else [])
    assert [each.table for each in found if each.state is FeeState.CURRENT] == holding
    assert sum(each.state is FeeState.NEXT for each in found) == any(
        each.valid_from > on for each in tables
    )


@given(many, days, st.randoms(use_true_random=False))
def test_the_order_in_which_they_are_read_does_not_matter(
    tables: list[FeeTable], on: date, random: Any
) -> None:
    mixed: Iterable[FeeTable] = random.sample(tables, len(tables))
    assert periods(mixed, on) == periods(tables, on)
    assert table_on(mixed, on) == table_on(tables, on)


# VAT


@pytest.mark.parametrize(
    ("pence", "percent", "vat"),
    [
        (3000, "20", 500),
        (3000, "0", 0),
        (0, "20", 0),
        (1, "20", 0),
        # 0.5 of a penny is rounded up, less is rounded down: 2.5, 2.33 and 2.67 pence.
        (15, "20", 3),
        (14, "20", 2),
        (16, "20", 3),
        (1175, "17.5", 175),
        (3000, "17.5", 447),
        (100_000, "100", 50_000),
    ],
)
def test_vat_is_the_fraction_of_the_charge_to_the_nearest_penny(
    pence: int, percent: str, vat: int
) -> None:
    assert vat_within(pence, Decimal(percent)) == vat


@given(amounts, percentages)
def test_vat_is_never_more_than_half_a_penny_off(pence: int, percent: Decimal) -> None:
    exact = Fraction(percent) / (100 + Fraction(percent)) * pence
    vat = vat_within(pence, percent)
    assert Fraction(-1, 2) <= exact - vat < Fraction(1, 2)
    assert 0 <= vat <= pence


# Amounts


@pytest.mark.parametrize(
    ("text", "pence"),
    [
        ("30", 3000),
        ("30.00", 3000),
        ("£30", 3000),
        ("£ 30.05", 3005),
        (" 0.29 ", 29),
        ("0", 0),
        ("1,000.00", 100_000),
        ("1000", 100_000),
    ],
)
def test_an_amount_is_read_exactly(text: str, pence: int) -> None:
    assert read_price(text) == pence


@pytest.mark.parametrize(
    "text", [*NO_AMOUNTS.split(), "", "30 00", "\N{FULLWIDTH DIGIT THREE}0", "9" * 400]
)
def test_what_is_no_amount_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="Write the amount in pounds"):
        read_price(text)


@given(amounts)
def test_a_price_reads_as_what_was_written(pence: int) -> None:
    assert read_price(price(pence)) == pence
    assert read_price(f"{pence // 100}.{pence % 100:02d}") == pence


def test_a_charge_is_told_with_its_vat() -> None:
    assert stated(3000, Decimal(20)) == "£30.00, including £5.00 VAT at 20%"
    assert stated(3000, Decimal("17.5")) == "£30.00, including £4.47 VAT at 17.5%"
    assert stated(100_000, Decimal(0)) == "£1,000.00, no VAT"


# What the AO says


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        (20, "20"),
        (20.0, "20"),
        ("20.0", "20"),
        (17.5, "17.5"),
        ("17.5", "17.5"),
        (12.5, "12.5"),
        (0, "0"),
        ("5", "5"),
        (100, "100"),
    ],
)
def test_a_rate_of_vat_is_kept_as_it_is_written(said: object, kept: str) -> None:
    body = NewFeeTable.model_validate(SAID | {"vat_percent": said})
    assert body.model_dump(mode="json")["vat_percent"] == kept
    again = NewFeeTable.model_validate_json(body.model_dump_json())
    assert again == body


@pytest.mark.parametrize(
    "said",
    [*NO_PERCENTAGES.split(), None, True, [20], -1, 101, 17.55, 1e30, float("inf"), "", " 20"],
)
def test_what_is_no_rate_of_vat_is_refused(said: object) -> None:
    assert faults(vat_percent=said) == {("vat_percent",)}


def test_what_is_charged_at_nothing_is_not_charged() -> None:
    body = NewFeeTable.model_validate(
        SAID | {"pence": {"stolen": 0, "damaged": 1500, "lost": 3000}}
    )
    assert body.pence == PENCE
    assert list(body.pence) == [Reason.LOST, Reason.DAMAGED]
    assert same_facts(table(date(2026, 4, 1)), body)
    assert NewFeeTable.model_validate(SAID | {"pence": {}}).pence == {}


@pytest.mark.parametrize(
    "other", [{"vat_percent": "17.5"}, {"pence": {"lost": 3000}}, {"pence": {"lost": 3001}}]
)
def test_other_charges_are_other_facts(other: dict[str, Any]) -> None:
    assert not same_facts(table(date(2026, 4, 1)), NewFeeTable.model_validate(SAID | other))


def test_everything_that_is_wrong_is_told_at_once() -> None:
    pence = {"lost": -1, "stolen": 30.5, "damaged": "3000", "missing": limits.FEE_PENCE + 1}
    wrong = faults(currency="EUR", vat_percent="much", pence=pence | {"incorrect": True})
    amount = {("pence", reason) for reason in (*pence, "incorrect")}
    assert wrong == {("currency",), ("vat_percent",)} | amount
    with pytest.raises(ValidationError) as nothing:
        NewFeeTable.model_validate({})
    assert len(nothing.value.errors()) == 3


@pytest.mark.parametrize(
    ("days_from_now", "told"),
    [(-1, "today or in the future"), (0, None), (1, None), (731, None), (732, "on or before")],
)
def test_charges_hold_from_today_or_within_two_years(days_from_now: int, told: str | None) -> None:
    today = date(2027, 12, 31)
    found = valid_from_faults(today + timedelta(days=days_from_now), today)
    assert [each.pointer for each in found] == ["/valid_from"] * bool(told)
    assert all(str(told) in each.detail for each in found)
