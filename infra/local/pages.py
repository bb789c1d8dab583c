"""The local stack's own pages: plain HTML, no script, and nothing from anywhere else."""

from collections.abc import Callable, Mapping
from functools import cache
from http import HTTPStatus
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

_TEMPLATES = Path(__file__).parent / "templates"
_STYLE = "/local/pages.css"
_POLICY = {
    "default-src": "'none'",
    "style-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}
Act = Callable[[Request, bytes], Response]


def page(
    template: str,
    facts: Mapping[str, Any],
    status: int = HTTPStatus.OK,
    policy: Mapping[str, str] | None = None,
) -> Response:
    """The page of a template; `policy` changes directives of its Content-Security-Policy."""
    directives = {**_POLICY, **(policy or {})}
    headers = {
        "content-security-policy": "; ".join(f"{k} {v}" for k, v in directives.items()),
        "cache-control": "no-store",
        "referrer-policy": "no-referrer",
        "x-content-type-options": "nosniff",
    }
    text = _environment().get_template(template).render(facts, style=_STYLE)
    return HTMLResponse(text, status, headers)


def route(path: str, act: Act, methods: tuple[str, ...] = ("GET",)) -> Route:
    """A route whose act gets the request with its body, outside the event loop."""

    async def endpoint(request: Request) -> Response:
        return await run_in_threadpool(act, request, await request.body())

    return Route(path, endpoint, methods=list(methods))


def style() -> Route:
    """The route of the pages' one stylesheet."""

    def act(_request: Request, _body: bytes) -> Response:
        return Response((_TEMPLATES / "pages.css").read_bytes(), media_type="text/css")

    return route(_STYLE, act)


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
