"""Distribution: which learner got the certificate, when and how.

The guidance: "You must check, confirm receipt of (via the Secure Portal) and distribute certificates to learners as
soon as possible." A certificate that was destroyed keeps its record.
"""

from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Any

from pydantic import ConfigDict, Field, ValidationInfo, field_validator

from shared.domain import limits
from shared.domain.fields import (
    Body,
    CertificateNumber,
    Day,
    DocumentSeen,
    Fact,
    Maybe,
    Name,
    ShortNote,
)
from shared.domain.tracking import (
    Carrier,
    as_the_carrier_writes_it,
    check_tracking_number,
    named_if_other,
)
from shared.domain.working_days import add_working_days


class How(StrEnum):
    """What became of a certificate at the centre; `returned` came back there, from the learner or the post."""

    HANDED_OVER = "handed_over"
    POSTED = "posted"
    RETURNED = "returned"
    DESTROYED = "destroyed"


_H = How
# What may follow what was recorded last. With nothing recorded, a certificate lies at the centre since its receipt.
MAY_FOLLOW: Mapping[How | None, frozenset[How]] = {
    None: frozenset({_H.HANDED_OVER, _H.POSTED, _H.DESTROYED}),
    _H.HANDED_OVER: frozenset({_H.RETURNED}),
    _H.POSTED: frozenset({_H.RETURNED}),
    _H.RETURNED: frozenset({_H.HANDED_OVER, _H.POSTED, _H.DESTROYED}),
    _H.DESTROYED: frozenset(),
}
# What is told of one way only, and what each way asks for, with the words that ask for it.
_OF_ONE_WAY: Mapping[str, How] = {
    "identity_seen": _H.HANDED_OVER,
    "carrier": _H.POSTED,
    "carrier_name": _H.POSTED,
    "tracking_number": _H.POSTED,
}
_ASKED: Mapping[tuple[How, str], str] = {
    (_H.HANDED_OVER, "identity_seen"): "Say what was seen of the learner's identity: passport.",
    (_H.POSTED, "carrier"): "Say who carries it.",
    (_H.POSTED, "tracking_number"): "Give the number that it was posted under.",
    (_H.DESTROYED, "note"): "Say why and how it was destroyed.",
    (_H.RETURNED, "certificate_numbers"): "Name the certificates that came back.",
}
_FACTS = ("how", "on", "note", *_OF_ONE_WAY)


class NewDistribution(Body):
    """What the centre records of some certificates, or of all that are still to be distributed, except some.

    Of a learner's identity it says which document was seen, never the document's number.
    """

    model_config = ConfigDict(validate_default=True, validate_by_name=True)

    how: How
    on: Day
    identity_seen: Maybe[DocumentSeen] = None
    carrier: Maybe[Carrier] = None
    carrier_name: Maybe[Name] = None
    tracking_number: Maybe[str] = None
    # Short, for a run can have as many as it has learners, and is shown with all of them.
    note: Maybe[ShortNote] = None
    certificate_numbers: (
        Annotated[list[CertificateNumber], Field(min_length=1, max_length=limits.LEARNERS_PER_RUN)]
        | None
    ) = None
    besides: Annotated[
        list[CertificateNumber], Field(alias="except", max_length=limits.LEARNERS_PER_RUN)
    ] = []

    @field_validator("note", "certificate_numbers", *_OF_ONE_WAY)
    @classmethod
    def _as_its_way_asks(cls, value: Any, info: ValidationInfo) -> Any:
        how, name = info.data.get("how"), str(info.field_name)
        if how is None:
            return value
        if value is None and (asked := _ASKED.get((how, name))):
            raise ValueError(asked)
        if value is not None and _OF_ONE_WAY.get(name, how) is not how:
            raise ValueError(f"This is told of certificates that were {told(_OF_ONE_WAY[name])}.")
        return value

    @field_validator("carrier_name")
    @classmethod
    def _named_if_other(cls, name: str | None, info: ValidationInfo) -> str | None:
        return named_if_other(info.data.get("carrier"), name)

    @field_validator("tracking_number")
    @classmethod
    def _as_the_carrier_writes_it(cls, number: str | None, info: ValidationInfo) -> str | None:
        carrier = info.data.get("carrier")
        return as_the_carrier_writes_it(carrier, number) if carrier and number else number

    @field_validator("besides")
    @classmethod
    def _of_all(cls, besides: list[str], info: ValidationInfo) -> list[str]:
        if besides and info.data.get("certificate_numbers"):
            raise ValueError("Exceptions are from all; here certificates are named one by one.")
        return besides


class Distribution(Fact):
    """What was recorded of some certificates at once, by the run's event `sequence`.

    `besides` are the exceptions where all that were to be distributed were meant, and None where they were named.
    """

    sequence: int
    how: How
    on: date
    identity_seen: str | None = None
    carrier: str | None = None
    carrier_name: str | None = None
    tracking_number: str | None = None
    note: str | None = None
    besides: list[str] | None = None
    certificate_numbers: list[str]
    recorded_at: datetime
    recorded_by: str

    @property
    def tracking_url(self) -> str | None:
        """The carrier's page for what was posted, where the carrier has one."""
        if self.carrier is None or self.tracking_number is None:
            return None
        return check_tracking_number(self.carrier, self.tracking_number).url


def same_facts(recorded: Distribution, repeated: NewDistribution) -> bool:
    """Tell whether `repeated` says of certificates what is recorded of them already."""
    return recorded.model_dump(include=set(_FACTS)) == repeated.model_dump(include=set(_FACTS))


def distribute_by(received_on: date, within: int, division: str) -> date:
    """Return the last day before what was received is pointed out as not distributed, in working days."""
    return add_working_days(received_on, within, division)


def told(how: How) -> str:
    """Return in words what became of a certificate, as it follows "was"."""
    return how.value.replace("_", " ")
