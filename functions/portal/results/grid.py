"""The grid of results as a form: the names of its fields, what stands in them, and what is wrong there.

A field is called as a fault's pointer calls it, `{learner}/{unit}/{member}`, so that each finds the other.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from functions.portal.pieces import Piece, piece
from shared.domain.course_run import Learner, Unit
from shared.domain.drafts import DraftRow, read_cells
from shared.domain.entries import entry
from shared.domain.faults import Fault, pointer
from shared.domain.results import Outcome
from shared.pages import words
from shared.pages.forms import Mistake, Typed
from shared.runtime.requests import Request
from shared.services.results_drafts import ResultsToEnter

# Of one page: 30 learners with six units each.
CELLS: Final = 180
LABELS: Final = {"outcome": "Outcome", "grade": "Grade", "achieved_on": "Date achieved"}
CHOICES: Final = [("", ""), *((each.value, words.OUTCOMES[each]) for each in Outcome)]
NOTHING_TO_FILL: Final = "Choose an outcome, or enter a grade or a date, to fill in"
_KNOWN: Final = dict(CHOICES)
# Of one page in the summary: each stands beside its field as well.
_SUMMED_UP: Final = 20


@dataclass(frozen=True, slots=True)
class Cell:
    """The place of one learner's result in one unit: the beginning of its fields' names, and what stands in them."""

    key: str
    unit: Unit
    outcome: str
    choices: Sequence[tuple[str, str]] | None
    grade: str
    achieved_on: str


@dataclass(frozen=True, slots=True)
class Entered:
    """A learner's part of the grid; `at` counts the learners of the whole run."""

    at: int
    learner: Learner
    cells: list[Cell]


def page_of(request: Request, to_enter: ResultsToEnter) -> Piece[Learner]:
    """Return the learners whom a request's page of the grid is about: whole learners, as many as fit."""
    return piece(request, to_enter.learners, learners_a_page(to_enter))


