"""Answers over HTTP, and what turns functions of a request into a Lambda handler."""

import base64
import gzip
import json
import traceback
from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Any

from aws_lambda_powertools import Logger
from pydantic import BaseModel

from shared.domain.faults import Refusal
from shared.runtime.problems import problem, problem_of, status_of
from shared.runtime.requests import JSON, Request, now
from shared.services.call import Answer

Response = dict[str, Any]
Endpoint = Callable[[Request], Response]
Handler = Callable[[dict[str, Any], Any], Response]

PROBLEM = "application/problem+json"
# Below this, compressing costs more than it saves.
_WORTH_COMPRESSING = 2_000

logger = Logger()


def answer(body: BaseModel | Mapping[str, Any], status: HTTPStatus = HTTPStatus.OK) -> Response:
    """Return a JSON answer."""
    text = body.model_dump_json() if isinstance(body, BaseModel) else json.dumps(body)
    return respond(text, JSON, status)


def recorded(told: Answer[Any]) -> Response:
    """Return the answer to something recorded: 201 when it is new, 200 when it was recorded before."""
    return answer(told.body, HTTPStatus.CREATED if told.fresh else HTTPStatus.OK)


def respond(
    text: str,
    content_type: str,
    status: HTTPStatus = HTTPStatus.OK,
    headers: Mapping[str, str] | None = None,
) -> Response:
    """Return an answer of any type; answers name people, so nobody on the way keeps them."""
    safe = {"cache-control": "no-store", "x-content-type-options": "nosniff"}
    with_type = {"content-type": content_type, **safe, **(headers or {})}
    return {"statusCode": status.value, "headers": with_type, "body": text}


def respond_bytes(
    content: bytes, content_type: str, headers: Mapping[str, str] | None = None
) -> Response:
    """Return an answer that is no text, such as a spreadsheet."""
    response = respond(base64.b64encode(content).decode(), content_type, headers=headers)
    return response | {"isBase64Encoded": True}


def problem_told(request: Request, refusal: Refusal | None) -> Response:
    """Return a refusal, or a failure of ours where there is none, as a problem."""
    if refusal is None:
        status = HTTPStatus.INTERNAL_SERVER_ERROR
        detail = "This failed on our side. Quote the correlation id when you ask about it."
        return respond(json.dumps(problem(status, detail, request.correlation_id)), PROBLEM, status)
    told = problem_of(refusal, request.correlation_id)
    return respond(json.dumps(told), PROBLEM, status_of(refusal))


def api(
    routes: Mapping[str, Endpoint],
    told: Callable[[Request, Refusal | None], Response] = problem_told,
) -> Handler:
    """Return the Lambda handler that gives each request to its route; `told` answers what is refused or fails."""

    def handler(event: dict[str, Any], _context: Any) -> Response:
        request = Request(event, now())
        logger.set_correlation_id(request.correlation_id)
        try:
            response = routes[request.route](request)
        except Refusal as refusal:
            response = told(request, refusal)
        except Exception as failure:  # noqa: BLE001  (whatever it is, the caller gets a number to quote)
            _log(failure, request)
            response = told(request, None)
        response["headers"]["x-correlation-id"] = request.correlation_id
        logger.info("answered", route=request.route, status=response["statusCode"])
        return _compressed(response, request)

    return handler


def _log(failure: Exception, request: Request) -> None:
    """Log where it failed, without the message: it may quote what people have written."""
    at = [f"{f.filename}:{f.lineno} {f.name}" for f in traceback.extract_tb(failure.__traceback__)]
    logger.error("failed", route=request.route, error=type(failure).__name__, at=at)


def _compressed(response: Response, request: Request) -> Response:
    if response.get("isBase64Encoded"):
        return response
    body = response["body"].encode()
    if len(body) < _WORTH_COMPRESSING or "gzip" not in request.header("accept-encoding"):
        return response
    headers = response["headers"] | {"content-encoding": "gzip", "vary": "accept-encoding"}
    packed = base64.b64encode(gzip.compress(body, compresslevel=5)).decode()
    return response | {"headers": headers, "body": packed, "isBase64Encoded": True}
