"""Discrepancies: certificates that did not arrive as they should have, and how the AO settles each.

The guidance: "You must check, confirm receipt of (via the Secure Portal) and distribute certificates to learners". What
is told at CRF Received stands on the receipt; that a parcel has not arrived at all is told before there is one.
"""

from datetime import datetime
from enum import StrEnum
from typing import Annotated

from pydantic import Field, ValidationInfo, field_validator

from shared.domain.faults import Fault, pointer
from shared.domain.fields import Body, Fact, Identifier, Maybe, Name, ShortNote
from shared.domain.receipts import Problem
from shared.domain.replacements import AtFault


class Settlement(StrEnum):
    """How the AO settles a discrepancy."""

    REPLACEMENT = "replacement"
    EXPLANATION = "explanation"


class NewResolution(Body):
    """What the AO decides on a discrepancy; an explanation explains."""

    how: Settlement
    note: Annotated[Maybe[ShortNote], Field(validate_default=True)] = None

    @field_validator("note")
    @classmethod
    def _explained(cls, note: str | None, info: ValidationInfo) -> str | None:
        if note is None and info.data.get("how") is Settlement.EXPLANATION:
            raise ValueError("Explain it to the centre.")
        return note


class NewDiscrepancyResolution(NewResolution):
    """What the AO decides on one certificate; where it replaces an incorrect one also whose fault, and the name."""

    at_fault: Maybe[AtFault] = None
    name: Maybe[Name] = None


class DiscrepancyResolution(Fact):
    """How and when a discrepancy was settled, and by which replacement if by one."""

    how: Settlement
    note: str | None = None
    at_fault: AtFault | None = None
    name: str | None = None
    replacement_id: str | None = None
    resolved_at: datetime


class NewNonArrival(Body):
    """What a centre says of a parcel that it should have by now; the id is needed only when several are pending."""

    consignment_id: Maybe[Identifier] = None
    note: Maybe[ShortNote] = None


class NonArrival(Fact):
    """A centre's word that a parcel has not arrived at all, open until it has a resolution or the parcel arrives."""

    note: str | None = None
    reported_at: datetime
    reported_by: str
    resolution: DiscrepancyResolution | None = None


def same_facts(recorded: DiscrepancyResolution, repeated: NewResolution) -> bool:
    """Tell whether `repeated` says what is recorded already."""
    said = set(NewDiscrepancyResolution.model_fields)
    return recorded.model_dump(include=said, exclude_none=True) == repeated.model_dump(
        exclude_none=True
    )


def resolution_faults(said: NewDiscrepancyResolution, problem: Problem) -> list[Fault]:
    """Return what is said that has no meaning: fault and name are those of an incorrect certificate's replacement."""
    if said.how is Settlement.REPLACEMENT and problem is Problem.INCORRECT:
        return []
    detail = "This is told where an incorrect certificate is replaced."
    told = said.model_dump(include={"at_fault", "name"}, exclude_none=True)
    return [Fault(pointer(member), detail) for member in told]
