"""Entering results in a grid: saved at any time as a draft, page by page, and never over what somebody else saved."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from http import HTTPStatus
from urllib.parse import urlencode

from functions.portal.manage.choices import address
from functions.portal.results.grid import (
    CHOICES,
    LABELS,
    cell_mistakes,
    cells_of,
    entered,
    faults_of,
    field_of,
    fill_mistakes,
    fill_of,
    filled,
    key_of,
    page_of,
    typed_rows,
    written,
)
from functions.portal.results.runs import common, draft_seen
from functions.portal.visits import Visit
from shared.domain.drafts import DraftRow
from shared.domain.faults import Conflict, Fault, Invalid, pointer
from shared.domain.life_cycle import Status
from shared.pages.forms import Form, Mistake
from shared.pages.rendering import see_other
from shared.runtime.http import Response
from shared.services.results_drafts import ResultsToEnter, results_to_enter, save_draft
from shared.services.track import show_course_run

_FILL = ("fill-outcome", "fill-grade", "fill-achieved_on")


def show(visit: Visit) -> Response:
    """GET /portal/course-runs/{course_run_id}/results/enter; `mistakes=all` tells what is missing, too."""
    to_enter = results_to_enter(visit.call, visit.request.path("course_run_id"))
    cells = cells_of(page_of(visit.request, to_enter), to_enter)
    missing = visit.request.query("mistakes") == "all"
    faults = faults_of(cells, visit.call.today, missing=missing)
    begins = {name: visit.request.query(name) or "" for name in _FILL}
    form = Form(mistakes=cell_mistakes(faults, to_enter), begins=begins)
    return _grid(visit, to_enter, form, faults)


def save(visit: Visit) -> Response:
    """POST /portal/course-runs/{course_run_id}/results/enter: `do` says what follows, or what is filled in."""
    course_run_id, seen = visit.request.path("course_run_id"), draft_seen(visit)
    typed, rows = visit.typed, typed_rows(visit.typed)
    do = typed.text("do")
    if do == "fill":
        fill = fill_of(typed)
        if mistakes := fill_mistakes(fill, visit.call.today):
            return _again(visit, rows, mistakes)
        rows = filled(rows, fill)
    mine = typed.all("mine")
    to_save = [row for row in rows if key_of(row) in mine] if do == "mine" else rows
    try:
        if to_save:
            save_draft(visit.call, course_run_id, seen, to_save, saved_by=visit.person.name)
    except Invalid as invalid:
        return _refused(visit, to_save, invalid)
    except Conflict as conflict:
        if "status" in conflict.recorded:
            raise
        return _in_conflict(visit, rows, conflict)
    return see_other(_following(visit, do))


def _following(visit: Visit, do: str) -> str:
    """Return where to go on once a page has been saved."""
    path = f"{address(visit.request.path('course_run_id'))}/results"
    if do == "check":
        return f"{path}/check"
    page = _asked_page(visit) + {"next": 1, "previous": -1}.get(do, 0)
    # What was to be filled in, and has not been, is not to be typed again.
    kept = {} if do == "fill" else visit.typed.some(*_FILL)
    query = {"page": page, "done": "filled" if do == "fill" else "draft", **kept}
    return f"{path}/enter?{urlencode(query)}"


def _asked_page(visit: Visit) -> int:
    asked = visit.request.query("page") or ""
    return int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 6 else 1


def _again(
    visit: Visit,
    rows: Sequence[DraftRow],
    mistakes: Sequence[Mistake] = (),
    faults: Sequence[Fault] = (),
) -> Response:
    """Return the grid as it was typed, with what keeps it from being saved; `faults` are those of cells."""
    to_enter = results_to_enter(visit.call, visit.request.path("course_run_id"))
    form = Form(visit.typed, [*mistakes, *cell_mistakes(faults, to_enter)])
    return _grid(visit, to_enter, form, faults, rows)


def _refused(visit: Visit, rows: Sequence[DraftRow], invalid: Invalid) -> Response:
    """Return the grid with why a draft does not take rows of it."""
    mistakes, faults = [], []
    for fault in invalid.faults:
        match fault.pointer.split("/"):
            case [_, _, index, member] if member in LABELS:
                row = rows[int(index)]
                where = pointer("cells", row.learner_id, row.unit, member)
                faults.append(replace(fault, pointer=where))
            case [_, _, index, _]:
                row = rows[int(index)]
                mistakes.append(Mistake("", f"{row.learner_id}, {row.unit}: {fault.detail}"))
            case _:
                mistakes.append(Mistake("", fault.detail))
    return _again(visit, rows, mistakes, faults)


def _grid(
    visit: Visit,
    to_enter: ResultsToEnter,
    form: Form,
    faults: Iterable[Fault],
    typed: Sequence[DraftRow] | None = None,
) -> Response:
    page = page_of(visit.request, to_enter)
    returned = to_enter.status is Status.RETURNED
    decision = show_course_run(visit.call, to_enter.course_run_id).decision if returned else None
    facts = {
        **common(to_enter, "Enter results"),
        "page": page,
        "learners": entered(page, to_enter, typed or ()),
        "choices": CHOICES,
        "wrong": {field_of(fault): fault.detail for fault in faults},
        "number": to_enter.draft_number if typed is None else draft_seen(visit),
        "reason": decision and decision.reason,
        "form": form,
    }
    status = HTTPStatus.OK if typed is None else HTTPStatus.UNPROCESSABLE_ENTITY
    return visit.page("results/enter.html", facts, status)


def _in_conflict(visit: Visit, rows: Sequence[DraftRow], conflict: Conflict) -> Response:
    """Return what stands in the draft beside what was typed, wherever that says something else.

    Nothing that somebody else has saved is written over unless it is chosen; what is only here is chosen already.
    """
    to_enter = results_to_enter(visit.call, visit.request.path("course_run_id"))
    stored = {key_of(cell): cell for cell in to_enter.cells}
    pairs = ((row, stored[key_of(row)]) for row in rows if key_of(row) in stored)
    differing = [
        (key_of(mine), mine, theirs)
        for mine, theirs in pairs
        if not mine.blank and written(mine) != written(theirs)
    ]
    facts = {
        **common(to_enter, "Enter results"),
        "told": conflict.detail,
        "names": {learner.learner_id: learner.name for learner in to_enter.learners},
        "differing": differing,
        "chosen": visit.typed.all("mine") or [key for key, _, theirs in differing if theirs.blank],
        "page": _asked_page(visit),
        "written": written,
    }
    return visit.page("results/conflict.html", facts, HTTPStatus.CONFLICT)
