"""Results: the course runs that a centre has results to submit for, and what the pages of entering them share."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from http import HTTPStatus

from functions.portal.filtering import place_asked
from functions.portal.manage.choices import WAITS_FOR, address
from functions.portal.visits import Shown, Visit
from shared.domain.faults import Conflict, Malformed
from shared.domain.life_cycle import Status
from shared.pages.forms import Form, Mistake
from shared.runtime.http import Response, respond, respond_bytes
from shared.services.paging import Wanted
from shared.services.results_drafts import ResultsToEnter
from shared.services.results_form import results_form_csv, results_form_xlsx
from shared.services.track import list_course_runs
from shared.services.views import CourseRunSummary

PATH = "/portal/results"
_CSV = "text/csv; charset=utf-8"
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# The lists of the page, what was returned first.
_LISTS = (Status.RETURNED, Status.OPEN, Status.SUBMITTED)


@dataclass(frozen=True, slots=True)
class _List:
    """A page of the course runs in one status."""

    status: Status
    runs: Sequence[CourseRunSummary]
    next_cursor: str | None


def show_list(visit: Visit) -> Response:
    """GET /portal/results; with `status` only the list of that, a page of which `cursor` asks for."""
    asked = [status for status in _LISTS if status == visit.request.query("status")]
    mistakes: list[Mistake] = []
    wanted = place_asked(visit.request, mistakes) if asked else Wanted()
    facts = {
        "lists": [_listed(visit, status, wanted) for status in asked or _LISTS],
        "only": bool(asked),
        "begun": wanted.after is not None,
        "form": Form(mistakes=mistakes),
        "crumbs": [("Home", "/portal"), ("Results", PATH if asked else None)],
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if mistakes else HTTPStatus.OK
    return visit.page("results/list.html", facts, status)


def _listed(visit: Visit, status: Status, wanted: Wanted) -> _List:
    page = list_course_runs(visit.call, wanted, status)
    return _List(status, page.items, page.next_cursor)


def download_csv(visit: Visit) -> Response:
    """GET /portal/course-runs/{course_run_id}/results/template.csv: filled in as far as the draft is."""
    course_run_id = visit.request.path("course_run_id")
    form = results_form_csv(visit.call, course_run_id)
    return respond(form, _CSV, headers=_attached(course_run_id, "csv"))


def download_xlsx(visit: Visit) -> Response:
    """GET /portal/course-runs/{course_run_id}/results/template.xlsx: filled in as far as the draft is."""
    course_run_id = visit.request.path("course_run_id")
    form = results_form_xlsx(visit.call, course_run_id)
    return respond_bytes(form, _XLSX, _attached(course_run_id, "xlsx"))


def _attached(course_run_id: str, suffix: str) -> dict[str, str]:
    name = f"results-to-enter-{course_run_id}.{suffix}"
    return {"content-disposition": f'attachment; filename="{name}"'}


def while_open(shown: Shown) -> Shown:
    """Return the page, or where a course run's results can no longer be changed, one that says so."""

    def page(visit: Visit) -> Response:
        try:
            return shown(visit)
        except Conflict as conflict:
            if "status" not in conflict.recorded:
                raise
            return _closed(visit, Status(conflict.recorded["status"]))

    return page


def _closed(visit: Visit, status: Status) -> Response:
    course_run_id = visit.request.path("course_run_id")
    facts = {
        "course_run_id": course_run_id,
        "waits_for": WAITS_FOR[status],
        "typed": visit.request.method == "POST",
        "path": address(course_run_id),
        "crumbs": crumbs(course_run_id, "Enter results"),
    }
    return visit.page("results/closed.html", facts, HTTPStatus.CONFLICT)


def crumbs(course_run_id: str, here: str) -> list[tuple[str, str | None]]:
    """Return the way to a page of entering a course run's results."""
    of_run = (course_run_id, address(course_run_id))
    return [("Home", "/portal"), ("Results", PATH), of_run, (here, None)]


def draft_seen(visit: Visit) -> int:
    """Return the number of the draft that a form was made from."""
    number = visit.typed.text("number")
    if not re.fullmatch("-?[0-9]{1,9}", number):
        raise Malformed("The form cannot be read.")
    return int(number)


def common(to_enter: ResultsToEnter, here: str) -> dict[str, object]:
    """Return the facts of every page of entering a course run's results."""
    return {
        "run": to_enter,
        "path": f"{address(to_enter.course_run_id)}/results",
        "unchanged": to_enter.saved_at is None and to_enter.status is not Status.OPEN,
        "crumbs": crumbs(to_enter.course_run_id, here),
    }
