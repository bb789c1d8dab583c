"""The AO has processed and checked a course run: its certificates are issued."""

from shared.runtime.calls import call_of
from shared.runtime.http import Response, api, recorded
from shared.runtime.requests import Request
from shared.services.issue_certificates import issue_certificates


def post_certificates(request: Request) -> Response:
    """POST /course-runs/{course_run_id}/certificates."""
    return recorded(issue_certificates(call_of(request), request.path("course_run_id")))


handler = api({"POST /course-runs/{course_run_id}/certificates": post_certificates})
