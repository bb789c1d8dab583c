"""What replacement certificates cost: told to centres, set by the awarding organisation."""

from shared.domain.fees import NewFeeTable, valid_from_faults
from shared.runtime.calls import call_of
from shared.runtime.http import Response, answer, api, recorded
from shared.runtime.requests import Request
from shared.services.fees import list_fees, set_fees


def get_fees(request: Request) -> Response:
    """GET /fees."""
    return answer(list_fees(call_of(request)))


def put_fees(request: Request) -> Response:
    """PUT /fees/{valid_from}."""
    call, valid_from = call_of(request), request.path_day("valid_from")
    body = request.json(NewFeeTable, valid_from_faults(valid_from, call.today))
    return recorded(set_fees(call, valid_from, body))


handler = api({"GET /fees": get_fees, "PUT /fees/{valid_from}": put_fees})
