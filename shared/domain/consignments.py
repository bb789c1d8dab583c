"""Consignments: one parcel to one centre, its line for each course run, and when its receipts are due."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Annotated

from pydantic import Field, StringConstraints

from shared.domain import limits
from shared.domain.faults import Fault
from shared.domain.fields import Body, Day, Fact, Identifier, Maybe, Name
from shared.domain.receipts import Receipt
from shared.domain.tracking import Carrier, check_tracking_number
from shared.domain.working_days import Division, add_working_days


class CountsFrom(StrEnum):
    """The day after which the working days to confirm a receipt are counted."""

    DISPATCH = "dispatch"
    DELIVERY = "delivery"


@dataclass(frozen=True, slots=True)
class ReceiptTerms:
    """Within how many working days a receipt is confirmed, and what they are counted from."""

    working_days: int = 10
    counts_from: CountsFrom = CountsFrom.DISPATCH


class NewConsignment(Body):
    """What the dispatch desk records; without course runs, everything ready for the centre travels."""

    centre_id: Identifier
    course_run_ids: (
        Annotated[
            list[Identifier], Field(min_length=1, max_length=limits.COURSE_RUNS_PER_CONSIGNMENT)
        ]
        | None
    ) = None
    carrier: Carrier
    carrier_name: Maybe[Name] = None
    service: Maybe[Annotated[Name, StringConstraints(max_length=limits.SERVICE_LENGTH)]] = None
    tracking_number: str
    dispatched_on: Day
    delivered_on: Maybe[Day] = None


class Parcel(Fact):
    """What the dispatch desk writes on a parcel, and what its lines repeat so that each can be read alone."""

    consignment_id: str
    centre_id: str
    centre_name: str
    division: Division
    carrier: str
    carrier_name: str | None = None
    service: str | None = None
    tracking_number: str
    dispatched_on: date
    delivered_on: date | None = None
    recorded_at: datetime

    @property
    def tracking_url(self) -> str | None:
        """The carrier's page for this parcel, where the carrier has one."""
        return check_tracking_number(self.carrier, self.tracking_number).url


class Consignment(Parcel):
    """One parcel to one centre."""

    course_run_ids: list[str]


class Line(Parcel):
    """One course run's certificates in one parcel, and the centre's receipt for them once it is there."""

    course_run_id: str
    title: str
    certificates: int
    blocks: list[str]
    receipt_due_on: date
    receipt: Receipt | None = None


def dispatch_faults(parcel: NewConsignment, today: date) -> list[Fault]:
    """Return what is wrong with a parcel's carrier, tracking number and dates."""
    faults = []
    if parcel.carrier is Carrier.OTHER and parcel.carrier_name is None:
        faults.append(Fault("/carrier_name", "Name the carrier where it is `other`."))
    if parcel.carrier is not Carrier.OTHER and parcel.carrier_name is not None:
        faults.append(Fault("/carrier_name", "Only a carrier that is `other` is named here."))
    check = check_tracking_number(parcel.carrier, parcel.tracking_number)
    if not check.valid:
        detail = check.refusal or "This cannot be a tracking number."
        faults.append(Fault("/tracking_number", detail))
    if parcel.dispatched_on > today:
        faults.append(Fault("/dispatched_on", "The date of dispatch is in the future."))
    elif parcel.dispatched_on < today - limits.DISPATCH_RECORDED_WITHIN:
        faults.append(Fault("/dispatched_on", "The date of dispatch is too long ago."))
    if parcel.delivered_on and not parcel.dispatched_on <= parcel.delivered_on <= today:
        detail = "The date of delivery is in the future or before the dispatch."
        faults.append(Fault("/delivered_on", detail))
    if len(set(parcel.course_run_ids or [])) < len(parcel.course_run_ids or []):
        faults.append(Fault("/course_run_ids", "A course run stands here twice."))
    return faults


def receipt_due_on(parcel: Parcel, terms: ReceiptTerms) -> date:
    """Return the last day on which a receipt is in time: the tenth working day of the centre's division.

    Day 1 is the working day after the dispatch, or after the delivery where that counts and is known.
    """
    start = parcel.dispatched_on
    if terms.counts_from is CountsFrom.DELIVERY and parcel.delivered_on:
        start = parcel.delivered_on
    return add_working_days(start, terms.working_days, parcel.division)
