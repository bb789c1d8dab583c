"""The AO's forms for queries: opening one about a learner, and resolving one that is outstanding."""

from collections.abc import Iterable

from functions.portal.manage.choices import Choice, address
from functions.portal.manage.managed import managed
from functions.portal.visits import Visit
from shared.domain.faults import Conflict, Fault, Invalid
from shared.domain.queries import NewQuery, Query
from shared.pages.forms import Form, Mistake, mistakes
from shared.pages.rendering import see_other
from shared.runtime.http import Response
from shared.runtime.requests import read_values
from shared.services.learner_views import LearnerView
from shared.services.queries import QueryResolution, open_query, resolve_query
from shared.services.track import show_course_run
from shared.services.views import CourseRunView

# Beyond so many learners nobody looks for one in a list.
_LISTED = 100
_MISSING_OPEN = {"/learner_id": "Choose the learner", "/question": "Enter the question"}
_MISSING_RESOLVE = {"/note": "Enter how the query was resolved"}
CERTIFICATED = (
    "This learner’s certificate has been issued ({}), so that a query can no longer hold it"
)
RESOLVED_OTHERWISE = "This query has been resolved in the meantime. Your note was not recorded."


def show_open(visit: Visit, run: CourseRunView, form: Form | None = None) -> Response:
    """Return the form that opens a query, as Manage shows it."""
    without = [learner for learner in run.learners if learner.certificate is None]
    listed = [("", "Choose")] + [(e.learner_id, f"{e.name} ({e.learner_id})") for e in without]
    facts = {"learners": listed if len(without) <= _LISTED else None}
    return managed(visit, run, Choice.OPEN_QUERY, facts, form)


def open_(visit: Visit) -> Response:
    """POST /portal/course-runs/{course_run_id}/queries."""
    course_run_id = visit.request.path("course_run_id")
    try:
        query = read_values(NewQuery, visit.typed.some("learner_id", "question"))
        fresh = open_query(visit.call, course_run_id, query).fresh
    except Invalid as invalid:
        found = mistakes(invalid.faults, missing=_MISSING_OPEN)
    except Conflict as conflict:
        number = conflict.recorded.get("certificate_number")
        if number is None:
            raise
        found = [Mistake("learner_id", CERTIFICATED.format(number))]
    else:
        done = "query-opened" if fresh else "query-before"
        return see_other(f"{address(course_run_id)}?done={done}")
    run = show_course_run(visit.call, course_run_id)
    return show_open(visit, run, Form(visit.typed, found))


def show_resolve(visit: Visit, run: CourseRunView) -> Response:
    """Return the form that resolves a query, as Manage shows it; of several, `query_id` says which."""
    queries = _outstanding(run)
    chosen = [each for each in queries if each[1].query_id == visit.request.query("query_id")]
    return _resolve(visit, run, chosen or queries)


def resolve(visit: Visit) -> Response:
    """POST /portal/course-runs/{course_run_id}/queries/{query_id}/resolution."""
    course_run_id, query_id = visit.request.path("course_run_id"), visit.request.path("query_id")
    try:
        resolution = read_values(QueryResolution, visit.typed.some("note"))
        resolve_query(visit.call, course_run_id, query_id, resolution)
    except Invalid as invalid:
        return _resolve_again(visit, course_run_id, query_id, invalid.faults)
    return see_other(f"{address(course_run_id)}?done=query-resolved")


def _resolve_again(
    visit: Visit, course_run_id: str, query_id: str, faults: Iterable[Fault]
) -> Response:
    run = show_course_run(visit.call, course_run_id)
    chosen = [each for each in _outstanding(run) if each[1].query_id == query_id]
    if not chosen:
        raise Conflict(RESOLVED_OTHERWISE)
    return _resolve(
        visit, run, chosen, Form(visit.typed, mistakes(faults, missing=_MISSING_RESOLVE))
    )


def _resolve(
    visit: Visit,
    run: CourseRunView,
    queries: list[tuple[LearnerView, Query]],
    form: Form | None = None,
) -> Response:
    """Return the form of a single query, or the list to choose one from."""
    return managed(visit, run, Choice.RESOLVE_QUERY, {"queries": queries}, form)


def _outstanding(run: CourseRunView) -> list[tuple[LearnerView, Query]]:
    found = [(learner, query) for learner in run.learners for query in learner.queries]
    open_now = [each for each in found if each[1].resolution is None]
    return sorted(open_now, key=lambda each: each[1].opened_at)
