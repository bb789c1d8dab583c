"""Requests as API Gateway hands them over (payload format 2.0), read once and with every fault named."""

import base64
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any, TypeVar

from pydantic import BaseModel, TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from shared.domain import limits
from shared.domain.faults import Fault, Invalid, Malformed, NotFound, pointer
from shared.domain.fields import Day, is_identifier
from shared.domain.people import Caller
from shared.runtime.callers import caller_of
from shared.runtime.problems import TooLarge, UnsupportedType

M = TypeVar("M", bound=BaseModel)
E = TypeVar("E", bound=StrEnum)

JSON = "application/json"
TEXT = "text/plain"
_DAY: TypeAdapter[date] = TypeAdapter(Day)
NO_IDENTIFIER = "An identifier has 1 to 64 letters, digits, hyphens, underscores or full stops."


@dataclass(frozen=True, slots=True)
class Request:
    """One request, with the time at which it came."""

    event: Mapping[str, Any]
    now: datetime

    @property
    def route(self) -> str:
        """Return the route's key, such as `GET /course-runs`."""
        return str(self.event["routeKey"])

    @property
    def method(self) -> str:
        """Return the HTTP method."""
        return str(self.event["requestContext"]["http"]["method"])

    @property
    def raw_path(self) -> str:
        """Return the path as it was sent."""
        return str(self.event["rawPath"])

    @property
    def raw_query(self) -> str:
        """Return the query as it was sent, without its question mark."""
        return str(self.event.get("rawQueryString") or "")

    @property
    def origin(self) -> str:
        """Return the origin that the service was called at, as browsers write it."""
        scheme = self.header("x-forwarded-proto") or "https"
        return f"{scheme}://{self.event['requestContext']['domainName']}"

    @property
    def correlation_id(self) -> str:
        """Return what the caller, API Gateway and the logs know this request by."""
        return str(self.event["requestContext"]["requestId"])

    @property
    def caller(self) -> Caller:
        """Return who calls; raises Forbidden without a role."""
        authorizer = self.event["requestContext"].get("authorizer", {})
        return caller_of(authorizer.get("jwt", {}).get("claims", {}))

    @property
    def idempotency_key(self) -> str | None:
        """Return the Idempotency-Key, if the request has one."""
        key = self.header("idempotency-key").strip()
        if len(key) > limits.IDEMPOTENCY_KEY_LENGTH:
            detail = f"An Idempotency-Key has at most {limits.IDEMPOTENCY_KEY_LENGTH} characters."
            raise Malformed(detail)
        return key or None

    def header(self, name: str) -> str:
        """Return a header by its name in small letters, or nothing."""
        return str(self.event.get("headers", {}).get(name, ""))

    def cookie(self, name: str) -> str:
        """Return a cookie, or nothing."""
        pairs = (each.partition("=") for each in self.event.get("cookies", []))
        return next((value for key, _, value in pairs if key == name), "")

    def stage_variable(self, name: str) -> str:
        """Return a variable of API Gateway's stage: what the template knows only once the API stands."""
        return str(self.event["stageVariables"][name])

    def path(self, name: str) -> str:
        """Return an identifier of the path; raises NotFound where nothing can be called so."""
        value = self._path(name)
        if not is_identifier(value):
            raise NotFound("There is nothing at this address.")
        return value

    def name(self, name: str) -> str:
        """Return the identifier in the path that something is to have; raises Invalid where it cannot be one."""
        value = self._path(name)
        if not is_identifier(value):
            raise Invalid([Fault("", NO_IDENTIFIER)])
        return value

    def typed_path(self, name: str) -> str:
        """Return what stands in the path, as somebody typed it."""
        return self._path(name)

    def _path(self, name: str) -> str:
        return str(self.event["pathParameters"][name])

    def query(self, name: str) -> str | None:
        """Return a parameter of the query; one that is left empty is not there."""
        return (self.event.get("queryStringParameters") or {}).get(name) or None

    def filter(self, name: str) -> str | None:
        """Return a parameter of the query that is an identifier; raises Invalid where it cannot be one."""
        value = self.query(name)
        if value is not None and not is_identifier(value):
            raise Invalid([Fault(pointer(name), NO_IDENTIFIER)])
        return value

    def choice(self, name: str, of: type[E]) -> E | None:
        """Return a parameter of the query that is one of `of`; raises Invalid for anything else."""
        value = self.query(name)
        if value is None:
            return None
        try:
            return of(value)
        except ValueError:
            detail = f"{name} is one of {', '.join(of)}."
            raise Invalid([Fault(pointer(name), detail)]) from None

    def day(self, name: str) -> date | None:
        """Return a parameter of the query that is a date; raises Invalid for anything else."""
        value = self.query(name)
        return None if value is None else _day(name, value)

    def path_day(self, name: str) -> date:
        """Return the date in the path; raises Invalid for anything else."""
        return _day(name, self._path(name))

    def month(self, name: str) -> date | None:
        """Return the first day of a parameter of the query that is a month; raises Invalid for anything else."""
        value = self.query(name)
        if value is None:
            return None
        try:
            return _DAY.validate_python(f"{value}-01")
        except ValidationError:
            raise Invalid([Fault(pointer(name), "Write the month as YYYY-MM.")]) from None

    def flag(self, name: str) -> bool | None:
        """Return a parameter of the query that is true or false; raises Invalid for anything else."""
        value = self.query(name)
        if value not in {None, "true", "false"}:
            raise Invalid([Fault(pointer(name), f"{name} is true or false.")])
        return None if value is None else value == "true"

    @property
    def content_type(self) -> str:
        """Return the body's media type, without its parameters."""
        return self.header("content-type").partition(";")[0].strip().lower()

    def body(self) -> bytes:
        """Return the body; raises TooLarge."""
        text = self.event.get("body") or ""
        body = base64.b64decode(text) if self.event.get("isBase64Encoded") else text.encode()
        if len(body) > limits.BODY_BYTES:
            raise TooLarge(f"A body has at most {limits.BODY_BYTES:,} bytes.")
        return body

    def json(self, model: type[M], besides: Iterable[Fault] = ()) -> M:
        """Return the JSON body as `model`; raises UnsupportedType, Malformed, or Invalid with every fault.

        Faults that are known `besides` are told with those of the body, if it has any.
        """
        if self.content_type not in {"", JSON}:
            raise UnsupportedType(f"This takes {JSON}.")
        try:
            return read_json(model, self.body())
        except Invalid as invalid:
            raise Invalid([*besides, *invalid.faults]) from None

    def text(self, most: int) -> str:
        """Return the body as plain text; raises UnsupportedType, Malformed, or TooLarge beyond `most` bytes."""
        if self.content_type not in {"", TEXT}:
            raise UnsupportedType(f"This takes {TEXT}.")
        body = self.body()
        if len(body) > most:
            raise TooLarge(f"This takes at most {most:,} bytes.")
        try:
            return body.decode()
        except UnicodeDecodeError:
            raise Malformed("The body is no text in UTF-8.") from None


