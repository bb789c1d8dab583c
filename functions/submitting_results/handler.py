"""A centre submits results, as JSON or as CSV."""

from shared.domain.faults import Invalid
from shared.domain.results import Results
from shared.domain.results_csv import at_lines, read_results_csv
from shared.runtime.calls import call_of
from shared.runtime.http import Response, api, recorded
from shared.runtime.requests import Request, read_values
from shared.services.submit_results import submit_results


def post_results(request: Request) -> Response:
    """POST /course-runs/{course_run_id}/results."""
    call, course_run_id = call_of(request), request.path("course_run_id")
    if request.content_type != "text/csv":
        return recorded(submit_results(call, course_run_id, request.json(Results)))
    rows, lines = read_results_csv(request.body())
    try:
        body = read_values(Results, {"results": rows})
        return recorded(submit_results(call, course_run_id, body))
    except Invalid as invalid:
        raise Invalid(at_lines(invalid.faults, lines)) from None


handler = api({"POST /course-runs/{course_run_id}/results": post_results})
