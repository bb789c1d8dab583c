"""What pages load besides themselves: the stylesheet, kept by browsers for ever, and its licence."""

import base64
import gzip
from functools import cache

from shared.domain.faults import NotFound
from shared.pages import stylesheet
from shared.runtime.http import Response, respond
from shared.runtime.requests import Request

_KEPT = {"cache-control": "public, max-age=31536000, immutable"}
LICENCE = "LICENSE-govuk-frontend.txt"


def show(request: Request) -> Response:
    """GET /portal/assets/{name}."""
    name = request.path("name")
    if name == LICENCE:
        return respond(stylesheet.licence(), "text/plain; charset=utf-8", headers=_KEPT)
    if name != stylesheet.name():
        raise NotFound("There is nothing at this address.")
    response = respond(stylesheet.text(), "text/css; charset=utf-8", headers=_KEPT)
    if "gzip" not in request.header("accept-encoding"):
        return response
    headers = response["headers"] | {"content-encoding": "gzip", "vary": "accept-encoding"}
    return response | {"headers": headers, "body": _packed(), "isBase64Encoded": True}


@cache
def _packed() -> str:
    # Packed once, as small as can be: every first visit waits for it.
    return base64.b64encode(gzip.compress(stylesheet.text().encode(), 9, mtime=0)).decode()
