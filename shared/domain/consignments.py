"""Consignments: one parcel to one centre, its line for each course run, and when its receipts are due."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Annotated

from pydantic import Field, StringConstraints, ValidationInfo, field_validator

from shared.domain import limits
from shared.domain.discrepancies import DiscrepancyResolution, NonArrival, Settlement
from shared.domain.faults import Fault
from shared.domain.fields import Body, Day, Fact, Identifier, Maybe, Name
from shared.domain.receipts import Discrepancy, Problem, Receipt
from shared.domain.tracking import (
    Carrier,
    as_the_carrier_writes_it,
    check_tracking_number,
    named_if_other,
)
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
    carrier_name: Annotated[Maybe[Name], Field(validate_default=True)] = None
    service: Maybe[Annotated[Name, StringConstraints(max_length=limits.SERVICE_LENGTH)]] = None
    tracking_number: str
    dispatched_on: Day
    delivered_on: Maybe[Day] = None

    @field_validator("course_run_ids")
    @classmethod
    def _each_run_once(cls, ids: list[str] | None) -> list[str] | None:
        if ids and len(set(ids)) < len(ids):
            raise ValueError("A course run stands here twice.")
        return ids

    @field_validator("carrier_name")
    @classmethod
    def _named_if_other(cls, name: str | None, info: ValidationInfo) -> str | None:
        return named_if_other(info.data.get("carrier"), name)

    @field_validator("tracking_number")
    @classmethod
    def _as_the_carrier_writes_it(cls, number: str, info: ValidationInfo) -> str:
        carrier = info.data.get("carrier")
        return as_the_carrier_writes_it(carrier, number) if carrier else number


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
    """One course run's certificates in one parcel, and the centre's receipt for them once it is there.

    `undistributed` is how many are still to be distributed, from the first time that it changed. `resolutions` are of
    the receipt's discrepancies, by certificate. What was `written_off_at` is lost on the way, and was replaced.
    """

    course_run_id: str
    title: str
    certificates: int
    blocks: list[str]
    receipt_due_on: date
    receipt: Receipt | None = None
    undistributed: int | None = None
    resolutions: dict[str, DiscrepancyResolution] = {}
    not_arrived: NonArrival | None = None
    written_off_at: datetime | None = None

    @property
    def pending(self) -> bool:
        """Whether the centre's receipt is still required."""
        return self.receipt is None and self.written_off_at is None

    @property
    def said_not_to_have_arrived(self) -> bool:
        """Whether the centre waits for an answer to its word that the parcel has not arrived at all."""
        return self.pending and self.not_arrived is not None and self.not_arrived.resolution is None

    @property
    def open_discrepancies(self) -> list[Discrepancy]:
        """What the receipt says is missing, damaged or incorrect and the AO has not settled yet."""
        told = self.receipt.discrepancies if self.receipt else []
        return [each for each in told if each.certificate_number not in self.resolutions]

    @property
    def set_aside(self) -> dict[str, Problem]:
        """What is wrong with the certificates that are not for the learner: until it is explained, by number."""
        told = self.receipt.discrepancies if self.receipt else []
        explained = {n for n, r in self.resolutions.items() if r.how is Settlement.EXPLANATION}
        numbers = ((each.certificate_number, each.problem) for each in told)
        return {number: problem for number, problem in numbers if number not in explained}

    @property
    def to_distribute(self) -> int:
        """How many of the certificates the centre has still to distribute: none before they are received."""
        if self.receipt is None:
            return 0
        if self.undistributed is not None:
            return self.undistributed
        return self.certificates - len(self.set_aside)


def dispatch_faults(parcel: NewConsignment, today: date) -> list[Fault]:
    """Return what is wrong with a parcel's dates, seen from `today`."""
    faults = []
    if parcel.dispatched_on > today:
        faults.append(Fault("/dispatched_on", "The date of dispatch is in the future."))
    elif parcel.dispatched_on < today - limits.DISPATCH_RECORDED_WITHIN:
        faults.append(Fault("/dispatched_on", "The date of dispatch is too long ago."))
    if parcel.delivered_on and not parcel.dispatched_on <= parcel.delivered_on <= today:
        detail = "The date of delivery is in the future or before the dispatch."
        faults.append(Fault("/delivered_on", detail))
    return faults


def receipt_due_on(parcel: Parcel, terms: ReceiptTerms) -> date:
    """Return the last day on which a receipt is in time: the tenth working day of the centre's division.

    Day 1 is the working day after the dispatch, or after the delivery where that counts and is known.
    """
    start = counted_from(parcel, terms.counts_from)
    return add_working_days(start, terms.working_days, parcel.division)


def counted_from(parcel: Parcel, counts_from: CountsFrom) -> date:
    """Return the day after which a parcel's working days are counted."""
    if counts_from is CountsFrom.DELIVERY and parcel.delivered_on:
        return parcel.delivered_on
    return parcel.dispatched_on