def read_json(model: type[M], body: bytes) -> M:
    """Return `body` as `model`; raises Malformed where it is no JSON, and Invalid with every fault."""
    try:
        return model.model_validate_json(body)
    except ValidationError as invalid:
        errors = invalid.errors(include_url=False, include_input=False)
    if errors[0]["type"] == "json_invalid":
        raise Malformed("The body is not JSON: " + errors[0]["msg"].removeprefix("Invalid JSON: "))
    raise Invalid(map(_fault, errors))


def read_values(model: type[M], values: Mapping[str, Any]) -> M:
    """Return `values` as `model`; raises Invalid with every fault."""
    try:
        return model.model_validate(values)
    except ValidationError as invalid:
        raise Invalid(map(_fault, invalid.errors(include_url=False, include_input=False))) from None


def _day(name: str, value: str) -> date:
    try:
        return _DAY.validate_python(value)
    except ValidationError as invalid:
        detail = invalid.errors()[0]["msg"].removeprefix("Value error, ")
        raise Invalid([Fault(pointer(name), detail)]) from None


def _fault(error: ErrorDetails) -> Fault:
    detail = error["msg"].removeprefix("Value error, ")
    # Of a member whose name is at fault, pydantic says so as if that were a member of it.
    of_name = error["type"] != "extra_forbidden" and error["loc"][-1:] == ("[key]",)
    return Fault(pointer(*error["loc"][: -1 if of_name else None]), detail)


def now() -> datetime:
    """Return the time."""
    return datetime.now(UTC)
