"""What of a parcel is not right, or not there: the centre says so, the AO lists and settles it."""

from shared.domain.discrepancies import NewDiscrepancyResolution, NewNonArrival, NewResolution
from shared.runtime import wiring
from shared.runtime.calls import call_of
from shared.runtime.http import Response, answer, api, recorded
from shared.runtime.requests import Request
from shared.services.discrepancies import discrepancies, parcels_not_arrived
from shared.services.paging import wanted
from shared.services.report_not_arrived import report_not_arrived
from shared.services.resolve_discrepancy import resolve_discrepancy
from shared.services.resolve_not_arrived import resolve_not_arrived


def post_non_arrival(request: Request) -> Response:
    """POST /course-runs/{course_run_id}/non-arrivals."""
    said = request.json(NewNonArrival)
    return recorded(report_not_arrived(call_of(request), request.path("course_run_id"), said))


def post_non_arrival_resolution(request: Request) -> Response:
    """POST /course-runs/{course_run_id}/non-arrivals/{consignment_id}/resolution."""
    said = request.json(NewResolution)
    run, parcel = request.path("course_run_id"), request.path("consignment_id")
    return recorded(resolve_not_arrived(call_of(request), run, parcel, said))


def post_discrepancy_resolution(request: Request) -> Response:
    """POST /course-runs/{course_run_id}/discrepancies/{certificate_number}/resolution."""
    said, within = request.json(NewDiscrepancyResolution), wiring.free_replacement_within()
    run, number = request.path("course_run_id"), request.typed_path("certificate_number")
    return recorded(resolve_discrepancy(call_of(request), run, number, said, within))


def get_discrepancies(request: Request) -> Response:
    """GET /reports/discrepancies."""
    page = wanted(request.query("limit"), request.query("cursor"))
    return answer(discrepancies(call_of(request), page))


def get_not_arrived(request: Request) -> Response:
    """GET /reports/parcels-not-arrived."""
    page = wanted(request.query("limit"), request.query("cursor"))
    return answer(parcels_not_arrived(call_of(request), page))


_RUN = "/course-runs/{course_run_id}"
handler = api(
    {
        f"POST {_RUN}/non-arrivals": post_non_arrival,
        f"POST {_RUN}/non-arrivals/{{consignment_id}}/resolution": post_non_arrival_resolution,
        f"POST {_RUN}/discrepancies/{{certificate_number}}/resolution": post_discrepancy_resolution,
        "GET /reports/discrepancies": get_discrepancies,
        "GET /reports/parcels-not-arrived": get_not_arrived,
    }
)
