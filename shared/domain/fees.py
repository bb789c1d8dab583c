"""Fees: what a replacement certificate costs, from which date on, in pence, with the VAT that is in it.

The guidance: "Replacement certificates are subject to charges (please see our Fees & Charges)". A fee table holds from
its first day until the day before the next one's. Tables never change: of two for the same day the later set holds.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from itertools import pairwise
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field, WithJsonSchema

from shared.domain import limits
from shared.domain.clock import written_day
from shared.domain.faults import Fault
from shared.domain.fields import Body, Fact
from shared.domain.replacements import Reason

_PERCENT = "[0-9]{1,3}(\\.[0-9])?"
_PRICE = re.compile(r"£? ?([0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,7})(?:\.([0-9]{2}))?")
_FACTS = {"currency", "vat_percent", "pence"}
_DAY = timedelta(days=1)


def _percent(value: Any) -> Any:
    """Take a number or its text as it is written: 17.5 is 17.5, not what is nearest to it in binary."""
    number = isinstance(value, int | float | Decimal) and not isinstance(value, bool)
    text = str(value) if number else value
    if isinstance(text, str) and re.fullmatch(_PERCENT, text):
        percent = Decimal(text.removesuffix(".0"))
        if percent <= limits.VAT_PERCENT:
            return percent
    raise ValueError(f"VAT is from 0 to {limits.VAT_PERCENT} per cent, such as 20 or 17.5.")


def _charged(pence: Mapping[Reason, int]) -> dict[Reason, int]:
    """Keep what is charged: 0 says the same as nothing."""
    return {reason: pence[reason] for reason in Reason if pence.get(reason)}


_AS_TEXT = {"type": "string", "pattern": f"^{_PERCENT}$"}
_AS_NUMBER = {"type": "number", "minimum": 0, "maximum": limits.VAT_PERCENT}
Percent = Annotated[
    Decimal,
    BeforeValidator(_percent),
    WithJsonSchema({"anyOf": [_AS_NUMBER, _AS_TEXT]}, mode="validation"),
    WithJsonSchema(_AS_TEXT, mode="serialization"),
]
Pence = Annotated[int, Field(strict=True, ge=0, le=limits.FEE_PENCE)]
Charges = Annotated[dict[Reason, Pence], AfterValidator(_charged)]


class NewFeeTable(Body):
    """What is charged for each certificate that is replaced, VAT included; a reason left out, or at 0, is not charged.

    A VAT of 0 per cent is for charges that are exempt.
    """

    currency: Literal["GBP"]
    vat_percent: Percent
    pence: Charges


class FeeTable(Fact):
    """What is charged from a day on, and who said so when."""

    valid_from: date
    currency: Literal["GBP"]
    vat_percent: Percent
    pence: Charges
    set_at: datetime
    set_by: str
    set_by_name: str | None = None


class FeeState(StrEnum):
    """Where a fee table stands in time; one that is superseded has been set anew for the same day."""

    PAST = "past"
    CURRENT = "current"
    NEXT = "next"
    LATER = "later"
    SUPERSEDED = "superseded"


@dataclass(frozen=True, slots=True)
class Period:
    """A fee table with the last day on which it holds, if there is one, and where it stands."""

    table: FeeTable
    until: date | None
    state: FeeState


def table_on(tables: Iterable[FeeTable], on: date) -> FeeTable | None:
    """Return the table that holds on a date, if any does."""
    return max((each for each in tables if each.valid_from <= on), key=_order, default=None)


def table_from(tables: Iterable[FeeTable], first_day: date) -> FeeTable | None:
    """Return the table that was set last to hold from exactly that day, if any was."""
    return table_on((each for each in tables if each.valid_from == first_day), first_day)


def periods(tables: Iterable[FeeTable], on: date) -> list[Period]:
    """Return all tables as seen on a date, the one that holds latest first."""
    in_order = sorted(tables, key=_order)
    standing = {each.valid_from: each for each in in_order}
    until = {earlier: later - _DAY for earlier, later in pairwise(standing)}
    to_come = [first_day for first_day in standing if first_day > on]
    current = table_on(in_order, on)

    def state(table: FeeTable) -> FeeState:
        if standing[table.valid_from] is not table:
            return FeeState.SUPERSEDED
        if table.valid_from > on:
            return FeeState.NEXT if table.valid_from == to_come[0] else FeeState.LATER
        return FeeState.CURRENT if table is current else FeeState.PAST

    found = ((each, state(each)) for each in reversed(in_order))
    return [
        Period(each, None if where is FeeState.SUPERSEDED else until.get(each.valid_from), where)
        for each, where in found
    ]


def _order(table: FeeTable) -> tuple[date, datetime]:
    return table.valid_from, table.set_at


def same_facts(standing: FeeTable, said: NewFeeTable) -> bool:
    """Tell whether `said` is what `standing` says already."""
    return standing.model_dump(include=_FACTS) == said.model_dump(include=_FACTS)


def valid_from_faults(valid_from: date, today: date) -> list[Fault]:
    """Return what is wrong with the first day of a new table: nobody is charged more, or less, after the fact."""
    latest = today + limits.FEES_SET_AHEAD
    if valid_from < today:
        return [Fault("/valid_from", "The date must be today or in the future.")]
    if valid_from > latest:
        return [Fault("/valid_from", f"The date must be on or before {written_day(latest)}.")]
    return []


def vat_within(pence: int, vat_percent: Decimal) -> int:
    """Return the pence of VAT in a charge that includes it: the VAT fraction of it, to the nearest penny, halves up.

    The VAT fraction is rate / (100 + rate). HMRC's VAT guide (Notice 700), 17.5, lets VAT be rounded down where it is
    reckoned on net values; from prices that include it, it is not (17.6, and the manual VATREC12020), but rounded up or
    down to the nearest penny, 0.5 and more up (VATREC12030).
    """
    tenths = int(vat_percent * 10)
    whole = 1_000 + tenths
    return (2 * pence * tenths + whole) // (2 * whole)


def price(pence: int) -> str:
    """Write pence as pounds: £30.00."""
    return f"£{pence // 100:,}.{pence % 100:02d}"


def read_price(text: str) -> int:
    """Return the pence of an amount as people write it: 30, 30.00, £30 or £1,000.00; raises ValueError."""
    if not (found := _PRICE.fullmatch(text.strip())):
        raise ValueError("Write the amount in pounds, such as 30 or 30.50.")
    return int(found[1].replace(",", "")) * 100 + int(found[2] or 0)


def stated(pence: int, vat_percent: Decimal) -> str:
    """Write a charge with its VAT: £30.00, including £5.00 VAT at 20%."""
    if not vat_percent:
        return f"{price(pence)}, no VAT"
    vat = price(vat_within(pence, vat_percent))
    return f"{price(pence)}, including {vat} VAT at {vat_percent}%"
