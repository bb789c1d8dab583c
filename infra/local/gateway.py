"""The local gateway: the template's routes, as API Gateway's HTTP API serves them."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.types import Receive, Scope, Send

from infra.local.deployment import Deployment, Route
from infra.local.gateway_events import BadAnswer, event_of, response_of
from infra.local.invoking import FunctionFailed, Invoker
from infra.local.tokens import NotAllowed, NotAuthenticated, Tokens, as_gateway_says

# Quotas of HTTP APIs (10 MB) and of a synchronous invocation (6 MB, its event or its answer).
LARGEST_BODY = 10 * 1024 * 1024
LARGEST_PAYLOAD = 6 * 1024 * 1024
_VARIABLE = re.compile(r"\\\{(\w+)(\\\+)?\\\}")


class _TooLarge(Exception):
    """A request over one of the quotas: 413."""


@dataclass(frozen=True)
class _Matcher:
    route: Route
    path: re.Pattern[str]

    @classmethod
    def of(cls, route: Route) -> "_Matcher":
        return cls(route, re.compile(_VARIABLE.sub(_group, re.escape(route.path))))


def _group(variable: re.Match[str]) -> str:
    """What a path's variable matches: one segment, or with `+` all that is left."""
    name, greedy = variable.groups()
    return f"(?P<{name}>{'.+' if greedy else '[^/]+'})"


def _rank(route: Route) -> tuple[bool, int, int]:
    """Which route comes first: no greedy variable, then few variables, then a long path."""
    return "+}" in route.path, route.path.count("{"), -len(route.path)


class Gateway:
    """An ASGI application: route, token, function, answer, each with API Gateway's own errors."""

    def __init__(self, deployment: Deployment, invoker: Invoker, tokens: Tokens) -> None:
        self._deployment = deployment
        self._invoker = invoker
        self._tokens = tokens
        self._matchers = [_Matcher.of(route) for route in sorted(deployment.routes, key=_rank)]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serves one request."""
        request = Request(scope, receive)
        response = await self._respond(request)
        await response(scope, receive, send)

    async def _respond(self, request: Request) -> Response:
        found = self._find(request.method, request.scope["raw_path"].decode("ascii"))
        if found is None:
            return _message(404, "Not Found")
        route, variables = found
        try:
            claims = await run_in_threadpool(self._claims, request, route)
            body = await _body(request)
            event = event_of(request, body, route, variables, self._deployment, claims)
            response = await run_in_threadpool(self._invoke, route, event)
        except NotAuthenticated:
            return _message(401, "Unauthorized", {"www-authenticate": "Bearer"})
        except NotAllowed:
            return _message(403, "Forbidden")
        except _TooLarge:
            return _message(413, "Request Entity Too Large")
        except (FunctionFailed, BadAnswer):
            return _message(500, "Internal Server Error")
        response.headers["apigw-requestid"] = event["requestContext"]["requestId"]
        return response

    def _find(self, method: str, path: str) -> tuple[Route, dict[str, str]] | None:
        for each in self._matchers:
            match = each.path.fullmatch(path) if each.route.method == method else None
            if match:
                return each.route, {k: unquote(v) for k, v in match.groupdict().items()}
        return None

    def _claims(self, request: Request, route: Route) -> Mapping[str, str] | None:
        if route.authorizer is None:
            return None
        authorization = request.headers.get("authorization")
        return as_gateway_says(self._tokens.claims(authorization, route.authorizer, route.scopes))

    def _invoke(self, route: Route, event: dict[str, Any]) -> Response:
        if len(json.dumps(event)) > LARGEST_PAYLOAD:
            raise _TooLarge
        answer = self._invoker.invoke(route.function, event)
        if len(json.dumps(answer)) > LARGEST_PAYLOAD:
            raise BadAnswer(f"{route.function} answered more than 6 MB")
        return response_of(answer)


async def _body(request: Request) -> bytes:
    # What says that it is too large is not read.
    if int(request.headers.get("content-length", 0)) > LARGEST_BODY:
        raise _TooLarge
    body = bytearray()
    async for piece in request.stream():
        body += piece
        if len(body) > LARGEST_BODY:
            raise _TooLarge
    return bytes(body)


def _message(status: int, message: str, headers: Mapping[str, str] | None = None) -> Response:
    return JSONResponse({"message": message}, status_code=status, headers=headers)
