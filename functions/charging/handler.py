"""What replacement certificates cost, set by the awarding organisation, and what centres are charged for them."""

from shared.domain.fees import NewFeeTable, valid_from_faults
from shared.runtime.calls import call_of
from shared.runtime.http import Response, answer, api, recorded, respond
from shared.runtime.requests import Request
from shared.services.charges import WHOLE_MONTH, charges, charges_csv
from shared.services.fees import list_fees, set_fees
from shared.services.paging import wanted

CSV = "text/csv"


def get_fees(request: Request) -> Response:
    """GET /fees."""
    return answer(list_fees(call_of(request)))


def put_fees(request: Request) -> Response:
    """PUT /fees/{valid_from}."""
    call, valid_from = call_of(request), request.path_day("valid_from")
    body = request.json(NewFeeTable, valid_from_faults(valid_from, call.today))
    return recorded(set_fees(call, valid_from, body))


def get_charges(request: Request) -> Response:
    """GET /reports/replacement-charges; a CSV is the whole month unless a limit is given."""
    as_csv = CSV in request.header("accept")
    page = wanted(request.query("limit"), request.query("cursor"))
    if as_csv and request.query("limit") is None:
        page = page.of_size(WHOLE_MONTH)
    month, centre_id = request.month("month"), request.filter("centre_id")
    found = charges(call_of(request), page, month, centre_id)
    if not as_csv:
        return answer(found)
    more = {"next-cursor": found.next_cursor} if found.next_cursor else {}
    return respond(charges_csv(found), f"{CSV}; charset=utf-8", headers=more)


handler = api(
    {
        "GET /fees": get_fees,
        "PUT /fees/{valid_from}": put_fees,
        "GET /reports/replacement-charges": get_charges,
    }
)
