"""What a replacement costs: the fee for its reason, unless a rule waives it. There is no charge without a rule.

The guidance: "Replacement certificates are subject to charges (please see our Fees & Charges)". Waived are what the AO
did wrong, and what came missing, damaged or incorrect and was reported in time.
"""

from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Literal

from shared.domain.fees import FeeTable, Percent, stated, vat_within
from shared.domain.fields import Fact
from shared.domain.replacements import AtFault, Reason
from shared.domain.working_days import add_working_days


class ChargeRule(StrEnum):
    """Why a replacement costs what it costs."""

    AWARDING_ORGANISATION_AT_FAULT = "awarding_organisation_at_fault"
    PARCEL_NOT_ARRIVED = "parcel_not_arrived"
    REPORTED_IN_TIME = "reported_in_time"
    NO_FEE = "no_fee"
    FEE = "fee"


class Charge(Fact):
    """What a replacement costs, in pence with the VAT in it, and by which rule; the fee is that of `fee_valid_from`."""

    pence: int = 0
    currency: Literal["GBP"] = "GBP"
    vat_percent: Percent | None = None
    vat_pence: int = 0
    rule: ChargeRule
    fee_valid_from: date | None = None


# What can be wrong with a certificate when it comes, for which it matters when that is reported.
ON_ARRIVAL = frozenset({Reason.MISSING, Reason.DAMAGED, Reason.INCORRECT})


def free_until(received_on: date, within: int, division: str) -> date:
    """Return the last day on which what is wrong on arrival is reported in time, `within` working days of receipt."""
    return add_working_days(received_on, within, division)


def charge_for(
    reason: Reason,
    at_fault: AtFault | None,
    asked_on: date,
    in_time_until: date | None,
    fees: FeeTable | None,
) -> Charge:
    """Return what a certificate asked for on a date costs, by the first rule that applies.

    `in_time_until` is the last day on which it is free to report what is wrong on arrival, None while nothing has been
    received; `fees` is the table of that date.
    """
    if at_fault is AtFault.AWARDING_ORGANISATION:
        return Charge(rule=ChargeRule.AWARDING_ORGANISATION_AT_FAULT)
    if reason in ON_ARRIVAL and (in_time_until is None or asked_on <= in_time_until):
        return Charge(rule=ChargeRule.REPORTED_IN_TIME)
    pence = fees.pence.get(reason, 0) if fees else 0
    if fees is None or pence == 0:
        return Charge(rule=ChargeRule.NO_FEE)
    return Charge(
        pence=pence,
        currency=fees.currency,
        vat_percent=fees.vat_percent,
        vat_pence=vat_within(pence, fees.vat_percent),
        rule=ChargeRule.FEE,
        fee_valid_from=fees.valid_from,
    )


_TOLD = {
    ChargeRule.AWARDING_ORGANISATION_AT_FAULT: "the awarding organisation made the mistake",
    ChargeRule.PARCEL_NOT_ARRIVED: "the parcel did not arrive",
    ChargeRule.REPORTED_IN_TIME: "it was reported in time",
    ChargeRule.NO_FEE: "there is no fee for it",
}


def told(charge: Charge) -> str:
    """Return what a replacement costs and why, in words: No charge: it was reported in time."""
    if charge.rule in _TOLD:
        return f"No charge: {_TOLD[charge.rule]}"
    return stated(charge.pence, charge.vat_percent or Decimal(0))
