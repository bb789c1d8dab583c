"""The verifier's page, in each state of their link, and what stands in its place."""

from http import HTTPStatus
from pathlib import Path
from typing import Any

from shared.domain.faults import Conflict, Invalid, NotFound, Refusal
from shared.domain.verification import VerifierDecision
from shared.pages.forms import FORM, Form, Typed, typed
from shared.pages.refusals import refused
from shared.pages.rendering import page, see_other
from shared.pages.verification import PRIVATE, copied, decision_of, mistakes_of, submitted
from shared.runtime.http import Response, problem_told
from shared.runtime.problems import status_of
from shared.runtime.requests import JSON, Request
from shared.services.show_verification import Details, Verification

TEMPLATES = Path(__file__).parent / "templates"
_NO_SUCH_LINK = {
    "heading": "This link does not work",
    "advice": "If it was not cut short, ask us for a new one with ‘Contact us’ below. Tell us which course run "
    "it is for.",
}


def wanted(request: Request) -> bool:
    """Tell whether a browser asks, which wants a page."""
    return "text/html" in request.header("accept")


def decision(request: Request) -> VerifierDecision:
    """Return the decision that is sent, as a form or as JSON."""
    form = _form(request)
    return decision_of(form) if form else request.json(VerifierDecision)


def _form(request: Request) -> Typed | None:
    """Return the form that a body is: one that says so, or one from a browser that says nothing."""
    unnamed = FORM if wanted(request) else JSON
    return typed(request) if (request.content_type or unnamed) == FORM else None


def shown(
    verification: Verification, request: Request, refusal: Invalid | Conflict | None = None
) -> Response:
    """Return the page of a verification; after a form that was refused with what was typed and what is wrong."""
    details = verification.details
    form = Form()
    if refusal:
        sent = _form(request) or Typed()
        form = Form(sent, mistakes_of(sent, refusal))
    facts: dict[str, Any] = {
        "verification": verification,
        "details": details,
        "submitted": details and submitted(details.units, details.results),
        "fields": {},
        "form": form,
    }
    status = status_of(refusal) if refusal else HTTPStatus.OK
    return page(TEMPLATES, "link.html", facts, status, PRIVATE)


def copy(verification: Verification, of: Details) -> Response:
    """Return the results that are to be decided on as a file."""
    version = verification.submission_version
    return copied(verification.course_run_id, version, of.learners, of.units, of.results)


def shown_next(request: Request) -> Response:
    """Return the answer that leads from a decision to the page that shows it, so that a reload repeats nothing."""
    return _private(see_other(f"/verifications/{request.path('token')}"))


def told(request: Request, refusal: Refusal | None) -> Response:
    """Return what is refused or fails as a page where a browser asks, and else as a problem."""
    if not wanted(request):
        return problem_told(request, refusal)
    in_words = _NO_SUCH_LINK if isinstance(refusal, NotFound) else None
    return _private(refused(request, refusal, in_words))


def _private(response: Response) -> Response:
    return response | {"headers": response["headers"] | PRIVATE}