def learners_a_page(to_enter: ResultsToEnter) -> int:
    """Return how many learners a page of the grid has."""
    return max(1, CELLS // len(to_enter.units))


def first_of(page: Piece[Learner], to_enter: ResultsToEnter) -> int:
    """Return how many learners stand before a page."""
    return (page.number - 1) * learners_a_page(to_enter)


def cells_of(page: Piece[Learner], to_enter: ResultsToEnter) -> list[DraftRow]:
    """Return the cells of a page's learners."""
    units = len(to_enter.units)
    begins = first_of(page, to_enter) * units
    return to_enter.cells[begins : begins + len(page.rows) * units]


def entered(
    page: Piece[Learner], to_enter: ResultsToEnter, typed: Iterable[DraftRow] = ()
) -> list[Entered]:
    """Return what a page shows of the grid, with what was `typed` over it."""
    said = {key_of(row): row for row in typed}
    cells = iter(cells_of(page, to_enter))
    first = first_of(page, to_enter)
    return [
        Entered(at, learner, [_cell(unit, next(cells), said) for unit in to_enter.units])
        for at, learner in enumerate(page.rows, first)
    ]


def _cell(unit: Unit, stored: DraftRow, said: Mapping[str, DraftRow]) -> Cell:
    key = key_of(stored)
    row = said.get(key, stored)
    outcome = entry("outcome", row.outcome)
    # What is none of the choices is shown all the same: saving the page is not to take it away.
    other = None if outcome in _KNOWN else [*CHOICES, (outcome, outcome)]
    return Cell(key, unit, outcome, other, row.grade, shown_date(row.achieved_on))


def key_of(row: DraftRow) -> str:
    """Return what the names of a cell's fields begin with."""
    return pointer(row.learner_id, row.unit)[1:]


def typed_rows(typed: Typed) -> list[DraftRow]:
    """Return the cells that a form of the grid holds."""
    cells: dict[tuple[str, str], dict[str, str]] = {}
    for name in typed.fields:
        match name.split("/"):
            case [learner_id, unit, member] if member in LABELS:
                cells.setdefault((learner_id, _plain(unit)), {})[member] = typed.text(name)
    return [
        DraftRow(
            learner_id=learner_id,
            unit=unit,
            **said | {"achieved_on": kept_date(said.get("achieved_on", ""))},
        )
        for (learner_id, unit), said in cells.items()
    ]


def shown_date(text: str) -> str:
    """Return a date of the contract as people write it, dd/mm/yyyy, and all else as it is."""
    return re.sub(r"\A(\d{4})-(\d{2})-(\d{2})\Z", r"\3/\2/\1", text, flags=re.ASCII)


def kept_date(text: str) -> str:
    """Return what `shown_date` made of a date as it was, so that a page saved untouched changes nothing."""
    return re.sub(r"\A(\d{2})/(\d{2})/(\d{4})\Z", r"\3-\2-\1", text, flags=re.ASCII)


def written(cell: DraftRow) -> str:
    """Return a cell in one line, the same for what means the same; nothing for an empty one."""
    said = {name: entry(name, getattr(cell, name)) for name in LABELS}
    outcome = _KNOWN.get(said["outcome"], said["outcome"])
    return ", ".join(filter(None, [outcome, said["grade"], shown_date(said["achieved_on"])]))


def fill_of(typed: Typed) -> DraftRow:
    """Return what a form says that empty fields are to be filled with."""
    return DraftRow(
        outcome=typed.text("fill-outcome"),
        grade=typed.text("fill-grade"),
        achieved_on=kept_date(typed.text("fill-achieved_on")),
    )


def fill_mistakes(fill: DraftRow, today: date) -> list[Mistake]:
    """Return what is wrong with what fields are to be filled with: nobody wants that a hundred times."""
    if fill.blank:
        return [Mistake("fill-outcome", NOTHING_TO_FILL)]
    told = ((each.pointer.rpartition("/")[2], each.detail) for each in read_cells([fill], today)[1])
    return [Mistake(f"fill-{name}", detail) for name, detail in told if getattr(fill, name)]


def filled(rows: Iterable[DraftRow], fill: DraftRow) -> list[DraftRow]:
    """Return cells with their empty fields filled; one with another outcome than is filled in stays as it is."""
    return [_filled(row, fill) for row in rows]


def _filled(row: DraftRow, fill: DraftRow) -> DraftRow:
    if row.outcome and fill.outcome and row.outcome != fill.outcome:
        return row
    given = {name: getattr(row, name) or getattr(fill, name) for name in LABELS}
    return row.model_copy(update=given)


def faults_of(cells: Sequence[DraftRow], today: date, *, missing: bool) -> list[Fault]:
    """Return what is wrong with what stands in cells, and only with `missing` also what is not there yet."""
    by_key = {key_of(cell): cell for cell in cells}
    faults = read_cells(cells, today)[1]
    return [fault for fault in faults if missing or _given(fault, by_key)]


def _given(fault: Fault, by_key: Mapping[str, DraftRow]) -> bool:
    key, _, name = field_of(fault).rpartition("/")
    return bool(getattr(by_key[key], name))


def field_of(fault: Fault) -> str:
    """Return the name of the field that a fault of a cell is about."""
    return fault.pointer.removeprefix("/cells/")


def cell_mistakes(faults: Sequence[Fault], to_enter: ResultsToEnter) -> list[Mistake]:
    """Return faults of cells as the top of a page tells them: whose, in which unit, what."""
    names = {learner.learner_id: learner.name for learner in to_enter.learners}
    told = [Mistake(field_of(fault), _said(fault, names)) for fault in faults[:_SUMMED_UP]]
    more = len(faults) - len(told)
    return [*told, *([Mistake("", f"And {more:,} more on this page")] if more else [])]


def _said(fault: Fault, names: Mapping[str, str]) -> str:
    learner_id, unit, member = field_of(fault).split("/")
    # Somebody who has left the run has no name here any more.
    return f"{names.get(learner_id, learner_id)}, {_plain(unit)}, {LABELS[member].lower()}: {fault.detail}"


def _plain(step: str) -> str:
    """Return a step of a pointer without its escapes."""
    return step.replace("~1", "/").replace("~0", "~")
