"""Replacements: what is asked for where another certificate is wanted in the place of one, and why.

The guidance: "Replacement certificates are subject to charges (please see our Fees & Charges) ... If a learner contacts
you with a request for a new certificate, you can refer them to Open Awards."
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated, Any

from pydantic import ConfigDict, Field, ValidationInfo, field_validator

from shared.domain.fields import Body, DocumentSeen, Maybe, Name, ShortNote


class Reason(StrEnum):
    """Why another certificate is asked for; `missing` was not in its parcel, `lost` was there and cannot be found."""

    LOST = "lost"
    STOLEN = "stolen"
    MISSING = "missing"
    DAMAGED = "damaged"
    INCORRECT = "incorrect"
    NAME_CHANGE = "name_change"


class AtFault(StrEnum):
    """Whose fault it is that a certificate is incorrect."""

    AWARDING_ORGANISATION = "awarding-organisation"
    CENTRE = "centre"


# What each reason asks for, and what is told of some reasons only.
_ASKED: Mapping[tuple[Reason, str], str] = {
    (Reason.INCORRECT, "at_fault"): "Say whose fault it is: awarding-organisation or centre.",
    (Reason.INCORRECT, "note"): "Say what is incorrect.",
    (Reason.NAME_CHANGE, "name"): "Give the name as it is to be printed.",
    (Reason.NAME_CHANGE, "evidence_seen"): "Say which evidence was seen: marriage certificate.",
}
_TOLD_OF: Mapping[str, frozenset[Reason]] = {
    "at_fault": frozenset({Reason.INCORRECT}),
    "name": frozenset({Reason.INCORRECT, Reason.NAME_CHANGE}),
    "evidence_seen": frozenset({Reason.NAME_CHANGE}),
}


class NewReplacement(Body):
    """What is asked for: why, and what that reason asks for; `charge_pence` is the charge that was shown before.

    Of the evidence for another name it says which document was seen, never the document's number.
    """

    model_config = ConfigDict(validate_default=True)

    reason: Reason
    at_fault: Maybe[AtFault] = None
    name: Maybe[Name] = None
    evidence_seen: Maybe[DocumentSeen] = None
    note: Maybe[ShortNote] = None
    charge_pence: Annotated[int, Field(ge=0)] | None = None

    @field_validator("at_fault", "name", "evidence_seen", "note")
    @classmethod
    def _as_its_reason_asks(cls, value: Any, info: ValidationInfo) -> Any:
        reason, name = info.data.get("reason"), str(info.field_name)
        if reason is None:
            return value
        if value is None and (asked := _ASKED.get((reason, name))):
            raise ValueError(asked)
        if value is not None and reason not in _TOLD_OF.get(name, {reason}):
            reasons = " or ".join(sorted(_TOLD_OF[name]))
            raise ValueError(f"This is told where the reason is {reasons}.")
        return value
