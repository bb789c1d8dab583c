"""Receipts: the centre's confirmation of certificates, called CRF Received, and when it is due or overdue."""

from collections.abc import Collection
from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field

from shared.domain import limits
from shared.domain.faults import Fault, pointer
from shared.domain.fields import (
    Body,
    CertificateNumber,
    Day,
    Fact,
    Identifier,
    Maybe,
    Note,
    ShortNote,
)
from shared.domain.working_days import working_days_between


class Problem(StrEnum):
    """What can be wrong with a certificate on arrival."""

    MISSING = "missing"
    DAMAGED = "damaged"
    INCORRECT = "incorrect"


class Discrepancy(Body):
    """One certificate that did not arrive as it should have."""

    certificate_number: CertificateNumber
    problem: Problem
    note: Maybe[ShortNote] = None


class NewReceipt(Body):
    """What the centre says: the guidance's step 4, and which certificates are missing, damaged or incorrect."""

    action: Literal["CRF Received"]
    date_received: Day
    note: Maybe[Note] = None
    consignment_id: Maybe[Identifier] = None
    discrepancies: Annotated[
        list[Discrepancy], Field(max_length=limits.DISCREPANCIES_PER_RECEIPT)
    ] = []


class Receipt(Fact):
    """What the centre confirmed, and when; `on_time` if that was on the due date or before."""

    date_received: date
    note: str | None = None
    discrepancies: list[Discrepancy] = []
    confirmed_at: datetime
    confirmed_by: str
    on_time: bool


def date_received_faults(date_received: date, dispatched_on: date, today: date) -> list[Fault]:
    """Return what is wrong with the date of a receipt: neither in the future nor before the dispatch."""
    if date_received > today:
        return [Fault("/date_received", "The date received must be today or in the past.")]
    if date_received < dispatched_on:
        return [Fault("/date_received", f"The parcel was only dispatched on {dispatched_on}.")]
    return []


def working_days_left(due_on: date, as_of: date, division: str) -> int:
    """Return the working days from `as_of` to the due date, or minus those since it.

    0 on the day itself, and also on a weekend behind it: `overdue` tells those apart.
    """
    return working_days_between(as_of, due_on, division)


def overdue(due_on: date, as_of: date) -> bool:
    """Tell whether a receipt is overdue: from the day after the due date."""
    return as_of > due_on


def discrepancy_faults(discrepancies: list[Discrepancy], numbers: Collection[str]) -> list[Fault]:
    """Return what is wrong with discrepancies, given the `numbers` of the certificates in the parcel."""
    faults = []
    seen: set[str] = set()
    for i, discrepancy in enumerate(discrepancies):
        number = discrepancy.certificate_number
        at = pointer("discrepancies", i, "certificate_number")
        if number not in numbers:
            faults.append(Fault(at, "There is no such certificate of this run in the consignment."))
        if number in seen:
            faults.append(Fault(at, "This certificate stands here twice."))
        seen.add(number)
    return faults


def same_facts(receipt: Receipt, repeated: NewReceipt) -> bool:
    """Tell whether `repeated` says what is recorded already."""
    said = {"date_received", "note", "discrepancies"}
    return receipt.model_dump(include=said) == repeated.model_dump(include=said)
