"""The AO sets what replacement certificates cost from a day on; the AO and centres are told."""

from datetime import date, datetime, timedelta
from typing import Literal

from pydantic import BaseModel

from shared.domain.faults import Forbidden, Invalid
from shared.domain.fees import (
    FeeState,
    FeeTable,
    NewFeeTable,
    Percent,
    Period,
    periods,
    same_facts,
    table_from,
    table_on,
    valid_from_faults,
    vat_within,
)
from shared.domain.people import Role
from shared.domain.replacements import Reason
from shared.services.call import Answer, Call, use_case
from shared.store import fees

# The finest difference in time that is stored.
_TICK = timedelta(microseconds=1)


class FeeTableShown(BaseModel):
    """A fee table: from when until when it holds, what is charged and how much of that is VAT, and who set it."""

    valid_from: date
    valid_until: date | None
    state: FeeState
    currency: Literal["GBP"]
    vat_percent: Percent
    pence: dict[Reason, int]
    vat_pence: dict[Reason, int]
    set_at: datetime
    set_by: str | None
    set_by_name: str | None


class Fees(BaseModel):
    """Every fee table, the one that holds latest first."""

    as_of: date
    tables: list[FeeTableShown]


class FeesToSet(BaseModel):
    """What would hold from a day on: until when, what holds the day before, and what it would supersede or repeat."""

    table: FeeTable
    repeats: bool
    valid_until: date | None
    before: FeeTable | None
    supersedes: FeeTable | None


def list_fees(call: Call) -> Fees:
    """Return what is charged, was, and will be; a centre is not told who set it. Raises Forbidden for verifiers."""
    if call.caller.role not in {Role.AWARDING_ORGANISATION, Role.CENTRE}:
        raise Forbidden("This is for centres and the awarding organisation.")
    of_ao = call.caller.role is Role.AWARDING_ORGANISATION
    found = periods(fees.all_tables(call.table), call.today)
    return Fees(as_of=call.today, tables=[_shown(each, of_ao=of_ao) for each in found])


@use_case(FeeTable)
def set_fees(call: Call, valid_from: date, body: NewFeeTable) -> Answer[FeeTable]:
    """Record what is charged from a day on; what was set for that day before is superseded, and kept.

    The same charges for the same day change nothing. Raises Forbidden, and Invalid with every fault.
    """
    to_set = fees_to_set(call, valid_from, body)
    if to_set.repeats and to_set.supersedes:
        return Answer(to_set.supersedes, fresh=False)
    return call.save([fees.add(to_set.table)], to_set.table)


def fees_to_set(call: Call, valid_from: date, body: NewFeeTable) -> FeesToSet:
    """Return what `set_fees` would record, and what it would change; raises as that does."""
    if call.caller.role is not Role.AWARDING_ORGANISATION:
        raise Forbidden("This is for the awarding organisation.")
    tables = fees.all_tables(call.table)
    supersedes = table_from(tables, valid_from)
    repeats = supersedes is not None and same_facts(supersedes, body)
    if not repeats and (faults := valid_from_faults(valid_from, call.today)):
        raise Invalid(faults)
    table = FeeTable(
        valid_from=valid_from,
        **body.model_dump(),
        # The clocks of two functions may differ; what supersedes is the later all the same.
        set_at=max(call.now, supersedes.set_at + _TICK) if supersedes else call.now,
        set_by=call.caller.subject,
        set_by_name=call.caller.name,
    )
    (period,) = (each for each in periods([*tables, table], call.today) if each.table is table)
    return FeesToSet(
        table=table,
        repeats=repeats,
        valid_until=period.until,
        before=table_on(tables, valid_from - timedelta(days=1)),
        supersedes=supersedes,
    )


def _shown(period: Period, *, of_ao: bool) -> FeeTableShown:
    table = period.table
    vat = {reason: vat_within(pence, table.vat_percent) for reason, pence in table.pence.items()}
    who = {} if of_ao else {"set_by": None, "set_by_name": None}
    return FeeTableShown(
        **{**table.model_dump(), **who},
        valid_until=period.until,
        state=period.state,
        vat_pence=vat,
    )
