"""The AO has processed and checked a course run: its certificates are issued; or it has them printed again."""

from shared.runtime.calls import call_of
from shared.runtime.http import Response, api, recorded
from shared.runtime.requests import Request
from shared.services.issue_certificates import issue_certificates
from shared.services.print_again import print_again


def post_certificates(request: Request) -> Response:
    """POST /course-runs/{course_run_id}/certificates."""
    return recorded(issue_certificates(call_of(request), request.path("course_run_id")))


def post_documents(request: Request) -> Response:
    """POST /course-runs/{course_run_id}/certificates/documents."""
    return recorded(print_again(call_of(request), request.path("course_run_id")))


handler = api(
    {
        "POST /course-runs/{course_run_id}/certificates": post_certificates,
        "POST /course-runs/{course_run_id}/certificates/documents": post_documents,
    }
)
