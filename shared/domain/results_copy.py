"""A copy of results as a CSV that people open."""

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Final

from shared.domain.course_run import Learner, Unit
from shared.domain.results import Result
from shared.domain.spreadsheets import safe_cell

COLUMNS: Final = (
    "learner_id",
    "learner_name",
    "uln",
    "unit",
    "unit_title",
    "outcome",
    "grade",
    "achieved_on",
)


def results_csv(
    learners: Sequence[Learner], units: Sequence[Unit], results: Iterable[Result]
) -> str:
    """Return results with the learners' names and the units' titles, no cell taken for a formula."""
    by_id = {learner.learner_id: learner for learner in learners}
    titles = {unit.reference: unit.title for unit in units}
    text = io.StringIO()
    table = csv.writer(text)
    table.writerow(COLUMNS)
    for result in results:
        learner = by_id[result.learner_id]
        cells = (
            learner.learner_id,
            learner.name,
            learner.uln or "",
            result.unit,
            titles[result.unit],
            result.outcome.value,
            result.grade or "",
            result.achieved_on.isoformat() if result.achieved_on else "",
        )
        table.writerow([safe_cell(cell) for cell in cells])
    return text.getvalue()
