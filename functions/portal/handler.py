"""The Secure Portal: API Gateway sends all of `/portal` here on one greedy route."""

from typing import Any

from functions.portal.routes import ROUTES
from functions.portal.routing import routed
from shared.pages.refusals import refused
from shared.runtime.http import Response, api

_answer = api(ROUTES, refused)


def handler(event: dict[str, Any], context: Any) -> Response:
    """Answer a request with the page that its path leads to."""
    return _answer(routed(event, ROUTES), context)
