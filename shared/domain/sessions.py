"""Sessions of people signed in to the portal: who they are, and how long they stay."""

from datetime import datetime

from shared.domain import limits
from shared.domain.fields import Fact
from shared.domain.people import Caller, Role


class Person(Fact):
    """Who has signed in, as the sign-in said: `subject` is its own name for them."""

    role: Role
    subject: str
    centre_id: str | None = None
    verifier_id: str | None = None
    name: str

    @property
    def caller(self) -> Caller:
        """The caller that this person's requests are made by."""
        return Caller(self.role, self.subject, self.centre_id, self.verifier_id, self.name)


class Session(Fact):
    """One sign-in in one browser; `csrf` is the token that its forms carry."""

    person: Person
    csrf: str
    opened_at: datetime
    seen_at: datetime
    closed_at: datetime | None = None

    def holds(self, now: datetime) -> bool:
        """Tell whether the session is still good: not closed, not idle too long, not too old."""
        idle, old = now - self.seen_at, now - self.opened_at
        return (
            self.closed_at is None and idle < limits.SESSION_IDLE and old < limits.SESSION_LONGEST
        )

    def to_be_noted(self, now: datetime) -> bool:
        """Tell whether it is time to record that the session is in use."""
        return now - self.seen_at >= limits.SESSION_NOTED_EVERY
