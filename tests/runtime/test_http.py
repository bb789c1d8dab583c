"""Answers, and handlers that turn whatever happens into one."""

import base64
import gzip
import json
from http import HTTPStatus
from typing import Any

import pytest
from pydantic import BaseModel

from shared.domain.faults import Conflict, NotFound
from shared.runtime.http import Response, answer, api, recorded, respond
from shared.runtime.requests import Request
from shared.services.call import Answer
from tests.runtime.events import http_event

ROUTE = "GET /course-runs"


class Said(BaseModel):
    name: str


def play(endpoint: Any, **of_event: Any) -> Response:
    return api({ROUTE: endpoint})(http_event(ROUTE, **of_event), None)


def raising(failure: Exception) -> Any:
    def endpoint(_request: Request) -> Response:
        raise failure

    return endpoint


def test_an_answer_is_json_that_nobody_keeps() -> None:
    told = play(lambda _: answer(Said(name="Zoë")))
    assert (told["statusCode"], json.loads(told["body"])) == (200, {"name": "Zoë"})
    assert told["headers"] == {
        "content-type": "application/json",
        "cache-control": "no-store",
        "x-content-type-options": "nosniff",
        "x-correlation-id": "JKJaXmPLvHcESHA=",
    }
    assert "isBase64Encoded" not in told
    assert answer({"status": "ok"})["body"] == '{"status": "ok"}'


def test_what_is_new_is_created_and_what_was_recorded_before_is_ok() -> None:
    assert recorded(Answer(Said(name="x")))["statusCode"] == 201
    assert recorded(Answer(Said(name="x"), fresh=False))["statusCode"] == 200


@pytest.mark.parametrize("refusal", [NotFound("Gone."), Conflict("No.", {"status": "open"})])
def test_a_refusal_is_a_problem(refusal: Exception) -> None:
    told = play(raising(refusal))
    problem = json.loads(told["body"])
    assert told["headers"]["content-type"] == "application/problem+json"
    assert problem["status"] == told["statusCode"]
    assert problem["correlation_id"] == told["headers"]["x-correlation-id"] == "JKJaXmPLvHcESHA="


@pytest.mark.parametrize(
    "failure", [RuntimeError("secret"), KeyError("secret"), UnicodeError("secret"), MemoryError()]
)
def test_a_failure_is_opaque(failure: Exception) -> None:
    told = play(raising(failure))
    assert told["statusCode"] == 500
    assert told["headers"]["content-type"] == "application/problem+json"
    assert "secret" not in told["body"]
    assert json.loads(told["body"])["correlation_id"] == "JKJaXmPLvHcESHA="


def test_a_route_that_the_handler_does_not_know_is_a_failure_of_ours() -> None:
    assert api({})(http_event(ROUTE), None)["statusCode"] == 500


def test_a_long_answer_is_compressed_for_those_who_take_it() -> None:
    long = "é" * 5_000

    def endpoint(_request: Request) -> Response:
        return respond(long, "text/plain", HTTPStatus.OK)

    packed = play(endpoint, headers={"accept-encoding": "br, gzip"})
    assert packed["isBase64Encoded"] is True
    assert packed["headers"]["content-encoding"] == "gzip"
    assert packed["headers"]["vary"] == "accept-encoding"
    assert gzip.decompress(base64.b64decode(packed["body"])).decode() == long
    for headers in ({}, {"accept-encoding": "br"}):
        assert play(endpoint, headers=headers)["body"] == long


def test_a_short_answer_is_not_worth_it() -> None:
    short = respond("x" * 1_999, "text/plain")
    assert play(lambda _: short, headers={"accept-encoding": "gzip"})["body"] == short["body"]
