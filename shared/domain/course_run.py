"""The course run: one cohort of learners on one qualification at one centre."""

import hashlib
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Annotated, Any

from pydantic import Field, ValidationInfo, field_validator

from shared.domain import limits
from shared.domain.certificates import Batch
from shared.domain.fields import (
    Body,
    Day,
    Fact,
    Identifier,
    Level,
    Maybe,
    Name,
    QualificationNumber,
    Title,
    Uln,
    UnitReference,
)
from shared.domain.identifiers import (
    qualification_number_warning,
    unit_reference_warning,
)
from shared.domain.life_cycle import Status
from shared.domain.people import Caller, Role
from shared.domain.printable import printing_warning
from shared.domain.repeats import without_repeats


class Qualification(Body):
    """What the learners work towards; the number is Ofqual's."""

    number: QualificationNumber
    title: Title
    level: Level


class Unit(Body):
    """One unit of the qualification, by its reference on Ofqual's Register."""

    reference: UnitReference
    title: Title
    level: Level
    credits: Annotated[int, Field(ge=0, le=1_000)]


class Learner(Body):
    """One learner of the run; the ULN is optional, since not every learner has one."""

    learner_id: Identifier
    name: Name
    uln: Maybe[Uln] = None


class CourseRunDetails(Body):
    """What the AO registers of a course run."""

    centre_id: Identifier
    title: Title
    qualification: Qualification
    verifier_id: Identifier
    starts_on: Day
    ends_on: Day
    units: Annotated[
        list[Unit],
        Field(min_length=1, max_length=limits.UNITS_PER_RUN),
        without_repeats("reference"),
    ]
    learners: Annotated[
        list[Learner],
        Field(min_length=1, max_length=limits.LEARNERS_PER_RUN),
        without_repeats("learner_id", "uln"),
    ]

    @field_validator("ends_on")
    @classmethod
    def _ends_after_it_starts(cls, ends_on: date, info: ValidationInfo) -> date:
        if ends_on < info.data.get("starts_on", ends_on):
            raise ValueError("The run ends before it starts.")
        return ends_on

    def fingerprint(self) -> str:
        """Return the SHA-256 of everything registered, to tell a repeat from a change."""
        return hashlib.sha256(self.model_dump_json().encode()).hexdigest()


class Roster(Fact):
    """The run's learners and units, kept apart from its head because they are many and do not change.

    `registered` is the fingerprint of the registration that it belongs to, as on the head.
    """

    registered: str

    learners: list[Learner]
    units: list[Unit]


class Submission(Fact):
    """Where an immutable, versioned set of results stands; the results themselves lie in its snapshot."""

    version: int
    sha256: str
    submitted_at: datetime
    results: int


class NotificationState(StrEnum):
    """How far the verifier's email has come."""

    WAITING = "waiting"
    SENT = "sent"
    FAILED = "failed"


class Notification(Fact):
    """The email that the event with the sequence number `asked_by` asked for."""

    asked_by: int
    asked_at: datetime
    state: NotificationState = NotificationState.WAITING


class QueryOpened(Fact):
    """A query that a decision opened."""

    query_id: str
    learner_id: str


class Decision(Fact):
    """What the verifier decided on one version of the results."""

    submission_version: int
    decision: str
    name: str
    reason: str | None = None
    queries: list[QueryOpened] = []
    decided_at: datetime


class PendingReceipt(Fact):
    """A consignment of this run whose receipt the centre has still to confirm.

    With `some_replaced`, not all of its certificates are for the learners any more.
    """

    consignment_id: str
    dispatched_on: date
    recorded_at: datetime
    receipt_due_on: date
    some_replaced: bool = False


class CourseRun(Fact):
    """The head of a course run: all that a decision about it needs, small enough to be written whole."""

    course_run_id: str
    version: int
    status: Status
    centre_id: str
    centre_name: str
    verifier_id: str
    title: str
    qualification: Qualification
    starts_on: date
    ends_on: date
    registered: str
    learners: int
    units: int
    updated_at: datetime
    submission: Submission | None = None
    notification: Notification | None = None
    decision: Decision | None = None
    # Of all that was decided: it tells a repeat from another decision.
    decision_fingerprint: str | None = None
    outstanding_queries: int = 0
    certificates: int = 0
    ready: list[Batch] = []
    pending: list[PendingReceipt] = []
    receipts: int = 0

    def moved_on(self, status: Status, now: datetime, **changes: Any) -> "CourseRun":
        """Return the run as it stands after a transition to `status` at `now`, one version on."""
        step = {"version": self.version + 1, "status": status, "updated_at": now}
        return self.model_copy(update=step | changes)

    def verifier_not_reached(self, now: datetime) -> bool:
        """Tell whether the verifier waits for an email that failed, or that nothing has been heard of for too long."""
        notification = self.notification
        if self.status is not Status.SUBMITTED or notification is None:
            return False
        waited: timedelta = now - notification.asked_at
        overdue = waited > limits.NOTIFICATION_WAIT
        return notification.state is NotificationState.FAILED or (
            notification.state is NotificationState.WAITING and overdue
        )


def submitted(run: CourseRun) -> Submission:
    """Return the submission of a run that has one; every state but `open` has."""
    if run.submission is None:
        raise LookupError(f"Course run {run.course_run_id} has no submission in state {run.status}")
    return run.submission


def may_see(caller: Caller, run: CourseRun) -> bool:
    """Tell whether `run` exists for `caller`: the AO sees all, a centre and a verifier their own."""
    match caller.role:
        case Role.AWARDING_ORGANISATION:
            return True
        case Role.CENTRE:
            return caller.centre_id == run.centre_id
        case Role.VERIFIER:
            return caller.verifier_id == run.verifier_id
        case _:
            return False


def registration_warnings(details: CourseRunDetails, centre_name: str) -> list[str]:
    """Return what is taken but looks mistyped, since the check behind it is not published, or cannot be printed."""
    units = (unit_reference_warning(unit.reference) for unit in details.units)
    warnings = (
        qualification_number_warning(details.qualification.number),
        *units,
        printing_warning("The centre's name", centre_name),
        printing_warning("The course run's title", details.title),
        printing_warning("The qualification's title", details.qualification.title),
        *(printing_warning(f"The title of unit {u.reference}", u.title) for u in details.units),
        *_names_not_printed(details.learners),
    )
    return [warning for warning in warnings if warning]


def _names_not_printed(learners: list[Learner]) -> list[str]:
    """Return a warning for each learner whose name cannot be printed wholly; of very many, for the first."""
    names = (printing_warning(f"The name of learner {e.learner_id}", e.name) for e in learners)
    found = [warning for warning in names if warning]
    more = len(found) - limits.NAMES_WARNED_OF
    return found[: limits.NAMES_WARNED_OF] + ([f"So have {more} more names."] if more > 0 else [])
