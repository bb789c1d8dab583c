"""The published document: made from the code, valid, and of the template's routes."""

from collections.abc import Iterator
from typing import Any

import pytest
from jsonschema import ValidationError
from openapi_schema_validator import OAS31Validator, oas31_format_checker
from openapi_spec_validator import OpenAPIV31SpecValidator
from pydantic import BaseModel

from infra.local.translating import translate
from infra.openapi.document import COMMITTED, document, written
from infra.openapi.examples import EXAMPLES
from infra.openapi.operations import OPERATIONS as TABLE
from shared.domain.fields import Body
from tests.contract.documented import DOCUMENT, OPERATIONS, resolved

TAKEN = sorted({each.body for each in TABLE.values() if each.body}, key=str)


def test_the_committed_document_is_what_the_code_makes() -> None:
    assert COMMITTED.read_text(encoding="utf-8") == written(), "run: make openapi"


def test_it_is_valid_openapi() -> None:
    assert list(OpenAPIV31SpecValidator(DOCUMENT).iter_errors()) == []


@pytest.fixture(scope="module")
def deployed() -> dict[str, Any]:
    """The API of the template: each route with its sign-in, as API Gateway is given them."""
    api = translate()["Resources"]["Api"]["Properties"]["Body"]
    return {
        f"{method.upper()} {path}": operation["security"]
        for path, methods in api["paths"].items()
        # Pages are for people: the document is for programs.
        if path != "/" and not path.startswith("/portal")
        for method, operation in methods.items()
    }


def test_its_routes_are_the_templates(deployed: dict[str, Any]) -> None:
    assert set(OPERATIONS) == set(deployed)


def test_it_lets_in_without_a_token_whom_the_template_lets_in(deployed: dict[str, Any]) -> None:
    public = {route for route, operation in OPERATIONS.items() if operation.get("security") == []}
    assert public == {route for route, security in deployed.items() if security == [{"NONE": []}]}
    assert DOCUMENT["security"] == [{"signed_in": []}]


def test_every_operation_has_a_name_and_a_summary_of_its_own() -> None:
    for what in ("operationId", "summary"):
        assert len({operation[what] for operation in OPERATIONS.values()}) == len(OPERATIONS)


@pytest.mark.parametrize("route", [route for route in OPERATIONS if route.startswith("POST")])
def test_every_post_may_carry_an_idempotency_key(route: str) -> None:
    parameters = map(resolved, OPERATIONS[route]["parameters"])
    (key,) = (each for each in parameters if each["in"] == "header")
    assert key["name"] == "Idempotency-Key"
    assert not key.get("required")


@pytest.mark.parametrize("route", OPERATIONS)
def test_refusals_are_documented(route: str) -> None:
    operation, public = OPERATIONS[route], not TABLE[route].by
    refused = {int(status) for status in operation["responses"] if int(status) >= 400}
    assert {429, 500} <= refused
    assert ({401, 403} <= refused) is not public
    assert ({400, 413, 415, 422} <= refused) == ("requestBody" in operation)
    if "_id}" in route and not route.startswith("PUT"):
        assert 404 in refused


def objects_in(schema: Any) -> Iterator[dict[str, Any]]:
    """Every schema of an object that `schema` leads to."""
    if isinstance(schema, list):
        for each in schema:
            yield from objects_in(each)
    elif isinstance(schema, dict):
        schema = resolved(schema)
        if "properties" in schema:
            yield schema
            yield from objects_in(list(schema["properties"].values()))
        for word in ("items", "anyOf", "allOf", "oneOf"):
            yield from objects_in(schema.get(word, []))


@pytest.mark.parametrize("route", [route for route, each in TABLE.items() if each.body])
def test_no_body_takes_members_that_it_does_not_name(route: str) -> None:
    schema = OPERATIONS[route]["requestBody"]["content"]["application/json"]["schema"]
    bodies = list(objects_in(schema))
    assert bodies
    assert all(body["additionalProperties"] is False for body in bodies)


@pytest.mark.parametrize("model", TAKEN, ids=lambda model: model.__name__)
def test_every_body_is_a_body_and_has_an_example_that_keeps_its_schema(
    model: type[BaseModel],
) -> None:
    assert issubclass(model, Body)
    validator = OAS31Validator(
        {"$ref": f"#/components/schemas/{model.__name__}", "components": DOCUMENT["components"]},
        format_checker=oas31_format_checker,
    )
    validator.validate(EXAMPLES[model])
    with pytest.raises(ValidationError):
        validator.validate(EXAMPLES[model] | {"unknown": 1})


def test_the_limits_of_text_are_told() -> None:
    schemas = document()["components"]["schemas"]
    assert schemas["NewQuery"]["properties"]["question"]["maxLength"] == 1_000
    assert schemas["QueryResolution"]["properties"]["note"]["maxLength"] == 2_000
    assert schemas["CentreDetails"]["properties"]["name"]["maxLength"] == 255
    (grade,) = (
        each
        for each in schemas["Result-Input"]["properties"]["grade"]["anyOf"]
        if "maxLength" in each
    )
    assert grade["maxLength"] == 40


def test_every_answer_has_all_of_its_members() -> None:
    answers = (
        schema
        for name, schema in document()["components"]["schemas"].items()
        if schema.get("additionalProperties") is not False
        and "properties" in schema
        and name not in {"ProblemDetails", "FaultDetails"}
    )
    for schema in answers:
        assert set(schema["required"]) == set(schema["properties"])
