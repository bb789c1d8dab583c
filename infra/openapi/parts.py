"""What operations share: parameters, headers, refusals and the sign-in."""

from http import HTTPStatus as S
from typing import Any

from infra.openapi.operation import HTML, JSON
from shared.domain import limits
from shared.domain.identifiers import ID_PATTERN
from shared.domain.life_cycle import Status
from shared.domain.replacements import AtFault, Reason
from shared.services.replacements import UnderWay

PROBLEM = "application/problem+json"

SECURITY: dict[str, Any] = {
    "signed_in": {
        "type": "http",
        "scheme": "bearer",
        "bearerFormat": "JWT",
        "description": (
            "A Cognito ID token. `cognito:groups` holds centre, verifier or awarding-organisation; "
            "`custom:centre_id` or `custom:verifier_id` says which."
        ),
    }
}

# Refused by API Gateway, in its own words, before a function is asked.
BY_THE_GATEWAY = {S.UNAUTHORIZED, S.TOO_MANY_REQUESTS}

# What a form in a browser can meet.
WITH_A_PAGE = (
    S.BAD_REQUEST,
    S.NOT_FOUND,
    S.CONFLICT,
    S.REQUEST_ENTITY_TOO_LARGE,
    S.UNPROCESSABLE_ENTITY,
)

# Named here, because Python's versions name some statuses differently.
REFUSALS: dict[S, tuple[str, str]] = {
    S.BAD_REQUEST: ("BadRequest", "The body cannot be read, or the Idempotency-Key is too long."),
    S.UNAUTHORIZED: ("Unauthorized", "There is no token, or not one to trust."),
    S.FORBIDDEN: ("Forbidden", "The caller may not do this."),
    S.NOT_FOUND: ("NotFound", "There is no such thing within what the caller may see."),
    S.CONFLICT: ("Conflict", "It does not fit what is recorded, which is shown."),
    S.REQUEST_ENTITY_TOO_LARGE: (
        "TooLarge",
        f"The body has more than {limits.BODY_BYTES:,} bytes.",
    ),
    S.UNSUPPORTED_MEDIA_TYPE: (
        "UnsupportedType",
        "The body is of a type that is not read here.",
    ),
    S.UNPROCESSABLE_ENTITY: ("Invalid", "It breaks rules; every fault is named."),
    S.TOO_MANY_REQUESTS: ("TooMany", "Too many calls; try again later."),
    S.INTERNAL_SERVER_ERROR: ("Failed", "It failed on our side; quote the correlation id."),
}


def refer(kind: str, name: str) -> dict[str, str]:
    """Return a reference to one of the components."""
    return {"$ref": f"#/components/{kind}/{name}"}


def refusal(status: S, *, page: bool = False) -> dict[str, Any]:
    """Return a reference to the response of a refusal, where a browser may get it as a page or not."""
    return refer("responses", _name(status, page=page))


def refusals() -> dict[str, Any]:
    """Return the responses of all refusals, by name."""
    plain = {_name(status, page=False): _refused(status, {}) for status in REFUSALS}
    page = {HTML: {"schema": {"type": "string"}}}
    return plain | {_name(status, page=True): _refused(status, page) for status in WITH_A_PAGE}


def told_in_words(status: S) -> dict[str, Any]:
    """Return the response of a refusal that has no body."""
    return {"description": REFUSALS[status][1]}


def _name(status: S, *, page: bool) -> str:
    return REFUSALS[status][0] + ("OrPage" if page else "")


def _refused(status: S, page: dict[str, Any]) -> dict[str, Any]:
    if status in BY_THE_GATEWAY:
        content = {JSON: {"schema": refer("schemas", "GatewayMessage")}}
        return told_in_words(status) | {"content": content}
    content = {PROBLEM: {"schema": refer("schemas", "ProblemDetails")}} | page
    return told_in_words(status) | {"headers": HEADERS_SENT, "content": content}


_IDENTIFIER: dict[str, Any] = {"type": "string", "pattern": f"^{ID_PATTERN}$"}


# As it is typed.
_TYPED: dict[str, Any] = {
    "certificate_number": {
        "description": "As printed; capitals, spaces and hyphens do not matter.",
        "schema": {"type": "string"},
    },
    "name": {"schema": {"type": "string"}},
    "valid_from": {
        "description": "The first day on which the charges hold.",
        "schema": {"type": "string", "format": "date"},
    },
    "block": {
        "description": "The block of numbers of a batch, as the course run's printings tell it.",
        "schema": _IDENTIFIER,
    },
}


