"""Requests, read once: bodies of any encoding, size and depth, and parameters."""

import base64
from datetime import UTC, date, datetime
from typing import Any

import pytest

from shared.domain import limits
from shared.domain.faults import Fault, Forbidden, Invalid, Malformed, NotFound
from shared.domain.fields import Body, Name
from shared.domain.life_cycle import Status
from shared.runtime.problems import TooLarge, UnsupportedType
from shared.runtime.requests import Request, now, read_values
from tests.runtime.events import AO, http_event

POST = "POST /consignments"
JSON = {"content-type": "application/json"}


class Named(Body):
    name: Name
    more: list[int] = []
    by_status: dict[Status, int] = {}


def request(route: str = POST, **of: Any) -> Request:
    return Request(http_event(route, **of), datetime(2026, 11, 23, tzinfo=UTC))


def encoded(body: bytes, **headers: str) -> Request:
    text = base64.b64encode(body).decode()
    return request(body=text, isBase64Encoded=True, headers=headers or JSON)


def test_a_request_is_known_by_its_route_and_gateways_id() -> None:
    asked = request()
    assert (asked.route, asked.correlation_id) == (POST, "JKJaXmPLvHcESHA=")
    assert now().tzinfo is UTC


def test_a_body_is_read_as_text_or_as_base64() -> None:
    said = '{"name": "Zoë Ó Briain"}'
    assert request(body=said, headers=JSON).json(Named).name == "Zoë Ó Briain"
    assert encoded(said.encode()).json(Named).name == "Zoë Ó Briain"
    assert encoded("Très".encode("cp1252")).body() == b"Tr\xe8s"
    assert request().body() == b""


@pytest.mark.parametrize(
    "kind", ["application/json", "Application/JSON", "application/json; charset=utf-8", ""]
)
def test_json_is_known_by_its_type_or_by_none(kind: str) -> None:
    asked = request(body='{"name": "x"}', headers={"content-type": kind})
    assert asked.json(Named).name == "x"


@pytest.mark.parametrize(
    "kind", ["text/plain", "application/xml", "application/problem+json", "multipart/form-data"]
)
def test_another_type_is_refused_before_the_body_is_looked_at(kind: str) -> None:
    with pytest.raises(UnsupportedType):
        request(body="{", headers={"content-type": kind}).json(Named)


@pytest.mark.parametrize("body", [b"x", "é".encode()])
def test_a_body_may_be_so_large_in_bytes_and_no_larger(body: bytes) -> None:
    most = body * (limits.BODY_BYTES // len(body))
    for read in (encoded, lambda each: request(body=each.decode(), headers=JSON)):
        assert len(read(most).body()) == limits.BODY_BYTES
        with pytest.raises(TooLarge):
            read(most + b"x").json(Named)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b" ",
        b"{",
        b'{"name": }',
        b"{'name': 'x'}",
        b'{"name": "x"} {}',
        b'\xef\xbb\xbf{"name": "x"}',
        b'{"name": "\xe9"}',
        b'{"name": "\\ud800"}',
        b'{"name": "\\udfff\\ud800"}',
        b'{"name": "a\nb"}',
        b'{"name": "x", "deep": ' + b"[" * 300 + b"]" * 300 + b"}",
        b"[" * 100_000,
    ],
)
def test_what_is_no_json_is_malformed_and_not_repeated(body: bytes) -> None:
    with pytest.raises(Malformed) as refused:
        encoded(body).json(Named)
    assert "name" not in refused.value.detail


def test_a_pair_of_surrogates_is_one_character() -> None:
    written = '{"name": "\\ud840\\udc00"}'
    assert request(body=written, headers=JSON).json(Named).name == "\U00020000"


@pytest.mark.parametrize("body", ["null", "[]", "7", '"x"', "[[[[]]]]"])
def test_json_that_is_no_object_is_invalid(body: str) -> None:
    with pytest.raises(Invalid) as refused:
        request(body=body, headers=JSON).json(Named)
    assert [fault.pointer for fault in refused.value.faults] == [""]


def test_every_fault_is_told_where_it_stands_and_no_value_is_repeated() -> None:
    body = '{"name": "secret\\u0007", "more": [1, "secret", 3, null], "sec/ret~": 1}'
    with pytest.raises(Invalid) as refused:
        request(body=body, headers=JSON).json(Named)
    faults = {fault.pointer: fault.detail for fault in refused.value.faults}
    assert set(faults) == {"/name", "/more/1", "/more/3", "/sec~1ret~0"}
    assert "secret" not in " ".join(faults.values())
    assert not any(detail.startswith("Value error") for detail in faults.values())
    with pytest.raises(Invalid) as of_values:
        read_values(Named, {"name": "", "more": [None]})
    assert [fault.pointer for fault in of_values.value.faults] == ["/name", "/more/0"]


