"""Checking what has been entered, everything at once, and submitting it."""

from collections.abc import Sequence
from dataclasses import dataclass
from http import HTTPStatus
from itertools import groupby

from functions.portal.manage.choices import address
from functions.portal.results.grid import (
    LABELS,
    field_of,
    key_of,
    learners_a_page,
    written,
)
from functions.portal.results.runs import common, draft_seen
from functions.portal.visits import Visit
from shared.domain.course_run import Learner
from shared.domain.drafts import DraftRow
from shared.domain.faults import Conflict, Fault, Invalid
from shared.domain.results import FAULTS_LISTED
from shared.pages.forms import Form, Mistake
from shared.pages.rendering import see_other
from shared.runtime.http import Response
from shared.services.results_drafts import (
    ResultsToEnter,
    draft_counts,
    draft_faults,
    results_to_enter,
    submit_draft,
)

# Beyond so many results nobody reads them one by one: those with mistakes, and how many there are of each, remain.
MOST_SHOWN = 2_000
CHANGED = "{} Nothing was submitted. Look at the results as they are now, and submit them if they are right"


@dataclass(frozen=True, slots=True)
class Wrong:
    """A fault of a cell: whose and in which unit, what is wrong, and the way to its field."""

    learner: Learner
    unit: str
    member: str
    detail: str
    href: str


def show(visit: Visit) -> Response:
    """GET /portal/course-runs/{course_run_id}/results/check."""
    return _page(visit)


def to_check(visit: Visit) -> Response:
    """GET /portal/course-runs/{course_run_id}/results/submit, as when the address is opened again."""
    return see_other(f"{address(visit.request.path('course_run_id'))}/results/check")


def submit(visit: Visit) -> Response:
    """POST /portal/course-runs/{course_run_id}/results/submit."""
    course_run_id = visit.request.path("course_run_id")
    try:
        submit_draft(visit.call, course_run_id, draft_seen(visit))
    except Invalid:
        # What is wrong stands on the page.
        return _page(visit, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    except Conflict as conflict:
        if "status" in conflict.recorded:
            raise
        changed = Mistake("", CHANGED.format(conflict.detail))
        return _page(visit, Form(mistakes=[changed]), HTTPStatus.CONFLICT)
    return see_other(f"{address(course_run_id)}?done=submitted")


def _page(visit: Visit, form: Form | None = None, status: HTTPStatus = HTTPStatus.OK) -> Response:
    to_enter = results_to_enter(visit.call, visit.request.path("course_run_id"))
    faults = draft_faults(to_enter, visit.call.today)
    facts = {
        **common(to_enter, "Check and submit"),
        "counts": draft_counts(to_enter),
        "faults": _wrong(faults, to_enter),
        "and_more": len(faults) == FAULTS_LISTED,
        "results": _by_learner(to_enter) if len(to_enter.cells) <= MOST_SHOWN else None,
        "form": form or Form(),
    }
    return visit.page("results/check.html", facts, status)


def _wrong(faults: Sequence[Fault], to_enter: ResultsToEnter) -> list[Wrong]:
    """Return faults with the learner of each and the way to its field, on whichever page of the grid that is."""
    size = learners_a_page(to_enter)
    places = {each.learner_id: (at, each) for at, each in enumerate(to_enter.learners)}
    units = {key_of(cell): cell.unit for cell in to_enter.cells}
    path = f"{address(to_enter.course_run_id)}/results/enter"
    found = []
    for fault in faults:
        field = field_of(fault)
        key, _, member = field.rpartition("/")
        at, learner = places[key.partition("/")[0]]
        href = f"{path}?page={at // size + 1}&mistakes=all#{field}"
        found.append(Wrong(learner, units[key], LABELS[member], fault.detail, href))
    return found


def _by_learner(to_enter: ResultsToEnter) -> list[tuple[Learner, list[tuple[str, str]]]]:
    """Return each learner's results in brief: what is the same for several units is said once."""
    cells = groupby(to_enter.cells, key=lambda cell: cell.learner_id)
    return [
        (learner, _in_brief(list(of_one)))
        for learner, (_, of_one) in zip(to_enter.learners, cells, strict=True)
    ]


def _in_brief(cells: Sequence[DraftRow]) -> list[tuple[str, str]]:
    units: dict[str, list[str]] = {}
    for cell in cells:
        units.setdefault(written(cell), []).append(cell.unit)
    return [(said, ", ".join(of)) for said, of in units.items()]
