"""A centre enters results in its own time: the grid is saved half done, checked, and submitted when it is complete."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from shared.domain.clock import written_moment
from shared.domain.course_run import CourseRun, Learner, Qualification, Roster, Unit
from shared.domain.drafts import (
    Counts,
    Draft,
    DraftRow,
    as_row,
    counted,
    grid,
    holds,
    read_cells,
    row_faults,
    submission_version,
)
from shared.domain.faults import Conflict, Fault, Invalid
from shared.domain.fields import Fact
from shared.domain.life_cycle import Action, Status, may, next_status
from shared.domain.results import ReadResults, Result, results_fingerprint
from shared.services import seen
from shared.services.call import Answer, Call, use_case
from shared.services.submit_results import ResultsSubmitted, submit_results
from shared.store import drafts, submissions

_TOO_LARGE = "This is more than a draft can hold."


class ResultsToEnter(Fact):
    """A course run's grid: a cell for every learner and unit, in roster order.

    Without a draft its number is that of the submission that it shows, below zero, or 0 before any.
    """

    course_run_id: str
    title: str
    status: Status
    qualification: Qualification
    learners: list[Learner]
    units: list[Unit]
    cells: list[DraftRow]
    draft_number: int
    saved_at: datetime | None
    saved_by: str | None


class DraftSaved(Fact):
    """The answer to saving a draft."""

    number: int
    saved_at: datetime


def results_to_enter(call: Call, course_run_id: str) -> ResultsToEnter:
    """Return the grid as the draft has it, or as it was submitted last, or empty.

    Raises Forbidden for all but the centre, Conflict where nothing is to be submitted any more.
    """
    run, roster = seen.with_roster(call, course_run_id)
    next_status(run.status, Action.SUBMIT_RESULTS, call.caller.role)
    draft = _held(drafts.load(call.table, course_run_id), run)
    return ResultsToEnter(
        **run.model_dump(include={"course_run_id", "title", "status", "qualification"}),
        learners=roster.learners,
        units=roster.units,
        cells=_cells(call, run, roster, draft),
        draft_number=_number(draft, run),
        saved_at=draft.saved_at if draft else None,
        saved_by=draft.saved_by if draft else None,
    )


def draft_faults(to_enter: ResultsToEnter, today: date) -> list[Fault]:
    """Return every fault that keeps a grid from being submitted, by `/cells/{learner}/{unit}/{member}`."""
    return read_cells(to_enter.cells, today)[1]


def draft_counts(to_enter: ResultsToEnter) -> Counts:
    """Return how many cells of a grid say what."""
    return counted(to_enter.cells)


@use_case(DraftSaved)
def save_draft(
    call: Call, course_run_id: str, seen_number: int, rows: Sequence[DraftRow], *, saved_by: str
) -> Answer[DraftSaved]:
    """Put rows of the grid into the draft; they need not be results yet.

    What is in the draft already is not saved again. Raises Conflict, with who saved and when, where the draft is not
    the one with the number `seen_number` any more; Invalid, by `/results/{row}/{member}`, for rows of no cell.
    """
    run, roster = seen.with_roster(call, course_run_id)
    next_status(run.status, Action.SUBMIT_RESULTS, call.caller.role)
    if faults := row_faults(rows, roster):
        raise Invalid(faults)
    latest = drafts.load(call.table, course_run_id)
    draft = _held(latest, run)
    before = _cells(call, run, roster, draft)
    cells = grid(roster, [*before, *rows])
    if draft and cells == before:
        return Answer(DraftSaved(number=draft.number, saved_at=draft.saved_at), fresh=False)
    if seen_number != _number(draft, run):
        raise _saved_since(run, draft)
    saved = Draft(
        number=latest.number + 1 if latest else 1,
        after_version=submission_version(run),
        saved_at=call.now,
        saved_by=saved_by,
        cells=[cell for cell in cells if not cell.blank],
    )
    try:
        puts = drafts.save(run, saved, latest)
    except drafts.TooLarge:
        raise Invalid([Fault("/results", _TOO_LARGE)]) from None
    return call.save(puts, DraftSaved(number=saved.number, saved_at=saved.saved_at))


def submit_draft(call: Call, course_run_id: str, seen_number: int) -> Answer[ResultsSubmitted]:
    """Submit the grid as `seen_number` has it; submitting the same again is the same submission.

    Raises Invalid with every fault, by `/cells/{learner}/{unit}/{member}`; Conflict where another draft has been
    saved, or other results submitted, since.
    """
    run, roster = seen.with_roster(call, course_run_id)
    may(call.caller.role, Action.SUBMIT_RESULTS)
    latest = drafts.load(call.table, course_run_id)
    draft = _held(latest, run)
    again = latest if latest and draft is None and latest.number == seen_number else None
    results, faults = read_cells(_cells(call, run, roster, draft or again), call.today)
    current = seen_number == _number(draft, run)
    if not current and not (again and not faults and _stands(run, results)):
        raise _saved_since(run, draft)
    if faults:
        raise Invalid(faults)
    unchanged = [drafts.unchanged(course_run_id, draft)] if draft else []
    try:
        return submit_results(replace(call, also=unchanged), course_run_id, ReadResults(results))
    except drafts.SavedSince:
        raise _saved_since(run, drafts.load(call.table, course_run_id)) from None


def _held(latest: Draft | None, run: CourseRun) -> Draft | None:
    return latest if holds(latest, run) else None


def _number(draft: Draft | None, run: CourseRun) -> int:
    return draft.number if draft else -submission_version(run)


def _cells(call: Call, run: CourseRun, roster: Roster, draft: Draft | None) -> list[DraftRow]:
    if draft:
        return grid(roster, draft.cells)
    if not run.submission:
        return grid(roster, [])
    results = submissions.load_results(call.table, run.course_run_id, run.submission.version)
    return grid(roster, map(as_row, results))


def _stands(run: CourseRun, results: list[Result]) -> bool:
    """Tell whether these very results are the submission that stands and has not been returned."""
    sha256 = run.submission.sha256 if run.submission else None
    return sha256 == results_fingerprint(results) and run.status is not Status.RETURNED


def _saved_since(run: CourseRun, draft: Draft | None) -> Conflict:
    if draft:
        recorded = draft.model_dump(mode="json", include={"number", "saved_at", "saved_by"})
        when = written_moment(draft.saved_at)
        return Conflict(f"{draft.saved_by} saved this draft on {when}.", recorded)
    if run.submission:
        submission = run.submission.model_dump(mode="json")
        when = written_moment(run.submission.submitted_at)
        return Conflict(f"These results were submitted on {when}.", {"submission": submission})
    return Conflict("There is no such draft of these results.")
