"""The AO has the verifier mailed once more."""

from shared.runtime.calls import call_of
from shared.runtime.http import Response, api, recorded
from shared.runtime.requests import Request
from shared.services.notify_again import notify_again


def post_notification(request: Request) -> Response:
    """POST /course-runs/{course_run_id}/notifications."""
    return recorded(notify_again(call_of(request), request.path("course_run_id")))


handler = api({"POST /course-runs/{course_run_id}/notifications": post_notification})
