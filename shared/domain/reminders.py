"""Reminders: on which working days who is reminded of what, as ladders whose every step has a date of its own.

A receipt's steps are counted as its due date is, in working days of the centre's division from the dispatch (or the
delivery, where that counts), and then in working days overdue. A verifier's are counted from the submission.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from shared.domain.clock import london_date
from shared.domain.consignments import CountsFrom, Line, counted_from
from shared.domain.course_run import CourseRun, submitted
from shared.domain.fields import Fact
from shared.domain.pending import PendingRow, pending_row
from shared.domain.working_days import Division, add_working_days, working_days_between


class Audience(StrEnum):
    """Who is reminded: centres of receipts, verifiers of decisions, and the compliance lead of what is long overdue."""

    CENTRE = "centre"
    COMPLIANCE = "compliance"
    VERIFIER = "verifier"


@dataclass(frozen=True, slots=True)
class Ladder:
    """The working days on which someone is reminded, ascending, and every how many working days after that."""

    steps: tuple[int, ...]
    every: int


@dataclass(frozen=True, slots=True)
class ReminderTerms:
    """The ladders, what a receipt's counts from, and from how many working days overdue the compliance lead is told."""

    receipts: Ladder = Ladder((5, 8, 10), 5)
    verifiers: Ladder = Ladder((5, 10), 5)
    escalate_after: int = 5
    counts_from: CountsFrom = CountsFrom.DISPATCH


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a ladder: its date, and how many working days overdue that is; 0 until the due date."""

    on: date
    overdue_by: int = 0


class Reached(Fact):
    """How far a reader was reminded: of every step up to the date `through`, as things were known at the time `at`."""

    through: date
    at: datetime


class RemindedReceipt(PendingRow):
    """A receipt that its centre is reminded of, and since which date."""

    tracking_url: str | None
    reminded_on: date


class RemindedVerification(Fact):
    """A submission that its verifier is reminded of, and since which date; the working days are those since then."""

    course_run_id: str
    title: str
    qualification: str
    centre_id: str
    centre_name: str
    submission_version: int
    submitted_at: datetime
    working_days_waiting: int
    reminded_on: date


def receipt_steps(line: Line, terms: ReminderTerms, until: date) -> Iterator[Step]:
    """Yield the steps of a pending receipt dated up to `until`, in order.

    The ladder's own steps end with the due date, which may be earlier than the last of them; after it they are
    counted in working days overdue.
    """
    due_on, division = line.receipt_due_on, line.division
    start = counted_from(line, terms.counts_from)
    passed = working_days_between(start, until, division)
    for day in terms.receipts.steps:
        if day <= passed and (on := add_working_days(start, day, division)) <= due_on:
            yield Step(on)
    every, late = terms.receipts.every, working_days_between(due_on, until, division)
    for overdue_by in range(every, late + 1, every):
        yield Step(add_working_days(due_on, overdue_by, division), overdue_by)


def verifier_steps(
    run: CourseRun, division: Division, terms: ReminderTerms, until: date
) -> Iterator[Step]:
    """Yield the steps of a submission that waits for its verifier, dated up to `until`, in order."""
    start = london_date(submitted(run).submitted_at)
    first, every = terms.verifiers.steps, terms.verifiers.every
    passed = working_days_between(start, until, division)
    for day in (*first, *range(first[-1] + every, passed + 1, every)):
        if day <= passed:
            yield Step(add_working_days(start, day, division))


def escalated(steps: Iterable[Step], terms: ReminderTerms) -> Iterator[Step]:
    """Yield the steps that the compliance lead is told of, too."""
    return (step for step in steps if step.overdue_by >= terms.escalate_after)


def due_step(
    steps: Iterable[Step], reached: Reached | None, begun: datetime, on: date
) -> Step | None:
    """Return the latest of `steps` unless the reader was reminded of it; the earlier ones are covered by it.

    What has `begun` after the reader was last reminded was not known then: no step of it has been mentioned. But who
    was reminded on a date is not reminded again on it.
    """
    latest = max(steps, key=lambda step: step.on, default=None)
    if latest is None or reached is None:
        return latest
    mentioned = begun <= reached.at and latest.on <= reached.through
    return None if mentioned or on <= reached.through else latest


def reminded_receipt(line: Line, step: Step, on: date) -> RemindedReceipt:
    """Return a pending receipt as a reminder of the date `on` tells it."""
    row = pending_row(line, on)
    return RemindedReceipt(**dict(row), tracking_url=line.tracking_url, reminded_on=step.on)


def reminded_verification(
    run: CourseRun, division: Division, step: Step, on: date
) -> RemindedVerification:
    """Return a submission that waits for its verifier as a reminder of the date `on` tells it."""
    submission = submitted(run)
    since = london_date(submission.submitted_at)
    return RemindedVerification(
        course_run_id=run.course_run_id,
        title=run.title,
        qualification=f"{run.qualification.title} ({run.qualification.number})",
        centre_id=run.centre_id,
        centre_name=run.centre_name,
        submission_version=submission.version,
        submitted_at=submission.submitted_at,
        working_days_waiting=working_days_between(since, on, division),
        reminded_on=step.on,
    )
