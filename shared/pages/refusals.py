"""What people see in place of a page: what happened, in plain words, and what to do now."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from shared.domain.faults import Invalid, Refusal
from shared.pages.rendering import SHARED, page
from shared.runtime.http import Response
from shared.runtime.problems import status_of
from shared.runtime.requests import Request

# Heading and advice by status.
_TOLD: Mapping[HTTPStatus, tuple[str, str]] = {
    HTTPStatus.BAD_REQUEST: (
        "This could not be read",
        "Go back and try again. Nothing was recorded.",
    ),
    HTTPStatus.FORBIDDEN: (
        "You cannot do this",
        "If you think you should be able to, ask us to look at your account.",
    ),
    HTTPStatus.NOT_FOUND: (
        "Page not found",
        "Check the address, or find what you were looking for from your home page.",
    ),
    HTTPStatus.CONFLICT: (
        "This has changed in the meantime",
        "Nothing was recorded. Open the page again to see how it stands now.",
    ),
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: (
        "This is too large",
        "Nothing was recorded. Send less at once.",
    ),
    HTTPStatus.UNPROCESSABLE_ENTITY: (
        "This cannot be recorded as it is",
        "Nothing was recorded. Go back, put it right, and try again.",
    ),
}
_OURS = (
    "Sorry, there is a problem with the service",
    "What you did may not have been recorded. Try again later; nothing is recorded twice.",
)


def refused(
    request: Request, refusal: Refusal | None, facts: Mapping[str, Any] | None = None
) -> Response:
    """Return the page of a refusal, or of a failure of ours where there is none; `facts` are the layout's."""
    status = status_of(refusal) if refusal else HTTPStatus.INTERNAL_SERVER_ERROR
    heading, advice = _TOLD.get(status, _TOLD[HTTPStatus.BAD_REQUEST]) if refusal else _OURS
    of_page = {
        "heading": heading,
        "detail": refusal.detail if refusal else "",
        "faults": [each.detail for each in refusal.faults] if isinstance(refusal, Invalid) else [],
        "advice": advice,
        "correlation_id": None if refusal else request.correlation_id,
    }
    return page(SHARED, "refused.html", {**of_page, **(facts or {})}, status)
