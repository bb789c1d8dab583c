"""A client that holds every answer to the published document."""

import copy
import json
import re
from functools import cache
from typing import Any

import httpx
from openapi_schema_validator import OAS31Validator, oas31_format_checker

from infra.openapi.document import COMMITTED

DOCUMENT: dict[str, Any] = json.loads(COMMITTED.read_text(encoding="utf-8"))
# `GET /course-runs` and its like, with what the document says of each.
OPERATIONS: dict[str, dict[str, Any]] = {
    f"{method.upper()} {path}": operation
    for path, methods in DOCUMENT["paths"].items()
    for method, operation in methods.items()
}


class Undocumented(AssertionError):
    """An answer that the document does not speak of."""


def resolved(part: dict[str, Any]) -> dict[str, Any]:
    """The part itself where it is a reference to one."""
    if "$ref" not in part:
        return part
    found: Any = DOCUMENT
    for step in part["$ref"].removeprefix("#/").split("/"):
        found = found[step]
    return resolved(found)


def response_of(operation: str, status: int) -> dict[str, Any]:
    """What is said of an operation's answer."""
    responses = OPERATIONS[operation]["responses"]
    if str(status) not in responses:
        raise Undocumented(f"{operation} answers {status}")
    return resolved(responses[str(status)])


def check(operation: str, response: httpx.Response) -> None:
    """Raise unless the document tells of this answer: status, headers, type and every member."""
    said = response_of(operation, response.status_code)
    for name in said.get("headers", {}):
        if name != "Next-Cursor":
            assert name in response.headers, f"{operation}: no {name}"
    kind = response.headers.get("content-type", "").partition(";")[0]
    content = said.get("content")
    if content is None:
        assert response.content == b"", f"{operation}: a body where none is documented"
        return
    if kind not in content:
        raise Undocumented(f"{operation} answers {response.status_code} as {kind}")
    if kind.endswith(("/json", "+json")):
        validator(operation, response.status_code, kind).validate(response.json())


@cache
def validator(operation: str, status: int, kind: str) -> OAS31Validator:
    """The strict validator of one answer."""
    schema = response_of(operation, status)["content"][kind]["schema"]
    return OAS31Validator({**schema, "components": _closed()}, format_checker=oas31_format_checker)


@cache
def _closed() -> dict[str, Any]:
    """The schemas without room for members that they do not name."""
    schemas = copy.deepcopy(DOCUMENT["components"]["schemas"])
    for schema in schemas.values():
        if "properties" in schema:
            schema.setdefault("additionalProperties", False)
    return {"schemas": schemas}


def operation_of(request: httpx.Request) -> str:
    """The operation that a request asks for."""
    path = request.url.raw_path.decode().partition("?")[0]
    for operation in sorted(OPERATIONS, key=lambda each: each.count("{")):
        method, template = operation.split(" ")
        if method == request.method and re.fullmatch(re.sub(r"\{\w+\}", "[^/]+", template), path):
            return operation
    raise Undocumented(f"{request.method} {path}")
