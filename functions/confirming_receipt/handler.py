"""The centre confirms 'CRF Received'."""

from shared.domain.receipts import NewReceipt
from shared.runtime.calls import call_of
from shared.runtime.http import Response, api, recorded
from shared.runtime.requests import Request
from shared.services.confirm_receipt import confirm_receipt


def post_receipt(request: Request) -> Response:
    """POST /course-runs/{course_run_id}/receipts."""
    receipt = request.json(NewReceipt)
    return recorded(confirm_receipt(call_of(request), request.path("course_run_id"), receipt))


handler = api({"POST /course-runs/{course_run_id}/receipts": post_receipt})
