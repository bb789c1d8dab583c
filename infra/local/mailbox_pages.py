"""The mailbox as pages: what was sent, for whoever plays several people on one machine."""

import re
from collections.abc import Callable
from datetime import UTC
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from infra.local import mailbox
from infra.local.pages import page, route
from shared.domain.clock import written_moment

# A frame has its page's policy, and emails have nothing but styles of their own.
_WITH_EMAIL = {"style-src": "'self' 'unsafe-inline'", "img-src": "data:", "form-action": "'none'"}
_HEAD = re.compile(r"<head\b[^>]*>", re.IGNORECASE)
# Links in an email open in place of the mailbox, as its reader would have them.
_OUTWARD = '<base target="_top">'


def mailbox_routes(messages: Callable[[], list[bytes]]) -> list[BaseRoute]:
    """The routes of the mailbox; `messages` answers the raw ones, newest last, or raises HTTPException."""

    def listed(_request: Request, _body: bytes) -> Response:
        return _guarded(lambda: _list(messages()))

    def one(request: Request, _body: bytes) -> Response:
        return _guarded(lambda: _one(messages(), request.path_params["n"]))

    return [route("/local/mailbox", listed), route("/local/mailbox/{n:int}", one)]


def _list(raw: list[bytes]) -> Response:
    read = [_shown(n, each) for n, each in enumerate(raw)]
    return page("mailbox.html", {"messages": read[::-1]})


def _one(raw: list[bytes], n: int) -> Response:
    if n >= len(raw):
        raise HTTPException(HTTPStatus.NOT_FOUND, "There is no such email.")
    message = _shown(n, raw[n])
    facts = {"message": message, "framed": _framed(message["html"])}
    return page("message.html", facts, policy=_WITH_EMAIL)


def _shown(n: int, raw: bytes) -> dict[str, Any]:
    message = mailbox.read(raw)
    return {**message, "n": n, "sent": _when(message["headers"].get("Date", ""))}


def _when(date: str) -> str:
    try:
        sent = parsedate_to_datetime(date)
    except ValueError:
        return date or "at some time"
    # Without an offset it is in UTC (RFC 5322, section 3.3, on -0000).
    return written_moment(sent if sent.tzinfo else sent.replace(tzinfo=UTC))


def _framed(html: str) -> str:
    head = _HEAD.search(html)
    at = head.end() if head else 0
    return html[:at] + _OUTWARD + html[at:]


def _guarded(shown: Callable[[], Response]) -> Response:
    try:
        return shown()
    except HTTPException as fault:
        facts = {"error": HTTPStatus(fault.status_code).phrase, "why": fault.detail}
        return page("refused.html", facts, fault.status_code)
