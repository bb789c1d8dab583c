"""A centre submits results, as JSON or as CSV."""

import json

from shared.domain.faults import Invalid
from shared.domain.results import ReadResults, Results, readable
from shared.domain.results_table import at_lines, read_results_csv
from shared.runtime.calls import call_of
from shared.runtime.http import Response, api, recorded
from shared.runtime.requests import Request, read_values
from shared.services.submit_results import submit_results


def post_results(request: Request) -> Response:
    """POST /course-runs/{course_run_id}/results."""
    call, course_run_id = call_of(request), request.path("course_run_id")
    if request.content_type != "text/csv":
        return recorded(submit_results(call, course_run_id, _read_json(request)))
    rows, lines = read_results_csv(request.body())
    try:
        return recorded(submit_results(call, course_run_id, _read_rows(rows)))
    except Invalid as invalid:
        raise Invalid(at_lines(invalid.faults, lines)) from None


def _read_json(request: Request) -> ReadResults:
    try:
        return ReadResults(request.json(Results).results)
    except Invalid as invalid:
        rows = readable(json.loads(request.body()))
        if not rows:
            raise
        return ReadResults(rows, invalid.faults)


def _read_rows(rows: list[dict[str, str]]) -> ReadResults:
    body = {"results": rows}
    try:
        return ReadResults(read_values(Results, body).results)
    except Invalid as invalid:
        return ReadResults(readable(body), invalid.faults)


handler = api({"POST /course-runs/{course_run_id}/results": post_results})