def test_a_name_of_a_member_that_cannot_be_is_told_as_a_member() -> None:
    body = '{"name": "", "by_status": {"closed": 1, "open": "x"}, "[key]": 1}'
    beside = Fault("/on", "Not on that day.")
    with pytest.raises(Invalid) as refused:
        request(body=body, headers=JSON).json(Named, [beside])
    pointers = [fault.pointer for fault in refused.value.faults]
    assert pointers[0] == "/on"
    assert set(pointers[1:]) == {"/name", "/by_status/closed", "/by_status/open", "/[key]"}
    # Whatever is wrong besides is for somebody else to tell where the body is right.
    assert request(body='{"name": "One"}', headers=JSON).json(Named, [beside]).name == "One"


def test_a_date_is_read_from_the_path() -> None:
    assert request(path={"on": "2026-11-23"}).path_day("on") == date(2026, 11, 23)
    for value in ("", "today", "2026-02-30", "23-11-2026", "2026-11-23T00:00", "x" * 3_000):
        with pytest.raises(Invalid) as refused:
            request(path={"on": value}).path_day("on")
        assert [fault.pointer for fault in refused.value.faults] == ["/on"]


def test_parameters_are_read_from_path_query_and_headers() -> None:
    asked = request(
        path={"course_run_id": "R-1"},
        query={"status": "open", "overdue": "true"},
        headers={"accept": "text/csv"},
    )
    assert asked.path("course_run_id") == "R-1"
    assert (asked.query("status"), asked.query("limit")) == ("open", None)
    assert (asked.header("accept"), asked.header("absent")) == ("text/csv", "")
    assert asked.choice("status", Status) is Status.OPEN
    assert asked.choice("limit", Status) is None
    assert asked.flag("overdue") is True
    assert asked.flag("limit") is None
    assert request(query={"overdue": ""}).flag("overdue") is None
    assert request(query={"overdue": "false"}).flag("overdue") is False


@pytest.mark.parametrize("value", ["", "..", "R 1", "R#1", "R\n", "é", "x" * 65, "x" * 3_000])
def test_what_can_be_no_identifier_is_not_found_and_cannot_be_given(value: str) -> None:
    asked = request(path={"course_run_id": value}, query={"centre_id": value or " "})
    with pytest.raises(NotFound):
        asked.path("course_run_id")
    with pytest.raises(Invalid):
        asked.name("course_run_id")
    with pytest.raises(Invalid) as refused:
        asked.filter("centre_id")
    assert [fault.pointer for fault in refused.value.faults] == ["/centre_id"]


def test_a_parameter_that_is_left_empty_is_not_there() -> None:
    asked = request(query=dict.fromkeys(("centre_id", "status", "overdue"), ""))
    assert asked.query("centre_id") is asked.filter("centre_id") is None
    assert asked.choice("status", Status) is asked.flag("overdue") is None
    assert request(query={"centre_id": "C-1"}).filter("centre_id") == "C-1"


@pytest.mark.parametrize("value", ["True", "yes", "1", "true,true"])
def test_a_flag_is_true_or_false(value: str) -> None:
    with pytest.raises(Invalid) as refused:
        request(query={"overdue": value}).flag("overdue")
    assert [fault.pointer for fault in refused.value.faults] == ["/overdue"]


def test_a_choice_names_what_there_is_to_choose() -> None:
    with pytest.raises(Invalid) as refused:
        request(query={"status": "lost"}).choice("status", Status)
    (fault,) = refused.value.faults
    assert fault.pointer == "/status"
    assert "certificated" in fault.detail
    assert "lost" not in fault.detail


@pytest.mark.parametrize(
    ("key", "read"), [("", None), ("  ", None), (" k-1 ", "k-1"), ("k" * 255, "k" * 255)]
)
def test_an_idempotency_key_is_trimmed(key: str, read: str | None) -> None:
    assert request(headers={"idempotency-key": key}).idempotency_key == read
    assert request().idempotency_key is None


def test_an_idempotency_key_has_a_limit() -> None:
    with pytest.raises(Malformed):
        _ = request(headers={"idempotency-key": "k" * 256}).idempotency_key


def test_a_caller_is_read_from_the_claims_and_nobody_without() -> None:
    assert request(claims=AO).caller.subject == AO["sub"]
    for nobody in (request(), request(claims={})):
        with pytest.raises(Forbidden):
            _ = nobody.caller
