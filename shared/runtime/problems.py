"""What went wrong, as RFC 9457 problems: the one table from exceptions to statuses."""

from http import HTTPStatus
from typing import Any

from shared.domain.faults import Conflict, Fault, Forbidden, Invalid, Malformed, NotFound, Refusal


class TooLarge(Refusal):
    """The body is larger than is taken."""


class UnsupportedType(Refusal):
    """The body is of a type that is not read here."""


STATUSES: dict[type[Refusal], HTTPStatus] = {
    Malformed: HTTPStatus.BAD_REQUEST,
    Forbidden: HTTPStatus.FORBIDDEN,
    NotFound: HTTPStatus.NOT_FOUND,
    Conflict: HTTPStatus.CONFLICT,
    TooLarge: HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    UnsupportedType: HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
    Invalid: HTTPStatus.UNPROCESSABLE_ENTITY,
}


def status_of(refusal: Refusal) -> HTTPStatus:
    """Return the status that a refusal is answered with."""
    return STATUSES[type(refusal)]


# The phrases of RFC 9110; Python's own vary with its version.
TITLES = {
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: "Content Too Large",
    HTTPStatus.UNPROCESSABLE_ENTITY: "Unprocessable Content",
}


def problem(status: HTTPStatus, detail: str, correlation_id: str) -> dict[str, Any]:
    """Return a problem with what every problem has."""
    return {
        "type": "about:blank",
        "title": TITLES.get(status, status.phrase),
        "status": status.value,
        "detail": detail,
        "correlation_id": correlation_id,
    }


def problem_of(refusal: Refusal, correlation_id: str) -> dict[str, Any]:
    """Return a refusal as a problem: with every fault of the body, or with what is recorded."""
    told = problem(status_of(refusal), refusal.detail, correlation_id)
    if isinstance(refusal, Invalid):
        told["errors"] = [_fault(fault) for fault in refusal.faults]
    if isinstance(refusal, Conflict) and refusal.recorded:
        told["recorded"] = refusal.recorded
    return told


def _fault(fault: Fault) -> dict[str, Any]:
    place = {"line": fault.line, "column": fault.column}
    known = {name: value for name, value in place.items() if value is not None}
    return {"pointer": fault.pointer, "detail": fault.detail} | known
