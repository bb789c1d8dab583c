"""The file that a centre fills in: a row for every learner and unit, with what has been entered so far."""

import csv
import io
from collections.abc import Iterator, Sequence
from datetime import date

from shared.domain.course_run import Learner, Unit
from shared.domain.drafts import DraftRow
from shared.domain.entries import entry, written_as_day
from shared.domain.results import Outcome
from shared.domain.results_table import SHEET
from shared.domain.spreadsheets import BYTE_ORDER_MARK, safe_cell
from shared.reports import workbook
from shared.reports.workbook import Column

_CHOICES = {outcome.value: outcome.value.replace("_", " ").capitalize() for outcome in Outcome}
_COLUMNS = (
    Column("learner_id", 18),
    Column("learner_name", 28),
    Column("unit", 14),
    Column("unit_title", 40),
    Column("outcome", 16, choices=list(_CHOICES.values())),
    Column("grade", 16),
    Column("achieved_on", 14, of_days=True),
)


def form_csv(learners: Sequence[Learner], units: Sequence[Unit], cells: Sequence[DraftRow]) -> str:
    """Return the form as a CSV that people open; `cells` are those of every learner and unit."""
    text = io.StringIO()
    table = csv.writer(text)
    table.writerow([column.title for column in _COLUMNS])
    for row in _rows(learners, units, cells):
        table.writerow([safe_cell(cell) for cell in row])
    return BYTE_ORDER_MARK + text.getvalue()


def form_xlsx(
    learners: Sequence[Learner], units: Sequence[Unit], cells: Sequence[DraftRow]
) -> bytes:
    """Return the form as an XLSX, with outcomes to choose from; `cells` are those of every learner and unit."""
    rows = (
        (*known, _CHOICES.get(outcome, outcome), grade, _day(achieved_on))
        for *known, outcome, grade, achieved_on in _rows(learners, units, cells)
    )
    return workbook.one_sheet(SHEET, _COLUMNS, rows)


def _rows(
    learners: Sequence[Learner], units: Sequence[Unit], cells: Sequence[DraftRow]
) -> Iterator[tuple[str, ...]]:
    names = {learner.learner_id: learner.name for learner in learners}
    titles = {unit.reference: unit.title for unit in units}
    for cell in cells:
        entered = (entry(name, getattr(cell, name)) for name in ("outcome", "grade", "achieved_on"))
        yield cell.learner_id, names[cell.learner_id], cell.unit, titles[cell.unit], *entered


def _day(text: str) -> date | str:
    """Return a date, or what was typed where it is none."""
    try:
        return date.fromisoformat(text) if written_as_day(text) else text
    except ValueError:
        return text
