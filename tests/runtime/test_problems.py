"""Refusals as RFC 9457 problems: each with its status, and with what it carries."""

from collections.abc import Iterator

import pytest

from shared.domain.faults import Conflict, Fault, Forbidden, Invalid, Malformed, NotFound, Refusal
from shared.runtime.problems import (
    STATUSES,
    TooLarge,
    UnsupportedType,
    problem_of,
    status_of,
)


def kinds(of: type[Refusal]) -> Iterator[type[Refusal]]:
    for kind in of.__subclasses__():
        yield kind
        yield from kinds(kind)


def test_every_refusal_has_its_status() -> None:
    assert set(STATUSES) == set(kinds(Refusal))
    assert len(set(STATUSES.values())) == len(STATUSES)


@pytest.mark.parametrize(
    ("refusal", "status"),
    [
        (Malformed("x"), 400),
        (Forbidden("x"), 403),
        (NotFound("x"), 404),
        (Conflict("x"), 409),
        (TooLarge("x"), 413),
        (UnsupportedType("x"), 415),
        (Invalid([], "x"), 422),
    ],
)
def test_a_problem_says_what_every_problem_says(refusal: Refusal, status: int) -> None:
    told = problem_of(refusal, "id-1")
    assert status_of(refusal) == told["status"] == status
    assert {"type", "title", "status", "detail", "correlation_id"} <= set(told)
    assert (told["detail"], told["correlation_id"]) == ("x", "id-1")
    assert told["title"]


def test_faults_are_told_with_line_and_column_where_there_are_any() -> None:
    faults = [Fault("/name", "Blank."), Fault("/results/0", "Odd.", 2), Fault("", "No.", 1, "unit")]
    assert problem_of(Invalid(faults), "id-1")["errors"] == [
        {"pointer": "/name", "detail": "Blank."},
        {"pointer": "/results/0", "detail": "Odd.", "line": 2},
        {"pointer": "", "detail": "No.", "line": 1, "column": "unit"},
    ]
    assert problem_of(Invalid(faults), "id-1")["detail"] == "3 faults in the request."
    assert problem_of(Invalid(faults[:1]), "id-1")["detail"] == "1 fault in the request."


def test_a_conflict_tells_what_is_recorded_if_anything() -> None:
    assert problem_of(Conflict("x", {"status": "open"}), "id")["recorded"] == {"status": "open"}
    assert "recorded" not in problem_of(Conflict("x"), "id")
    assert "errors" not in problem_of(Conflict("x"), "id")
