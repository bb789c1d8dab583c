"""What stands in place of a page: what happened, what to do now, and nothing of what went wrong inside."""

import pytest

from shared.domain.faults import Conflict, Fault, Forbidden, Invalid, Malformed, NotFound, Refusal
from shared.pages import rendering, stylesheet
from shared.pages.refusals import refused
from shared.runtime.http import api
from shared.runtime.problems import TooLarge, UnsupportedType
from shared.runtime.requests import Request
from tests.runtime.events import http_event
from tests.runtime.test_settings import GOOD

ROUTE = "GET /portal"


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in GOOD.items():
        monkeypatch.setenv(name, value)
    for made in (rendering.settings_of_pages, stylesheet.text, stylesheet.name):
        made.cache_clear()


def answered(failure: Exception) -> dict[str, object]:
    def endpoint(_request: Request) -> dict[str, object]:
        raise failure

    return api({ROUTE: endpoint}, refused)(http_event(ROUTE), None)


@pytest.mark.parametrize(
    ("refusal", "status", "heading"),
    [
        (Malformed("The form cannot be read."), 400, "This could not be read"),
        (Forbidden("This page is for others."), 403, "You cannot do this"),
        (NotFound("There is no such course run."), 404, "Page not found"),
        (Conflict("Another receipt is recorded."), 409, "This has changed in the meantime"),
        (TooLarge("A body has at most 4 MB."), 413, "This is too large"),
        (UnsupportedType("This takes a form."), 415, "This could not be read"),
        (Invalid([Fault("/a", "Wrong <b>")]), 422, "This cannot be recorded as it is"),
    ],
)
def test_each_refusal_says_what_happened_and_what_to_do(
    refusal: Refusal, status: int, heading: str
) -> None:
    told = answered(refusal)
    body = str(told["body"])
    assert told["statusCode"] == status
    assert f'<h1 class="govuk-heading-l">{heading}</h1>' in body
    assert refusal.detail in body
    assert "quote" not in body
    assert ("Wrong &lt;b&gt;" in body) is isinstance(refusal, Invalid)


def test_a_failure_of_ours_is_opaque_and_has_a_number_to_quote() -> None:
    told = answered(RuntimeError("Siân Llŷr’s passport"))
    body = str(told["body"])
    assert told["statusCode"] == 500
    assert "Sorry, there is a problem with the service" in body
    assert f"quote <strong>{told['headers']['x-correlation-id']}</strong>" in body  # type: ignore[index]
    assert "passport" not in body
