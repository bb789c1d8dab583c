"""The verifier's page: safe HTML without scripts, and the form that comes back from it."""

import base64
import hashlib
from collections.abc import Sequence
from functools import cache
from http import HTTPStatus
from itertools import groupby
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from shared.domain import limits
from shared.domain.clock import written_day, written_moment
from shared.domain.faults import Fault, Malformed, Refusal
from shared.domain.verification import VerifierDecision
from shared.runtime.http import Endpoint, Response, respond
from shared.runtime.problems import status_of
from shared.runtime.requests import Request, read_values
from shared.runtime.settings import PageSettings, settings
from shared.services.show_verification import Verification

HTML = "text/html; charset=utf-8"
FORM = "application/x-www-form-urlencoded"
QUESTION = "question."
# Decision, name, reason, and a question about each learner.
_MOST_FIELDS = limits.LEARNERS_PER_RUN + 3
# What pydantic says of a field that is not there, in words for the person at the page.
_MISSING = {
    "/decision": "Choose whether to verify the results or to return them.",
    "/name": "Enter your full name.",
}
_FOLDER = Path(__file__).parent


def shown(verification: Verification, request: Request, faults: Sequence[Fault] = ()) -> Response:
    """Return the page of a verification, with what was typed and what is wrong with it after a refused form."""
    details = verification.details
    by_learner = groupby(details.results if details else [], key=lambda result: result.learner_id)
    facts = {
        "verification": verification,
        "details": details,
        "results": {learner: list(results) for learner, results in by_learner},
        "unit_titles": {unit.reference: unit.title for unit in details.units} if details else {},
        "typed": _typed(request) if faults else {},
        "faults": [_in_words(fault) for fault in faults],
    }
    return _page(facts, HTTPStatus.UNPROCESSABLE_ENTITY if faults else HTTPStatus.OK)


def wanted(request: Request) -> bool:
    """Tell whether a browser asks, which wants a page."""
    return "text/html" in request.header("accept")


def or_why_not(endpoint: Endpoint) -> Endpoint:
    """Return `endpoint`, with a page in place of a problem where a browser asks for what is refused."""

    def answer(request: Request) -> Response:
        try:
            return endpoint(request)
        except Refusal as refusal:
            if not wanted(request):
                raise
            return _page({"refusal": refusal.detail}, status_of(refusal))

    return answer


def shown_next(request: Request) -> Response:
    """Return the answer that leads from a decision to the page that shows it, so that a reload repeats nothing."""
    where = {"location": f"/verifications/{request.path('token')}"}
    return respond("", HTML, HTTPStatus.SEE_OTHER, _headers() | where)


def decision_of(request: Request) -> VerifierDecision:
    """Return the decision of a form; raises Malformed or Invalid."""
    typed = _typed(request)
    queries = [
        {"learner_id": name.removeprefix(QUESTION), "question": question}
        for name, question in typed.items()
        if name.startswith(QUESTION)
    ]
    said: dict[str, Any] = {k: v for k, v in typed.items() if not k.startswith(QUESTION)}
    return read_values(VerifierDecision, said | {"queries": queries})


def _typed(request: Request) -> dict[str, str]:
    """Return the form's fields that are filled in."""
    try:
        fields = parse_qs(
            request.body().decode(), strict_parsing=False, max_num_fields=_MOST_FIELDS
        )
    except (UnicodeDecodeError, ValueError) as broken:
        raise Malformed("The form cannot be read.") from broken
    return {name: values[-1].strip() for name, values in fields.items() if values[-1].strip()}


def _in_words(fault: Fault) -> str:
    missing = fault.detail == "Field required"
    return _MISSING.get(fault.pointer, fault.detail) if missing else fault.detail


def _page(facts: dict[str, Any], status: HTTPStatus) -> Response:
    common: dict[str, Any] = {
        "ao": settings(PageSettings).ao_name,
        "css": _css(),
        "refusal": None,
        "faults": [],
    }
    return respond(_template().render(common | facts), HTML, status, _headers())


@cache
def _headers() -> dict[str, str]:
    style = base64.b64encode(hashlib.sha256(_css().encode()).digest()).decode()
    policy = (
        f"default-src 'none'; style-src 'sha256-{style}'; form-action 'self'; "
        "base-uri 'none'; frame-ancestors 'none'"
    )
    return {
        "content-security-policy": policy,
        "referrer-policy": "no-referrer",
        "x-robots-tag": "noindex",
    }


@cache
def _css() -> str:
    return (_FOLDER / "page.css").read_text(encoding="utf-8")


@cache
def _template() -> Template:
    environment = Environment(
        loader=FileSystemLoader(_FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"written": written_moment, "day": written_day}
    return environment.get_template("page.html")
