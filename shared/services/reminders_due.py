"""Who is to be reminded on a day, and of what: what the daily job mails, and what its dry run lists."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from typing import TypeVar

from pydantic import BaseModel

from shared.domain import limits
from shared.domain.consignments import Line
from shared.domain.course_run import CourseRun, submitted
from shared.domain.faults import Fault, Forbidden, Invalid
from shared.domain.life_cycle import Status
from shared.domain.people import Role
from shared.domain.reminders import (
    Audience,
    Reached,
    RemindedReceipt,
    RemindedVerification,
    ReminderTerms,
    Step,
    due_step,
    escalated,
    receipt_steps,
    reminded_receipt,
    reminded_verification,
    verifier_steps,
)
from shared.domain.working_days import Division, OutsideTableError, is_working_day
from shared.services.call import Call
from shared.services.paging import Wanted
from shared.store import consignments, course_runs, lists, mailings, people
from shared.store.lists import Window

T = TypeVar("T")
COMPLIANCE = mailings.of_reminders(Audience.COMPLIANCE)


@dataclass(slots=True)
class Plan:
    """Whose steps are due on a date, each with what it is about: little enough to keep for all readers at once.

    Receipts go by course run and consignment, verifications by course run and version; `reached` says how far each
    mailing had come.
    """

    on: date
    reached: dict[str, Reached | None] = field(default_factory=dict)
    receipts: dict[str, dict[tuple[str, str], Step]] = field(default_factory=dict)
    overdue: dict[tuple[str, str], Step] = field(default_factory=dict)
    verifications: dict[str, dict[tuple[str, int], Step]] = field(default_factory=dict)


class DueReminder(BaseModel):
    """One digest that is due: to whom, and about how much and what; of many receipts the earliest due are named."""

    to: Audience
    reader_id: str | None
    name: str | None
    email: str | None
    count: int
    receipts: list[RemindedReceipt] = []
    verifications: list[RemindedVerification] = []


class RemindersDue(BaseModel):
    """A page of the digests that are due on a date."""

    on: date
    items: list[DueReminder]
    next_cursor: str | None


def reminders_due(
    call: Call, wanted: Wanted, terms: ReminderTerms, compliance: str | None, on: date | None = None
) -> RemindersDue:
    """Return a page of whom the job would mail on a date (today unless it is given), and changes nothing.

    What was mailed already is not due any more; without a compliance lead, nobody is told of what is long overdue.
    """
    if call.caller.role not in {Role.AWARDING_ORGANISATION, Role.SERVICE}:
        raise Forbidden("This is for the awarding organisation.")
    on = on or call.today
    try:
        is_working_day(on, Division.ENGLAND_AND_WALES)
    except OutsideTableError as outside:
        raise Invalid([Fault("/on", str(outside))]) from None
    found = plan(call, terms, on)
    readers = [(Audience.CENTRE, each) for each in found.receipts]
    readers += [(Audience.COMPLIANCE, "")] if found.overdue and compliance else []
    readers += [(Audience.VERIFIER, each) for each in found.verifications]
    placed = sorted((f"{to}#{reader_id}", (to, reader_id)) for to, reader_id in readers)
    shown, next_cursor = wanted.of(each for each in placed if each[0] > (wanted.after or ""))
    items = _told(call, found, shown, compliance)
    return RemindersDue(on=found.on, items=items, next_cursor=next_cursor)


def _told(
    call: Call, found: Plan, readers: Sequence[tuple[Audience, str]], compliance: str | None
) -> list[DueReminder]:
    centres = people.load_centres(call.table, [i for to, i in readers if to is Audience.CENTRE])
    verifiers = people.load_verifiers(
        call.table, [i for to, i in readers if to is Audience.VERIFIER]
    )
    items = []
    for to, reader_id in readers:
        reader = centres.get(reader_id) if to is Audience.CENTRE else verifiers.get(reader_id)
        receipts: list[RemindedReceipt] = []
        verifications: list[RemindedVerification] = []
        if to is Audience.VERIFIER:
            verifications = verifications_now(call, found, reader_id)
        else:
            due = found.overdue if to is Audience.COMPLIANCE else found.receipts[reader_id]
            receipts = receipts_now(call, found, due)
        told = DueReminder(
            to=to,
            reader_id=reader_id or None,
            name=reader.name if reader else None,
            email=reader.email if reader else compliance if to is Audience.COMPLIANCE else None,
            count=len(receipts) + len(verifications),
            receipts=receipts[: limits.REMINDED_OF],
            verifications=verifications[: limits.REMINDED_OF],
        )
        items += [told] if told.count else []
    return items


def plan(call: Call, terms: ReminderTerms, on: date) -> Plan:
    """Return whose steps are due on a date, after what has been mailed; what is recorded from now on is left out."""
    found = Plan(on)
    _know(call, found, [COMPLIANCE])
    pending = consignments.pending_receipts(call.table, page=limits.REPORT_READ)
    for lines in _pieces(line for _, line in pending if line.recorded_at <= call.now):
        _plan_receipts(call, found, terms, lines)
    waiting = lists.of_all(call.table, Window(Status.SUBMITTED, oldest_first=True))
    for runs in _pieces(run for _, run in waiting if submitted(run).submitted_at <= call.now):
        _plan_verifications(call, found, terms, runs)
    return found


def _plan_receipts(call: Call, found: Plan, terms: ReminderTerms, lines: list[Line]) -> None:
    ladders = [(line, list(receipt_steps(line, terms, found.on))) for line in lines]
    ladders = [(line, steps) for line, steps in ladders if steps]
    _know(call, found, (_of_centre(line.centre_id) for line, _ in ladders))
    for line, steps in ladders:
        named = (line.course_run_id, line.consignment_id)
        reached = found.reached[_of_centre(line.centre_id)]
        step = due_step(steps, reached, line.recorded_at, found.on)
        # Who has said that the parcel has not arrived waits for the AO, not for a reminder.
        if step and not line.said_not_to_have_arrived:
            found.receipts.setdefault(line.centre_id, {})[named] = step
        late = escalated(steps, terms)
        if step := due_step(late, found.reached[COMPLIANCE], line.recorded_at, found.on):
            found.overdue[named] = step


def _plan_verifications(
    call: Call, found: Plan, terms: ReminderTerms, runs: list[CourseRun]
) -> None:
    centres = people.load_centres(call.table, {run.centre_id for run in runs})
    _know(call, found, (_of_verifier(run.verifier_id) for run in runs))
    for run in runs:
        steps = verifier_steps(run, centres[run.centre_id].division, terms, found.on)
        submission = submitted(run)
        reached = found.reached[_of_verifier(run.verifier_id)]
        if step := due_step(steps, reached, submission.submitted_at, found.on):
            named = (run.course_run_id, submission.version)
            found.verifications.setdefault(run.verifier_id, {})[named] = step


def receipts_now(
    call: Call, found: Plan, due: dict[tuple[str, str], Step]
) -> list[RemindedReceipt]:
    """Return the receipts of `due` that are still pending as things stand now, the earliest due first."""
    lines = consignments.load_each(call.table, due)
    pending = [line for line in lines if line.pending]
    rows = [
        reminded_receipt(line, due[line.course_run_id, line.consignment_id], found.on)
        for line in pending
    ]
    return sorted(rows, key=lambda r: (r.receipt_due_on, r.course_run_id, r.consignment_id))


def verifications_now(call: Call, found: Plan, verifier_id: str) -> list[RemindedVerification]:
    """Return what a verifier is to be reminded of and has still not decided as things stand now, the oldest first."""
    due = found.verifications[verifier_id]
    runs = course_runs.load_together(call.table, [run for run, _ in due])
    waiting = [run for run in runs if run and run.status is Status.SUBMITTED]
    centres = people.load_centres(call.table, {run.centre_id for run in waiting})
    rows = [
        reminded_verification(run, centres[run.centre_id].division, step, found.on)
        for run in waiting
        if (step := due.get((run.course_run_id, submitted(run).version)))
    ]
    return sorted(rows, key=lambda row: (row.submitted_at, row.course_run_id))


def _know(call: Call, found: Plan, names: Iterable[str]) -> None:
    """Find out how far those mailings have come of which that is not known."""
    new = sorted({name for name in names if name not in found.reached})
    found.reached |= dict.fromkeys(new) | mailings.reached(call.table, new)


def _of_centre(centre_id: str) -> str:
    return mailings.of_reminders(Audience.CENTRE, centre_id)


def _of_verifier(verifier_id: str) -> str:
    return mailings.of_reminders(Audience.VERIFIER, verifier_id)


def _pieces(things: Iterable[T]) -> Iterator[list[T]]:
    things = iter(things)
    while piece := list(islice(things, limits.REPORT_READ)):
        yield piece
