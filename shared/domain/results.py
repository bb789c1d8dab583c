"""Results: one learner's outcome in one unit, and when a set of them is complete and valid."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Annotated, Any

from pydantic import Field, ValidationError

from shared.domain import limits
from shared.domain.certificates import Kind, kind_for
from shared.domain.course_run import Roster
from shared.domain.faults import Fault, pointer
from shared.domain.fields import Body, Day, Grade, Maybe

# Unlisted faults of one submission would bury the person who reads them, and the answer has a size.
FAULTS_LISTED = 1_000
_LINE = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


class Outcome(StrEnum):
    """What a learner reached in a unit."""

    ACHIEVED = "achieved"
    NOT_ACHIEVED = "not_achieved"
    WITHDRAWN = "withdrawn"


class Result(Body):
    """One learner's outcome in one unit."""

    learner_id: str
    unit: str
    outcome: Outcome
    grade: Maybe[Grade] = None
    achieved_on: Maybe[Day] = None


class Results(Body):
    """A body of results as a centre submits it."""

    results: Annotated[list[Result], Field(min_length=1, max_length=limits.RESULTS_PER_SUBMISSION)]


@dataclass(frozen=True, slots=True)
class ReadResults:
    """Results as far as they could be read, a place for each that was sent, and the faults met in reading them."""

    results: Sequence[Result | None]
    faults: Sequence[Fault] = ()


def readable(values: Any) -> list[Result | None]:
    """Return what can be read of a body's results that are not all well-formed, so that the rest is checked too."""
    rows = values.get("results") if isinstance(values, dict) else None
    return [_readable(row) for row in rows] if isinstance(rows, list) else []


def _readable(row: Any) -> Result | None:
    try:
        return Result.model_validate(row)
    except ValidationError:
        pass
    named = row if isinstance(row, dict) else {}
    learner_id, unit = named.get("learner_id"), named.get("unit")
    if isinstance(learner_id, str) and isinstance(unit, str):
        # Its outcome is not to be believed; it only takes its place.
        return Result(learner_id=learner_id, unit=unit, outcome=Outcome.WITHDRAWN)
    return None


class Places:
    """The places that a run has for results, each for one result: a learner and a unit."""

    def __init__(self, roster: Roster) -> None:
        self._learners = {learner.learner_id for learner in roster.learners}
        self._units = {unit.reference for unit in roster.units}
        self.first_at: dict[tuple[str, str], int] = {}

    def faults(self, index: int, learner_id: str, unit: str) -> list[Fault]:
        """Return why result number `index` has no place: a stranger, or one after another of the same place."""
        faults = []
        if learner_id not in self._learners:
            detail = "There is no such learner in this course run."
            faults.append(_fault(index, "learner_id", detail))
        if unit not in self._units:
            faults.append(_fault(index, "unit", "There is no such unit in this course run."))
        earlier = self.first_at.setdefault((learner_id, unit), index)
        if earlier != index:
            detail = f"This learner and unit stand in result {earlier + 1} already."
            faults.append(_fault(index, "unit", detail))
        return faults


def result_faults(results: Sequence[Result | None], roster: Roster, today: date) -> list[Fault]:
    """Return every fault of a submission: strangers, duplicates, impossible dates and what is missing.

    Results are complete when there is an outcome for every learner and unit of the run: “fully completed” in the
    guidance. Places of results that could not be read are passed over.
    """
    places = Places(roster)
    faults: list[Fault] = []
    for i, result in enumerate(results):
        if result is None:
            continue
        faults += places.faults(i, result.learner_id, result.unit)
        if detail := future_date(result, today):
            faults.append(_fault(i, "achieved_on", detail))
    faults += _missing(roster, places.first_at.keys())
    return faults[:FAULTS_LISTED]


def future_date(result: Result, today: date) -> str | None:
    """Return what is wrong with a date that has not come yet."""
    ahead = result.achieved_on is not None and result.achieved_on > today
    return "This date is in the future." if ahead else None


def _fault(index: int, member: str, detail: str) -> Fault:
    return Fault(pointer("results", index, member), detail)


def _missing(roster: Roster, given: Iterable[tuple[str, str]]) -> Iterator[Fault]:
    have = frozenset(given)
    for learner in roster.learners:
        units = [u.reference for u in roster.units if (learner.learner_id, u.reference) not in have]
        if units:
            detail = f"Learner {learner.learner_id} has no outcome for {', '.join(units)}."
            yield Fault("/results", detail)


def in_roster_order(results: Iterable[Result], roster: Roster) -> list[Result]:
    """Return complete results learner by learner and unit by unit, however they were sent."""
    by_place = {(result.learner_id, result.unit): result for result in results}
    return [
        by_place[learner.learner_id, unit.reference]
        for learner in roster.learners
        for unit in roster.units
    ]


def kinds(results: Iterable[Result]) -> dict[str, Kind | None]:
    """Return what each learner is eligible for, if anything, by these results."""
    outcomes: dict[str, list[bool]] = {}
    for result in results:
        achieved = result.outcome is Outcome.ACHIEVED
        outcomes.setdefault(result.learner_id, []).append(achieved)
    return {learner: kind_for(achieved) for learner, achieved in outcomes.items()}


def results_fingerprint(results: Sequence[Result]) -> str:
    """Return the SHA-256 of results in roster order: the same for the same facts in any order or format.

    It is taken over a JSON array per line: learner, unit, outcome, grade, date achieved.
    """
    digest = hashlib.sha256()
    for r in results:
        achieved_on = r.achieved_on.isoformat() if r.achieved_on else None
        line = [r.learner_id, r.unit, r.outcome.value, r.grade, achieved_on]
        digest.update(_LINE.encode(line).encode() + b"\n")
    return digest.hexdigest()
