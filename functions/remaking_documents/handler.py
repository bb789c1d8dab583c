"""The AO has a parcel's documents made again."""

from shared.runtime.calls import call_of
from shared.runtime.http import Response, api, recorded
from shared.runtime.requests import Request
from shared.services.make_documents_again import make_documents_again


def post_documents(request: Request) -> Response:
    """POST /consignments/{consignment_id}/documents."""
    return recorded(make_documents_again(call_of(request), request.path("consignment_id")))


handler = api({"POST /consignments/{consignment_id}/documents": post_documents})
