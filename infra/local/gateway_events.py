"""Requests as API Gateway's HTTP APIs hand them to a function (payload format 2.0), and back."""

import base64
import json
import time
import uuid
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qsl

from starlette.requests import Request
from starlette.responses import Response

from infra.local.deployment import Deployment, Route

_TEXT_TYPES = {"application/json", "application/javascript", "application/xml"}


class BadAnswer(Exception):
    """A function answered what API Gateway cannot turn into a response: 500."""


def event_of(
    request: Request,
    body: bytes,
    route: Route,
    variables: Mapping[str, str],
    deployment: Deployment,
    claims: Mapping[str, str] | None,
) -> dict[str, Any]:
    """The event that a function gets for a request; `variables` are the path's, decoded."""
    headers = _headers(request)
    cookies = [each.strip() for each in headers.pop("cookie", "").split(";") if each.strip()]
    query = request.url.query
    event: dict[str, Any] = {
        "version": "2.0",
        "routeKey": route.key,
        "rawPath": request.scope["raw_path"].decode("ascii"),
        "rawQueryString": query,
        "headers": headers,
        "requestContext": _context(request, route, deployment),
        "isBase64Encoded": False,
    }
    if cookies:
        event["cookies"] = cookies
    if query:
        event["queryStringParameters"] = _joined(parse_qsl(query, keep_blank_values=True))
    if deployment.stage_variables:
        event["stageVariables"] = dict(deployment.stage_variables)
    if variables:
        event["pathParameters"] = dict(variables)
    if claims is not None:
        # The scopes are null because no route of ours asks for any.
        authorized = {"jwt": {"claims": dict(claims), "scopes": list(route.scopes) or None}}
        event["requestContext"]["authorizer"] = authorized
    if body:
        text = _text(body, headers.get("content-type", ""))
        event["isBase64Encoded"] = text is None
        event["body"] = base64.b64encode(body).decode() if text is None else text
    return event


def _context(request: Request, route: Route, deployment: Deployment) -> dict[str, Any]:
    host = request.url.hostname or "127.0.0.1"
    now = datetime.now(UTC)
    return {
        "accountId": deployment.account,
        "apiId": deployment.api_id,
        "domainName": request.headers.get("host", host),
        "domainPrefix": host.partition(".")[0],
        "http": {
            "method": request.method,
            "path": request.scope["raw_path"].decode("ascii"),
            "protocol": f"HTTP/{request.scope['http_version']}",
            "sourceIp": request.client.host if request.client else "127.0.0.1",
            "userAgent": request.headers.get("user-agent", ""),
        },
        "requestId": uuid.uuid4().hex[:15] + "=",
        "routeKey": route.key,
        "stage": "$default",
        "time": now.strftime("%d/%b/%Y:%H:%M:%S +0000"),
        "timeEpoch": int(now.timestamp() * 1000),
    }


def _headers(request: Request) -> dict[str, str]:
    headers = _joined(request.headers.items())
    port = str(request.url.port or 80)
    trace = f"Root=1-{int(time.time()):08x}-{uuid.uuid4().hex[:24]}"
    return {
        **headers,
        "x-amzn-trace-id": trace,
        "x-forwarded-for": request.client.host if request.client else "127.0.0.1",
        "x-forwarded-port": port,
        "x-forwarded-proto": request.url.scheme,
    }


def _joined(pairs: Any) -> dict[str, str]:
    joined: dict[str, str] = {}
    for name, value in pairs:
        joined[name] = f"{joined[name]},{value}" if name in joined else value
    return joined


def _text(body: bytes, content_type: str) -> str | None:
    """The body as text where API Gateway passes it as such; a form is not among those."""
    kind = content_type.partition(";")[0].strip().lower()
    if not kind.startswith("text/") and kind not in _TEXT_TYPES and not kind.endswith("+json"):
        return None
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        return None


def response_of(answer: Any) -> Response:
    """The response that API Gateway makes of a function's answer; raises BadAnswer."""
    if not isinstance(answer, Mapping) or "statusCode" not in answer:
        # What has no status code is taken for the body of a success.
        return Response(json.dumps(answer), media_type="application/json")
    status, body = answer["statusCode"], answer.get("body") or ""
    headers = answer.get("headers") or {}
    if not isinstance(status, int) or not isinstance(body, str):
        raise BadAnswer("statusCode must be a number and body a string")
    if not isinstance(headers, Mapping) or any(
        isinstance(v, (list, dict)) for v in headers.values()
    ):
        raise BadAnswer("each header has one value")
    content = base64.b64decode(body) if answer.get("isBase64Encoded") else body.encode()
    response = Response(content, status_code=status)
    for name, value in headers.items():
        if name.lower() != "content-length":
            response.headers[name] = str(value)
    response.headers.setdefault("content-type", "text/plain;charset=UTF-8")
    for cookie in answer.get("cookies") or []:
        response.headers.append("set-cookie", cookie)
    return response
