"""Administration: the list of course runs, one course run with all that is known of it, and its history."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus

from functions.portal import tellings
from functions.portal.administration.steps import receivers, steps, verifier_email
from functions.portal.filtering import centre_asked, place_asked
from functions.portal.manage.choices import Choice, choices
from functions.portal.pieces import ROWS, piece
from functions.portal.visits import Visit
from shared.domain import limits
from shared.domain.charges import told
from shared.domain.clock import london_date
from shared.domain.life_cycle import Status
from shared.domain.queries import Query
from shared.domain.receipts import overdue
from shared.domain.results import Outcome, Result
from shared.pages import words
from shared.pages.forms import Form, Mistake
from shared.runtime.http import Response
from shared.services.learner_views import LearnerView
from shared.services.paging import Wanted, wanted
from shared.services.search_course_runs import search_course_runs
from shared.services.show_results import show_results
from shared.services.track import list_course_runs, show_course_run, show_history
from shared.services.views import CourseRunSummary, CourseRunView

PATH = "/portal/course-runs"
ADMINISTRATION = ("Administration", PATH)


@dataclass(frozen=True, slots=True)
class _Listed:
    """The course runs of a page; the cursor of the next one; whether more were found than are shown."""

    items: Sequence[CourseRunSummary] = ()
    next_cursor: str | None = None
    more: bool = False


def show_list(visit: Visit) -> Response:
    """GET /portal/course-runs."""
    names = ("q", "status", "centre_id")
    asked = {name: (visit.request.query(name) or "").strip() for name in names}
    filters = {name: text for name, text in asked.items() if text}
    mistakes: list[Mistake] = []
    centre_asked(visit.request, mistakes)
    listed = _Listed() if mistakes else _listed(visit, filters, mistakes)
    facts = {
        "form": Form(mistakes=mistakes, begins=filters),
        "filters": filters,
        "listed": listed,
        "begun": visit.request.query("cursor") is not None,
        "overdue": overdue,
        "london_date": london_date,
        "crumbs": [("Home", "/portal"), ("Administration", None)],
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if mistakes else HTTPStatus.OK
    return visit.page("course_runs/list.html", facts, status)


def _listed(visit: Visit, filters: Mapping[str, str], mistakes: list[Mistake]) -> _Listed:
    """Return what the filters leave; a page that cannot be found is a mistake, and the first one shows."""
    status = Status(filters["status"]) if filters.get("status") in {*Status} else None
    centre_id = filters.get("centre_id")
    if text := filters.get("q"):
        found = search_course_runs(visit.call, text, centre_id)
        kept = [run for run in found.items if status in {None, run.status}]
        return _Listed(kept, more=found.more)
    page = list_course_runs(visit.call, place_asked(visit.request, mistakes), status, centre_id)
    return _Listed(page.items, page.next_cursor)


def show(visit: Visit) -> Response:
    """GET /portal/course-runs/{course_run_id}."""
    course_run_id = visit.request.path("course_run_id")
    run = show_course_run(visit.call, course_run_id)
    results = show_results(visit.call, course_run_id).results if run.submission else []
    # Few course runs have so long a history; of those, the first steps are told with names.
    events = show_history(visit.call, course_run_id, Wanted(limits.PAGE_MOST)).items
    shown = piece(visit.request, run.learners)
    facts = {
        "run": run,
        "steps": steps(run, events),
        "email": verifier_email(run),
        "may": choices(run),
        "learners": shown,
        "achieved": _summaries(results, shown.rows),
        "queries": _queries(run.learners)[:ROWS],
        "distributions": run.distributions[: -ROWS - 1 : -1],
        "replacements": run.replacements[: -ROWS - 1 : -1],
        "settled_by": {each.replacement_id: each for each in run.replacements},
        "charge_told": told,
        "decides": Choice.DECIDE_REPLACEMENT,
        "receivers": receivers(events),
        "overdue": overdue,
        "tellings": tellings,
        "crumbs": [("Home", "/portal"), ADMINISTRATION, (run.course_run_id, None)],
    }
    return visit.page("course_runs/run.html", facts)


def _summaries(results: Sequence[Result], learners: Sequence[LearnerView]) -> dict[str, str]:
    """Return in words how many of their units each of `learners` achieved."""
    counts: dict[str, Counter[Outcome]] = {each.learner_id: Counter() for each in learners}
    for result in results:
        if result.learner_id in counts:
            counts[result.learner_id][result.outcome] += 1
    return {learner: tellings.summary(count) for learner, count in counts.items()}


def _queries(learners: Sequence[LearnerView]) -> list[tuple[Query, LearnerView]]:
    """Return a run's queries with their learners: the outstanding ones first, each kind by age."""
    found = [(query, learner) for learner in learners for query in learner.queries]
    return sorted(found, key=lambda each: (each[0].resolution is not None, each[0].opened_at))


def show_events(visit: Visit) -> Response:
    """GET /portal/course-runs/{course_run_id}/history."""
    run = show_course_run(visit.call, visit.request.path("course_run_id"))
    page = wanted(None, visit.request.query("cursor"))
    shown = show_history(visit.call, run.course_run_id, page)
    named = tellings.named(run)
    facts = {
        "run": run,
        "events": [
            (event, words.STEPS[event.type], words.who(event), tellings.event(event, named))
            for event in shown.items
        ],
        "next_cursor": shown.next_cursor,
        "crumbs": crumbs(run, "History"),
    }
    return visit.page("course_runs/history.html", facts)


def crumbs(run: CourseRunView, here: str) -> list[tuple[str, str | None]]:
    """Return the way to a page of a course run."""
    of_run = (run.course_run_id, f"{PATH}/{run.course_run_id}")
    return [("Home", "/portal"), ADMINISTRATION, of_run, (here, None)]
