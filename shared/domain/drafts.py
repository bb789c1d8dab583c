"""Drafts of results: a centre's grid of learners and units, saved half done, as it was typed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from pydantic import ValidationError

from shared.domain import limits
from shared.domain.course_run import CourseRun, Roster
from shared.domain.entries import entry, written_as_day
from shared.domain.faults import Fault, pointer
from shared.domain.fields import Fact
from shared.domain.results import FAULTS_LISTED, Outcome, Places, Result, future_date

_ENTERED: Final = ("outcome", "grade", "achieved_on")
_NO_OUTCOME: Final = "Choose achieved, not achieved or withdrawn."
_NO_DATE: Final = "Write the date like 27/3/2026."


class DraftRow(Fact):
    """One learner's cell for one unit: what was typed, which need not be a result yet."""

    learner_id: str = ""
    unit: str = ""
    outcome: str = ""
    grade: str = ""
    achieved_on: str = ""

    @property
    def blank(self) -> bool:
        """Whether nothing has been entered."""
        return not (self.outcome or self.grade or self.achieved_on)


class Draft(Fact):
    """A grid as it was saved: `number` counts up; `after_version` is that of the submission before it, or 0."""

    number: int
    after_version: int
    saved_at: datetime
    saved_by: str
    cells: list[DraftRow]


@dataclass(frozen=True, slots=True)
class Counts:
    """How many cells say what; an outcome that cannot be read counts as missing."""

    achieved: int
    not_achieved: int
    withdrawn: int
    missing: int


def submission_version(run: CourseRun) -> int:
    """Return the version of the submission that stands, 0 before any."""
    return run.submission.version if run.submission else 0


def holds(draft: Draft | None, run: CourseRun) -> bool:
    """Tell whether there is a draft and no submission newer than it; an older draft counts for nothing."""
    return draft is not None and draft.after_version == submission_version(run)


def grid(roster: Roster, rows: Iterable[DraftRow]) -> list[DraftRow]:
    """Return a cell for every learner and unit in roster order: what `rows` say of it last, else empty."""
    said = {(row.learner_id, row.unit): row for row in rows}
    return [
        said.get((learner.learner_id, unit.reference))
        or DraftRow(learner_id=learner.learner_id, unit=unit.reference)
        for learner in roster.learners
        for unit in roster.units
    ]


def as_row(result: Result) -> DraftRow:
    """Return a result as it stands in a grid."""
    return DraftRow.model_validate(result.model_dump(mode="json", exclude_none=True))


def row_faults(rows: Sequence[DraftRow], roster: Roster) -> list[Fault]:
    """Return what keeps rows from a draft: strangers, repeats, and text that no result has room for."""
    places = Places(roster)
    faults = []
    for i, row in enumerate(rows):
        faults += places.faults(i, row.learner_id, row.unit)
        faults += [
            Fault(pointer("results", i, name), f"Use at most {limits.GRADE_LENGTH} characters.")
            for name in _ENTERED
            if len(getattr(row, name)) > limits.GRADE_LENGTH
        ]
    return faults[:FAULTS_LISTED]


def read_cells(cells: Iterable[DraftRow], today: date) -> tuple[list[Result], list[Fault]]:
    """Return the results that cells hold, and every fault of the others, by `/cells/{learner}/{unit}/{member}`."""
    results, faults = [], []
    for cell in cells:
        result, told = _read(cell, today)
        if not told:
            results.append(result)
        faults += [
            Fault(pointer("cells", cell.learner_id, cell.unit, name), detail)
            for name, detail in told.items()
        ]
    return results, faults[:FAULTS_LISTED]


def counted(cells: Iterable[DraftRow]) -> Counts:
    """Return how many of the cells say what."""
    outcomes = [entry("outcome", cell.outcome) for cell in cells]
    counts = {outcome.value: outcomes.count(outcome) for outcome in Outcome}
    return Counts(**counts, missing=len(outcomes) - sum(counts.values()))


def _read(cell: DraftRow, today: date) -> tuple[Result, dict[str, str]]:
    """Return a cell's result as far as it can be read, and by member what is wrong with it."""
    values = {name: entry(name, getattr(cell, name)) for name in _ENTERED}
    told: dict[str, str] = {}
    if values["outcome"] not in set(Outcome):
        told["outcome"] = _NO_OUTCOME
        # Not to be believed; only so that the rest is looked at too.
        values["outcome"] = Outcome.WITHDRAWN
    if values["achieved_on"] and not written_as_day(values["achieved_on"]):
        told["achieved_on"] = _NO_DATE
        values["achieved_on"] = ""
    values |= {"learner_id": cell.learner_id, "unit": cell.unit}
    try:
        result = Result.model_validate(values)
    except ValidationError as invalid:
        for error in invalid.errors(include_url=False, include_input=False):
            member = str(error["loc"][0])
            told[member] = error["msg"].removeprefix("Value error, ")
            values[member] = ""
        result = Result.model_validate(values)
    if future := future_date(result, today):
        told["achieved_on"] = future
    return result, told
