"""The centre records what became of its learners' certificates, and what is still to be distributed is told."""

from shared.domain.distribution import NewDistribution
from shared.runtime import wiring
from shared.runtime.calls import call_of
from shared.runtime.http import Response, answer, api, recorded
from shared.runtime.requests import Request
from shared.services.certificates_to_distribute import certificates_to_distribute
from shared.services.paging import wanted
from shared.services.record_distribution import record_distribution


def post_distribution(request: Request) -> Response:
    """POST /course-runs/{course_run_id}/distributions."""
    said = request.json(NewDistribution)
    return recorded(record_distribution(call_of(request), request.path("course_run_id"), said))


def get_to_distribute(request: Request) -> Response:
    """GET /reports/certificates-to-distribute."""
    page = wanted(request.query("limit"), request.query("cursor"))
    within, centre_id = wiring.distribute_within(), request.filter("centre_id")
    return answer(certificates_to_distribute(call_of(request), page, within, centre_id))


handler = api(
    {
        "POST /course-runs/{course_run_id}/distributions": post_distribution,
        "GET /reports/certificates-to-distribute": get_to_distribute,
    }
)
