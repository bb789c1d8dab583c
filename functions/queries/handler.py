"""The AO opens and resolves queries about single learners."""

from shared.domain.queries import NewQuery
from shared.runtime.calls import call_of
from shared.runtime.http import Response, api, recorded
from shared.runtime.requests import Request
from shared.services.queries import QueryResolution, open_query, resolve_query


def post_query(request: Request) -> Response:
    """POST /course-runs/{course_run_id}/queries."""
    query = request.json(NewQuery)
    return recorded(open_query(call_of(request), request.path("course_run_id"), query))


def post_resolution(request: Request) -> Response:
    """POST /course-runs/{course_run_id}/queries/{query_id}/resolution."""
    course_run_id, query_id = request.path("course_run_id"), request.path("query_id")
    resolution = request.json(QueryResolution)
    return recorded(resolve_query(call_of(request), course_run_id, query_id, resolution))


handler = api(
    {
        "POST /course-runs/{course_run_id}/queries": post_query,
        "POST /course-runs/{course_run_id}/queries/{query_id}/resolution": post_resolution,
    }
)
