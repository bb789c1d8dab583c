"""The OpenAPI document, put together from the operations and the models' schemas."""

import json
import re
import tomllib
from collections.abc import Iterator
from http import HTTPStatus as S
from pathlib import Path
from typing import Any

from infra.openapi.examples import DECISION_FORM, EXAMPLES, RESULTS_CSV, TEMPLATE
from infra.openapi.operation import CSV, FORM, HTML, JSON, TEXT, Operation, Tag
from infra.openapi.operations import OPERATIONS
from infra.openapi.parts import (
    HEADERS,
    HEADERS_SENT,
    PARAMETERS,
    SCHEMAS,
    SECURITY,
    WITH_A_PAGE,
    path_parameter,
    refer,
    refusal,
    refusals,
    told_in_words,
)
from infra.openapi.schemas import References, one_name_each, schemas_of

COMMITTED = Path(__file__).resolve().parents[1] / "openapi.json"
_PROJECT = Path(__file__).resolve().parents[2] / "pyproject.toml"
_TEXT_EXAMPLES = {CSV: RESULTS_CSV, FORM: DECISION_FORM, TEXT: TEMPLATE}

Part = dict[str, Any]


def written() -> str:
    """Return the document as it is committed."""
    return json.dumps(document(), indent=2, ensure_ascii=False) + "\n"


def document() -> Part:
    """Return the document: the same for the same code."""
    references, schemas = schemas_of(
        {each.body for each in OPERATIONS.values() if each.body},
        {each.answer for each in OPERATIONS.values() if each.answer},
    )
    paths: Part = {}
    for key, operation in OPERATIONS.items():
        method, path = key.split(" ")
        paths.setdefault(path, {})[method.lower()] = _operation(key, operation, references)
    components = {
        "securitySchemes": SECURITY,
        "parameters": PARAMETERS,
        "headers": HEADERS,
        "responses": refusals(),
        "schemas": schemas | SCHEMAS,
    }
    whole = {
        "openapi": "3.1.0",
        "info": _info(),
        "tags": [{"name": tag.value} for tag in Tag],
        "security": [{"signed_in": []}],
        "paths": paths,
        "components": components,
    }
    return one_name_each(whole)


def _info() -> Part:
    project = tomllib.loads(_PROJECT.read_text(encoding="utf-8"))["project"]
    return {
        "title": project["name"],
        "version": project["version"],
        "description": project["description"],
        "license": {"name": project["license"], "identifier": project["license"]},
    }


def _operation(key: str, operation: Operation, references: References) -> Part:
    said: Part = {
        "operationId": operation.name,
        "tags": [operation.tag.value],
        "summary": operation.summary,
        "description": _description(operation),
    }
    if parameters := list(_parameters(key, operation)):
        said["parameters"] = parameters
    if operation.takes_a_body:
        said["requestBody"] = {"required": True, "content": _bodies(operation, references)}
    said["responses"] = dict(_responses(key, operation, references))
    if not operation.by:
        said["security"] = []
    return said


def _description(operation: Operation) -> str:
    people = " and ".join(f"the {role.value.replace('-', ' ')}" for role in operation.by)
    whom = f"For {people}." if people else "Nobody signs in for this."
    return f"{operation.description} {whom}".strip()


def _parameters(key: str, operation: Operation) -> Iterator[Part]:
    yield from map(path_parameter, re.findall(r"\{(\w+)\}", key))
    for name in operation.queries:
        yield refer("parameters", name)
    if key.startswith("POST"):
        yield refer("parameters", "idempotency_key")


def _bodies(operation: Operation, references: References) -> Part:
    bodies: Part = {}
    if operation.body:
        schema = references[operation.body, "validation"]
        bodies[JSON] = {"schema": schema, "example": EXAMPLES[operation.body]}
    for kind, description in operation.other_bodies.items():
        text = {"type": "object" if kind == FORM else "string", "description": description}
        bodies[kind] = {"schema": text, "example": _TEXT_EXAMPLES[kind]}
    return bodies


def _responses(
    key: str, operation: Operation, references: References
) -> Iterator[tuple[str, Part]]:
    for status in sorted(operation.statuses):
        yield str(status.value), _success(operation, status, references)
    page = HTML in operation.other_answers
    if page and operation.body:
        headers = HEADERS_SENT | {"Location": refer("headers", "location")}
        yield "303", {"description": "To a browser: see what was decided.", "headers": headers}
    if operation.redirect:
        headers = HEADERS_SENT | {"Location": refer("headers", "location")}
        yield "302", {"description": operation.redirect, "headers": headers}
    for status in sorted(_refused_with(key, operation)):
        told = refusal(status, page=page and status in WITH_A_PAGE)
        yield str(status.value), told_in_words(status) if key.startswith("HEAD") else told


def _success(operation: Operation, status: S, references: References) -> Part:
    content: Part = {}
    headers = dict(HEADERS_SENT)
    if operation.answer:
        content[JSON] = {"schema": references[operation.answer, "serialization"]}
    for kind, description in operation.other_answers.items():
        if kind == HTML and operation.body:
            continue  # a form is answered with where to go
        content[kind] = {"schema": {"type": "string", "description": description}}
        if kind == CSV:
            headers["Next-Cursor"] = refer("headers", "next_cursor")
    before = status is S.OK and len(operation.statuses) > 1
    description = "It was recorded before." if before else status.phrase
    said: Part = {"description": description, "headers": headers}
    return said | {"content": content} if content else said


def _refused_with(key: str, operation: Operation) -> set[S]:
    """Return the refusals that follow from what an operation is, and those that it names."""
    refused = {S.TOO_MANY_REQUESTS, S.INTERNAL_SERVER_ERROR}
    if operation.by:
        refused |= {S.UNAUTHORIZED, S.FORBIDDEN}
    if operation.takes_a_body:
        refused |= {S.REQUEST_ENTITY_TOO_LARGE, S.UNSUPPORTED_MEDIA_TYPE}
    if operation.takes_a_body or key.startswith("POST"):
        refused |= {S.BAD_REQUEST, S.UNPROCESSABLE_ENTITY}
    if operation.queries:
        refused.add(S.UNPROCESSABLE_ENTITY)
    if operation.not_found:
        refused.add(S.NOT_FOUND)
    if operation.conflicts:
        refused.add(S.CONFLICT)
    return refused
