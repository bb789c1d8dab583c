"""The form of CRF Received: what it says, as the service takes it, and its mistakes in the words of the page."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from shared.domain import limits
from shared.domain.clock import written_day
from shared.domain.faults import Fault
from shared.domain.receipts import date_received_faults
from shared.pages.forms import Mistake, Typed
from shared.services.receipts_to_confirm import ReceiptAsked

RECEIVED: Final = "Date you received the certificates"
WHICH: Final = "Choose the parcel that you have received"
TOO_MANY: Final = (
    f"Report at most {limits.DISCREPANCIES_PER_RECEIPT} certificates one by one, "
    "and describe the others in the note"
)
_DISCREPANCY: Final = re.compile("/discrepancies/([0-9]+)/([a-z_]+)")


@dataclass(frozen=True, slots=True)
class Said:
    """What a form says; `keys` are what the names of each discrepancy's fields end in."""

    values: dict[str, Any]
    received: date | str
    keys: Sequence[str]

    @property
    def consignment_id(self) -> str | None:
        """The parcel that is meant, if it says."""
        return self.values.get("consignment_id")


def read(typed: Typed) -> Said:
    """Return what a form says, with only what is filled in.

    A certificate that is listed has fields that end in its number; another's number is typed itself.
    """
    received = typed.day("date_received")
    given = {name: typed.given(f"{name}-") for name in ("number", "problem", "note")}
    keys = sorted({key for fields in given.values() for key in fields})
    discrepancies = []
    for key in keys:
        typed_in = f"number-{key}" in typed.fields
        number = given["number"].get(key) if typed_in else key
        named = {"certificate_number": number, "problem": given["problem"].get(key)}
        named["note"] = given["note"].get(key)
        discrepancies.append({name: text for name, text in named.items() if text})
    values: dict[str, Any] = typed.some("action", "note", "consignment_id")
    values["discrepancies"] = discrepancies
    if isinstance(received, date):
        values["date_received"] = received
    return Said(values, received, keys)


def mistakes(
    said: Said, faults: Iterable[Fault], asked: Sequence[ReceiptAsked], today: date
) -> list[Mistake]:
    """Return what is wrong with a form, in the page's order: the parcel, the date, and all else."""
    faults = list(faults)
    pointers = {fault.pointer for fault in faults}
    parcels = [each for each in asked if said.consignment_id in {None, each.consignment_id}]
    if len(parcels) > 1:
        faults.append(Fault("/consignment_id", ""))
    elif parcels and isinstance(said.received, date) and "/date_received" not in pointers:
        faults += date_received_faults(said.received, parcels[0].dispatched_on, today)
    found = dict.fromkeys(_in_words(said, faults, parcels, today))
    first = ["consignment_id", "date_received-day"]
    return sorted(found, key=lambda m: first.index(m.field) if m.field in first else len(first))


def _in_words(
    said: Said, faults: Iterable[Fault], parcels: Sequence[ReceiptAsked], today: date
) -> Iterator[Mistake]:
    for fault in faults:
        if at := _DISCREPANCY.match(fault.pointer):
            yield _of_certificate(said, int(at[1]), at[2], fault)
        elif fault.pointer == "/date_received":
            posted_on = parcels[0].dispatched_on if parcels else None
            yield Mistake("date_received-day", of_date(said.received, posted_on, today))
        elif fault.pointer == "/consignment_id":
            yield Mistake("consignment_id", WHICH)
        elif fault.pointer == "/discrepancies":
            yield Mistake(f"problem-{said.keys[0]}", TOO_MANY)
        elif fault.pointer == "/action":
            yield Mistake("action", "Choose a Step/Action")
        else:
            name = fault.pointer.removeprefix("/")
            yield Mistake(name, f"{name.capitalize()}: {fault.detail}")


def of_date(received: date | str, posted_on: date | None, today: date) -> str:
    """Return what is wrong with the date typed, or that none was."""
    if isinstance(received, str):
        return f"{RECEIVED} {received}"
    if received > today or posted_on is None:
        return f"{RECEIVED} must be today or in the past"
    return f"{RECEIVED} must be on or after {written_day(posted_on)}, when they were posted"


def _of_certificate(said: Said, index: int, member: str, fault: Fault) -> Mistake:
    key = said.keys[index]
    number = said.values["discrepancies"][index].get("certificate_number")
    if number is None:
        return Mistake(f"number-{key}", "Enter the number of the certificate that is not right")
    if member == "problem":
        return Mistake(f"problem-{key}", f"Choose what is wrong with certificate {number}")
    if member == "note":
        return Mistake(f"note-{key}", f"What you noticed about {number}: {fault.detail}")
    field = f"problem-{key}" if key == number else f"number-{key}"
    return Mistake(field, f"Certificate {number}: {fault.detail}")
