"""What a replacement costs: the first rule that applies, and never anything without one."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.charges import ON_ARRIVAL, ChargeRule, charge_for, free_until, told
from shared.domain.fees import FeeTable
from shared.domain.replacements import AtFault, Reason
from shared.domain.working_days import Division

SET_AT = datetime(2026, 1, 1, tzinfo=UTC)
TODAY = date(2026, 11, 23)
YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)
AO, CENTRE = AtFault.AWARDING_ORGANISATION, AtFault.CENTRE


def fees(vat: str = "20", **pence: int) -> FeeTable:
    facts = {"valid_from": "2026-01-01", "currency": "GBP", "vat_percent": vat, "pence": pence}
    return FeeTable.model_validate(facts | {"set_at": SET_AT, "set_by": "desk"})


EVERY = fees(**{reason.value: 3000 for reason in Reason})


# Reason, whose fault, the last day in time (None before the receipt), and the rule.
RULES = [
    (Reason.INCORRECT, AO, YESTERDAY, ChargeRule.AWARDING_ORGANISATION_AT_FAULT),
    (Reason.INCORRECT, AO, TODAY, ChargeRule.AWARDING_ORGANISATION_AT_FAULT),
    (Reason.INCORRECT, CENTRE, TODAY, ChargeRule.REPORTED_IN_TIME),
    (Reason.INCORRECT, CENTRE, YESTERDAY, ChargeRule.FEE),
    (Reason.INCORRECT, CENTRE, None, ChargeRule.REPORTED_IN_TIME),
    (Reason.DAMAGED, None, TODAY, ChargeRule.REPORTED_IN_TIME),
    (Reason.DAMAGED, None, YESTERDAY, ChargeRule.FEE),
    (Reason.MISSING, None, TOMORROW, ChargeRule.REPORTED_IN_TIME),
    (Reason.MISSING, None, YESTERDAY, ChargeRule.FEE),
    (Reason.LOST, None, TOMORROW, ChargeRule.FEE),
    (Reason.LOST, None, None, ChargeRule.FEE),
    (Reason.STOLEN, None, TODAY, ChargeRule.FEE),
    (Reason.NAME_CHANGE, None, TODAY, ChargeRule.FEE),
]


@pytest.mark.parametrize(("reason", "at_fault", "until", "rule"), RULES)
def test_the_first_rule_that_applies(
    reason: Reason, at_fault: AtFault | None, until: date | None, rule: ChargeRule
) -> None:
    charge = charge_for(reason, at_fault, TODAY, until, EVERY)
    assert charge.rule is rule
    if rule is ChargeRule.FEE:
        assert (charge.pence, charge.vat_pence, charge.fee_valid_from) == (
            3000,
            500,
            date(2026, 1, 1),
        )
    else:
        assert (charge.pence, charge.vat_pence, charge.fee_valid_from) == (0, 0, None)


def test_without_a_fee_there_is_no_charge() -> None:
    for table in (None, fees(stolen=100)):
        assert charge_for(Reason.LOST, None, TODAY, None, table).rule is ChargeRule.NO_FEE


@given(
    st.sampled_from(list(Reason)),
    st.sampled_from([None, *AtFault]),
    st.none() | st.dates(date(2026, 1, 1), date(2027, 12, 31)),
    st.none() | st.dictionaries(st.sampled_from(list(Reason)), st.integers(0, 9_999)),
    st.sampled_from(["0", "5", "17.5", "20"]),
)
def test_nothing_is_charged_without_a_rule_that_says_so(
    reason: Reason,
    at_fault: AtFault | None,
    until: date | None,
    pence: dict[Reason, int] | None,
    vat: str,
) -> None:
    table = None if pence is None else fees(vat, **{k.value: v for k, v in pence.items()})
    charge = charge_for(reason, at_fault, TODAY, until, table)
    assert (charge.pence > 0) is (charge.rule is ChargeRule.FEE)
    assert charge.pence in {0, (pence or {}).get(reason, 0)}
    assert 0 <= charge.vat_pence <= charge.pence
    in_time = reason in ON_ARRIVAL and (until is None or until >= TODAY)
    if at_fault is AO or in_time:
        assert charge.pence == 0
    assert ("No charge: " in told(charge)) is (charge.pence == 0)


@pytest.mark.parametrize(
    ("received", "division", "until"),
    [
        # Over Christmas: the 25th, the 28th and 1 January, and in Scotland 2 January's substitute on the 4th.
        (date(2026, 12, 21), Division.ENGLAND_AND_WALES, date(2027, 1, 7)),
        (date(2026, 12, 21), Division.SCOTLAND, date(2027, 1, 8)),
        # From a Saturday as from the Friday before it.
        (date(2026, 11, 21), Division.ENGLAND_AND_WALES, date(2026, 12, 4)),
        (date(2026, 11, 20), Division.ENGLAND_AND_WALES, date(2026, 12, 4)),
    ],
)
def test_the_window_is_in_working_days_of_the_centres_division(
    received: date, division: Division, until: date
) -> None:
    assert free_until(received, 10, division) == until
