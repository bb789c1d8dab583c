"""The Certificate Receipt Pending report, live, as JSON or as CSV."""

from shared.runtime.calls import call_of
from shared.runtime.http import Response, answer, api, respond
from shared.runtime.requests import Request
from shared.services.paging import wanted
from shared.services.pending_receipts import WHOLE_REPORT, pending_csv, pending_receipts

CSV = "text/csv"


def get_pending(request: Request) -> Response:
    """GET /reports/certificate-receipt-pending; a CSV is the whole report unless a limit is given."""
    as_csv = CSV in request.header("accept")
    page = wanted(request.query("limit"), request.query("cursor"))
    if as_csv and request.query("limit") is None:
        page = page.of_size(WHOLE_REPORT)
    only_overdue = request.flag("overdue")
    centre_id = request.filter("centre_id")
    found = pending_receipts(call_of(request), page, centre_id, only_overdue=only_overdue)
    if not as_csv:
        return answer(found)
    more = {"next-cursor": found.next_cursor} if found.next_cursor else {}
    return respond(pending_csv(found), f"{CSV}; charset=utf-8", headers=more)


handler = api({"GET /reports/certificate-receipt-pending": get_pending})
