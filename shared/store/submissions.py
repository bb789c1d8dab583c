"""Submissions in the table: each version's results as one immutable snapshot, a column a fact.

Results are complete, so they form a grid of learners by units; the grid costs a few bytes a result where a list of
records would cost a hundred.
"""

from collections.abc import Sequence
from datetime import date
from functools import partial
from itertools import product
from typing import Any

from shared.domain.course_run import Roster
from shared.domain.results import Outcome, Result
from shared.store import keys
from shared.store.snapshots import read, snapshot
from shared.store.table import Put, Table

_LETTERS = {Outcome.ACHIEVED: "a", Outcome.NOT_ACHIEVED: "n", Outcome.WITHDRAWN: "w"}
_OUTCOMES = {letter: outcome for outcome, letter in _LETTERS.items()}


def submission_snapshot(
    course_run_id: str, version: int, roster: Roster, results: Sequence[Result]
) -> list[Put]:
    """Return the writes that store a version's results, which stand in roster order and are complete."""
    dates = [result.achieved_on.isoformat() if result.achieved_on else None for result in results]
    document = {
        "learners": [learner.learner_id for learner in roster.learners],
        "units": [unit.reference for unit in roster.units],
        "outcomes": "".join(_LETTERS[result.outcome] for result in results),
        "grades": _column([result.grade for result in results]),
        "achieved_on": _column(dates),
    }
    return snapshot(partial(keys.submission, course_run_id, version), document)


def load_results(table: Table, course_run_id: str, version: int) -> list[Result]:
    """Return the results of one version, in roster order; raises LookupError where there is no such version."""
    grid = read(table, partial(keys.submission, course_run_id, version))
    if grid is None:
        raise LookupError(f"No submission {version}")
    rows = zip(
        product(grid["learners"], grid["units"]),
        grid["outcomes"],
        _values(grid["grades"]),
        _values(grid["achieved_on"]),
        strict=True,
    )
    return [
        Result(
            learner_id=learner,
            unit=unit,
            outcome=_OUTCOMES[letter],
            grade=grade,
            achieved_on=date.fromisoformat(achieved_on) if achieved_on else None,
        )
        for (learner, unit), letter, grade, achieved_on in rows
    ]


def _column(values: Sequence[str | None]) -> dict[str, Any]:
    """Return repeated values as the distinct ones and, a value each, their places among them."""
    distinct = list(dict.fromkeys(values))
    place = {value: i for i, value in enumerate(distinct)}
    return {"values": distinct, "at": [place[value] for value in values]}


def _values(column: dict[str, Any]) -> list[str | None]:
    return [column["values"][place] for place in column["at"]]
