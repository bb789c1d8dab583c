"""The AO reads the template that certificates are printed by, and puts its own in force."""

from shared.domain import limits
from shared.runtime import wiring
from shared.runtime.calls import call_of
from shared.runtime.http import Response, api, recorded, respond
from shared.runtime.requests import TEXT, Request
from shared.services.certificate_template import set_template, show_template


def get_template(request: Request) -> Response:
    """GET /certificate-template."""
    return respond(show_template(call_of(request), wiring.cabinet()), f"{TEXT}; charset=utf-8")


def put_template(request: Request) -> Response:
    """PUT /certificate-template."""
    source = request.text(limits.TEMPLATE_BYTES)
    of = (wiring.cabinet(), wiring.letterhead())
    return recorded(set_template(call_of(request), *of, source))


handler = api(
    {"GET /certificate-template": get_template, "PUT /certificate-template": put_template}
)
