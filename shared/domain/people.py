"""Who takes part: callers and their roles, centres, verifiers."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from shared.domain.fields import Address, Body, Email, Name
from shared.domain.working_days import Division


class Role(StrEnum):
    """What a caller is to the service; the first three are Cognito groups."""

    CENTRE = "centre"
    VERIFIER = "verifier"
    AWARDING_ORGANISATION = "awarding-organisation"
    SERVICE = "service"


@dataclass(frozen=True, slots=True)
class Caller:
    """Who calls: a role, the subject of the sign-in, the centre or verifier it speaks for, and the person's name."""

    role: Role
    subject: str
    centre_id: str | None = None
    verifier_id: str | None = None
    name: str | None = None

    def as_record(self) -> dict[str, Any]:
        """Return who it was, as an event keeps it."""
        names = {"centre_id": self.centre_id, "verifier_id": self.verifier_id, "name": self.name}
        return {"role": self.role, "id": self.subject} | {k: v for k, v in names.items() if v}


THE_SERVICE = Caller(Role.SERVICE, "service")


class CentreDetails(Body):
    """What the AO says of a centre."""

    name: Name
    email: Email
    division: Division
    address: Address


class Centre(CentreDetails):
    """An organisation that teaches and submits results."""

    centre_id: str


class VerifierDetails(Body):
    """What the AO says of a verifier."""

    name: Name
    email: Email


class Verifier(VerifierDetails):
    """The quality reviewer who verifies or returns a submission."""

    verifier_id: str
