"""Where everything is: the Administration page's list, one course run, its history, a consignment."""

from shared.domain.life_cycle import Status
from shared.runtime.calls import call_of
from shared.runtime.http import Response, answer, api
from shared.runtime.requests import Request
from shared.services.paging import wanted
from shared.services.track import (
    list_course_runs,
    show_consignment,
    show_course_run,
    show_history,
)


def get_course_runs(request: Request) -> Response:
    """GET /course-runs."""
    page = wanted(request.query("limit"), request.query("cursor"))
    status, centre_id = request.choice("status", Status), request.filter("centre_id")
    return answer(list_course_runs(call_of(request), page, status, centre_id))


def get_course_run(request: Request) -> Response:
    """GET /course-runs/{course_run_id}."""
    return answer(show_course_run(call_of(request), request.path("course_run_id")))


def get_events(request: Request) -> Response:
    """GET /course-runs/{course_run_id}/events."""
    page = wanted(request.query("limit"), request.query("cursor"))
    return answer(show_history(call_of(request), request.path("course_run_id"), page))


def get_consignment(request: Request) -> Response:
    """GET /consignments/{consignment_id}."""
    return answer(show_consignment(call_of(request), request.path("consignment_id")))


def get_health(_request: Request) -> Response:
    """GET /health: the function starts and answers; it asks nobody else."""
    return answer({"status": "ok"})


handler = api(
    {
        "GET /course-runs": get_course_runs,
        "GET /course-runs/{course_run_id}": get_course_run,
        "GET /course-runs/{course_run_id}/events": get_events,
        "GET /consignments/{consignment_id}": get_consignment,
        "GET /health": get_health,
    }
)
