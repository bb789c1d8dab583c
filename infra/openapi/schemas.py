"""JSON Schemas of the models: as bodies are taken, and as answers are given."""

import inspect
import json
import re
from collections.abc import Iterable, Mapping
from typing import Any, cast

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue, models_json_schema
from pydantic_core import core_schema

from shared.domain.names import MOST_NAME_CHARACTERS, clean_name, clean_text

Schemas = dict[str, Any]
# By model, and by whether it is read as a body (`validation`) or given as an answer (`serialization`).
References = dict[tuple[type[BaseModel], str], JsonSchemaValue]
REFERENCE = "#/components/schemas/{model}"


class _Schemas(GenerateJsonSchema):
    """As pydantic makes them, but saying of answers what clients can rely on and of text how long it may be."""

    def normalize_name(self, name: str) -> str:
        """Name a page after what is on it."""
        return super().normalize_name(re.sub(r"([\w.]+)\[([\w.]+)\]", r"\2\1", name))

    def field_title_should_be_set(self, schema: Any) -> bool:  # noqa: ARG002 - the base class's name
        """Spare titles that only repeat a member's name."""
        return False

    def model_schema(self, schema: core_schema.ModelSchema) -> JsonSchemaValue:
        """Leave answers open: a later version may add members."""
        of_model = super().model_schema(schema)
        if self.mode == "serialization":
            of_model.pop("additionalProperties", None)
        return of_model

    def field_is_required(self, field: Any, total: bool) -> bool:  # noqa: FBT001 - the base class's signature
        """Say of answers that every member is always there."""
        return self.mode == "serialization" or super().field_is_required(field, total)

    def default_schema(self, schema: core_schema.WithDefaultSchema) -> JsonSchemaValue:
        """Give defaults of bodies only."""
        if self.mode == "serialization":
            return self.generate_inner(schema["schema"])
        return super().default_schema(schema)

    def function_after_schema(
        self, schema: core_schema.AfterValidatorFunctionSchema
    ) -> JsonSchemaValue:
        """Say how long names and texts may be, which their check knows."""
        inner = super().function_after_schema(schema)
        most = _most_characters(schema["function"]["function"])
        return {**inner, "minLength": 1, "maxLength": most} if most else inner


def _most_characters(check: Any) -> int | None:
    if check is clean_name:
        return MOST_NAME_CHARACTERS
    known = inspect.getclosurevars(check) if inspect.isfunction(check) else None
    if known and known.globals.get("clean_text") is clean_text:
        return int(known.nonlocals["most"])
    return None


def schemas_of(
    bodies: Iterable[type[BaseModel]], answers: Iterable[type[BaseModel]]
) -> tuple[References, Schemas]:
    """Return references to the schemas of bodies and answers, and all schemas that these refer to."""
    wanted: list[tuple[type[BaseModel], Any]] = [(model, "validation") for model in bodies]
    wanted += [(model, "serialization") for model in answers]
    references, found = models_json_schema(
        sorted(wanted, key=str), ref_template=REFERENCE, schema_generator=_Schemas
    )
    by_use: References = {
        (cast("type[BaseModel]", m), use): r for (m, use), r in references.items()
    }
    schemas = dict(sorted(found["$defs"].items()))
    for schema in schemas.values():
        # It repeats the name.
        schema.pop("title", None)
    return by_use, schemas


def one_name_each(document: Mapping[str, Any]) -> dict[str, Any]:
    """Return `document` with one schema where a model is the same as a body and in answers.

    pydantic calls them X-Input and X-Output whether they differ or not.
    """
    one: dict[str, Any] = dict(document)
    while True:
        schemas = one["components"]["schemas"]
        pairs = (name.removesuffix("-Input") for name in schemas if name.endswith("-Input"))
        same = [each for each in pairs if schemas[f"{each}-Input"] == schemas[f"{each}-Output"]]
        if not same:
            return one
        names = "|".join(map(re.escape, same))
        text = re.sub(rf"(?<=[\"/])({names})-(?:Input|Output)(?=\")", r"\1", json.dumps(one))
        one = json.loads(text)