def path_parameter(name: str) -> dict[str, Any]:
    """Return a variable of a path."""
    said: dict[str, Any] = _TYPED.get(name, {"schema": _IDENTIFIER})
    return {"name": name, "in": "path", "required": True} | said


def _query(name: str, schema: dict[str, Any], description: str) -> dict[str, Any]:
    return {"name": name, "in": "query", "schema": schema, "description": description}


_PAGE = {"type": "integer", "minimum": 1, "maximum": limits.PAGE_MOST}

PARAMETERS: dict[str, Any] = {
    "status": _query(
        "status", {"type": "string", "enum": list(Status)}, "Only course runs in this state."
    ),
    "centre_id": _query("centre_id", _IDENTIFIER, "Only what is of this centre."),
    "overdue": _query(
        "overdue", {"type": "boolean"}, "Only receipts that are overdue, or only the others."
    ),
    "on": _query(
        "on", {"type": "string", "format": "date"}, "As of this date, which may be one to come."
    ),
    "month": _query(
        "month",
        {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}$"},
        "The month, as YYYY-MM; this month unless it is given.",
    ),
    "reason": _query(
        "reason", {"type": "string", "enum": list(Reason)}, "Why another certificate is wanted."
    )
    | {"required": True},
    "at_fault": _query(
        "at_fault",
        {"type": "string", "enum": list(AtFault)},
        "Whose fault it is that the certificate is incorrect.",
    ),
    "state": _query(
        "state", {"type": "string", "enum": list(UnderWay)}, "Only replacements in this state."
    ),
    "surname": _query(
        "surname",
        {"type": "string", "minLength": 1},
        "The learner's surname, or the whole name, as printed; capitals and accents do not matter.",
    )
    | {"required": True},
    "as": _query(
        "as", {"type": "string", "enum": ["csv"]}, "In which form, besides what Accept asks for."
    ),
    "limit": _query("limit", _PAGE | {"default": limits.PAGE_DEFAULT}, "How many at most."),
    "cursor": _query("cursor", {"type": "string"}, "The next_cursor of the page before."),
    "idempotency_key": {
        "name": "Idempotency-Key",
        "in": "header",
        "schema": {"type": "string", "maxLength": limits.IDEMPOTENCY_KEY_LENGTH},
        "description": (
            "The same key with the same body gives the same answer again, for "
            f"{limits.ANSWERS_KEPT_FOR.days} days; with another body it is refused."
        ),
    },
}

HEADERS: dict[str, Any] = {
    "correlation_id": {
        "description": "What the logs know this request by.",
        "schema": {"type": "string"},
    },
    "next_cursor": {
        "description": "The cursor of the next page of a CSV, if there is one.",
        "schema": {"type": "string"},
    },
    "location": {"description": "Where to go.", "schema": {"type": "string"}},
}
HEADERS_SENT = {"X-Correlation-Id": refer("headers", "correlation_id")}

_TEXT = {"type": "string"}
SCHEMAS: dict[str, Any] = {
    "ProblemDetails": {
        "type": "object",
        "description": "What went wrong (RFC 9457).",
        "required": ["type", "title", "status", "detail", "correlation_id"],
        "properties": {
            "type": _TEXT,
            "title": _TEXT,
            "status": {"type": "integer", "minimum": 400, "maximum": 599},
            "detail": _TEXT,
            "correlation_id": _TEXT,
            "errors": {"type": "array", "items": refer("schemas", "FaultDetails")},
            "recorded": {"type": "object", "description": "What is recorded instead."},
        },
    },
    "FaultDetails": {
        "type": "object",
        "description": "One fault; in a CSV also by its line and column.",
        "required": ["pointer", "detail"],
        "properties": {
            "pointer": {
                "type": "string",
                "description": (
                    "A JSON pointer into the body; empty for all of it. A parameter of the query, "
                    "or a date in the path, is named as if it were a member."
                ),
            },
            "detail": _TEXT,
            "line": {"type": "integer", "minimum": 1},
            "column": _TEXT,
        },
    },
    "GatewayMessage": {
        "type": "object",
        "description": "What API Gateway itself answers.",
        "required": ["message"],
        "properties": {"message": _TEXT},
    },
}
