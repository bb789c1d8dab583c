"""The dispatch desk records a consignment."""

from shared.domain.consignments import NewConsignment
from shared.runtime import wiring
from shared.runtime.calls import call_of
from shared.runtime.http import Response, api, recorded
from shared.runtime.requests import Request
from shared.services.record_dispatch import record_dispatch


def post_consignment(request: Request) -> Response:
    """POST /consignments."""
    consignment = request.json(NewConsignment)
    return recorded(record_dispatch(call_of(request), consignment, wiring.receipt_terms()))


handler = api({"POST /consignments": post_consignment})
