"""The awarding organisation and the centre fetch the documents of a consignment."""

from http import HTTPStatus

from shared.runtime import wiring
from shared.runtime.calls import call_of
from shared.runtime.http import Response, api, respond
from shared.runtime.requests import Request
from shared.services.fetch_document import link_to_document


def get_document(request: Request) -> Response:
    """GET /consignments/{consignment_id}/documents/{name}."""
    consignment_id, name = request.path("consignment_id"), request.typed_path("name")
    link = link_to_document(call_of(request), wiring.cabinet(), consignment_id, name)
    # Whoever has the link has the document.
    headers = {"location": link, "referrer-policy": "no-referrer"}
    return respond("", "text/plain", HTTPStatus.FOUND, headers)


handler = api({"GET /consignments/{consignment_id}/documents/{name}": get_document})
