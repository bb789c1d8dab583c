"""The Certificate Receipt Pending report, live, as JSON, as CSV or as JSON lines."""

from shared.runtime.calls import call_of
from shared.runtime.http import Response, answer, api, respond
from shared.runtime.requests import Request
from shared.services.paging import wanted
from shared.services.pending_receipts import (
    WHOLE_REPORT,
    pending_csv,
    pending_jsonl,
    pending_receipts,
)

# By what Accept names: the answer's content type, and what writes it.
ROW_BY_ROW = {
    "text/csv": ("text/csv; charset=utf-8", pending_csv),
    "application/x-ndjson": ("application/x-ndjson", pending_jsonl),
}


def get_pending(request: Request) -> Response:
    """GET /reports/certificate-receipt-pending; row by row it is the whole report unless a limit is given."""
    accepted = request.header("accept")
    form = next((each for name, each in ROW_BY_ROW.items() if name in accepted), None)
    page = wanted(request.query("limit"), request.query("cursor"))
    if form and request.query("limit") is None:
        page = page.of_size(WHOLE_REPORT)
    only_overdue = request.flag("overdue")
    centre_id = request.filter("centre_id")
    found = pending_receipts(call_of(request), page, centre_id, only_overdue=only_overdue)
    if form is None:
        return answer(found)
    content_type, written = form
    more = {"next-cursor": found.next_cursor} if found.next_cursor else {}
    return respond(written(found), content_type, headers=more)


handler = api({"GET /reports/certificate-receipt-pending": get_pending})
