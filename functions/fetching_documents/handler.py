"""Documents are fetched: of a consignment by the AO and its centre, certificates by the AO alone."""

from http import HTTPStatus

from shared.runtime import wiring
from shared.runtime.calls import call_of
from shared.runtime.http import Response, api, respond
from shared.runtime.requests import Request
from shared.services.fetch_document import (
    link_to_certificate,
    link_to_document,
    link_to_printing,
)


def get_document(request: Request) -> Response:
    """GET /consignments/{consignment_id}/documents/{name}."""
    consignment_id, name = request.path("consignment_id"), request.typed_path("name")
    return _to(link_to_document(call_of(request), wiring.cabinet(), consignment_id, name))


def get_certificate(request: Request) -> Response:
    """GET /certificates/{certificate_number}/document."""
    number = request.typed_path("certificate_number")
    return _to(link_to_certificate(call_of(request), wiring.cabinet(), number))


def get_printing(request: Request) -> Response:
    """GET /course-runs/{course_run_id}/certificates/{block}/documents/{name}."""
    of = (request.path("course_run_id"), request.path("block"), request.typed_path("name"))
    return _to(link_to_printing(call_of(request), wiring.cabinet(), *of))


def _to(link: str) -> Response:
    # Whoever has the link has the document.
    headers = {"location": link, "referrer-policy": "no-referrer"}
    return respond("", "text/plain", HTTPStatus.FOUND, headers)


handler = api(
    {
        "GET /consignments/{consignment_id}/documents/{name}": get_document,
        "GET /certificates/{certificate_number}/document": get_certificate,
        "GET /course-runs/{course_run_id}/certificates/{block}/documents/{name}": get_printing,
    }
)
