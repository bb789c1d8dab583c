"""Requests reach functions, and answers callers, as API Gateway's HTTP APIs pass them."""

import base64
import socket
from typing import Any

import httpx
import pytest

from infra.local import gateway
from infra.local.stack import Stack


def bearer(stack: Stack, centre_id: str = "4021") -> dict[str, str]:
    return {"authorization": f"Bearer {stack.sign_in('centre', centre_id=centre_id)}"}


def event(response: httpx.Response) -> dict[str, Any]:
    assert response.status_code == 200, response.text
    found: dict[str, Any] = response.json()["event"]
    return found


def test_the_event_is_of_payload_format_2(stack: Stack, http: httpx.Client) -> None:
    url = "/things/a%20b?q=1&q=2&empty="
    got = event(http.get(url, headers=bearer(stack) | {"X-Two": "x"}))
    assert got["version"] == "2.0"
    assert got["routeKey"] == got["requestContext"]["routeKey"] == "GET /things/{thing_id}"
    assert got["rawPath"] == "/things/a%20b"
    assert got["rawQueryString"] == "q=1&q=2&empty="
    assert got["queryStringParameters"] == {"q": "1,2", "empty": ""}
    assert got["pathParameters"] == {"thing_id": "a b"}
    assert got["headers"]["x-two"] == "x"
    assert got["isBase64Encoded"] is False
    assert "body" not in got
    assert "cookies" not in got


def test_the_event_tells_of_the_request(stack: Stack, http: httpx.Client) -> None:
    context = event(http.get("/things/1", headers=bearer(stack)))["requestContext"]
    assert context["stage"] == "$default"
    assert context["accountId"] == stack.deployment.account
    assert context["http"]["method"] == "GET"
    assert context["http"]["path"] == "/things/1"
    assert context["http"]["sourceIp"] == "127.0.0.1"
    assert context["http"]["userAgent"].startswith("python-httpx")
    assert context["requestId"]


def test_the_answer_carries_the_requests_number(http: httpx.Client) -> None:
    answer = http.get("/open/x")
    assert answer.headers["apigw-requestid"] == event(answer)["requestContext"]["requestId"]


def test_claims_are_strings(stack: Stack, http: httpx.Client) -> None:
    authorizer = event(http.get("/things/1", headers=bearer(stack)))["requestContext"]["authorizer"]
    assert authorizer["jwt"]["scopes"] is None
    claims = authorizer["jwt"]["claims"]
    assert claims["cognito:groups"] == "[centre]"
    assert claims["custom:centre_id"] == "4021"
    assert claims["exp"].isdigit()
    assert all(isinstance(value, str) for value in claims.values())


def test_repeated_headers_are_joined_and_cookies_listed(http: httpx.Client) -> None:
    headers = [("X-Many", "one"), ("X-Many", "two"), ("Cookie", "a=1; b=2")]
    got = event(http.get("/open/x", headers=headers))
    assert got["headers"]["x-many"] == "one,two"
    assert got["cookies"] == ["a=1", "b=2"]
    assert "cookie" not in got["headers"]


@pytest.mark.parametrize(
    ("content_type", "body", "as_text"),
    [
        ("application/json", b'{"a": 1}', True),
        ("text/csv; charset=utf-8", "é".encode(), True),
        ("text/csv", "é".encode("latin-1"), False),
        ("application/x-www-form-urlencoded", b"a=1", False),
        ("application/octet-stream", b"\x00\xff", False),
        ("multipart/form-data; boundary=x", b"--x\r\n\r\nplain\r\n--x--\r\n", False),
    ],
)
def test_bodies_are_text_or_base64_by_their_type(
    http: httpx.Client, content_type: str, body: bytes, *, as_text: bool
) -> None:
    got = event(http.post("/open", content=body, headers={"content-type": content_type}))
    assert got["isBase64Encoded"] is not as_text
    assert got["body"] == (body.decode() if as_text else base64.b64encode(body).decode())


def test_a_path_spelt_out_goes_before_a_variable(http: httpx.Client) -> None:
    assert event(http.get("/open/fixed"))["routeKey"] == "GET /open/fixed"
    assert event(http.get("/open/other"))["routeKey"] == "GET /open/{one}"


@pytest.mark.parametrize(
    ("method", "path", "key", "rest"),
    [
        ("GET", "/open/a/b%20c/d", "GET /open/{rest+}", "a/b c/d"),
        ("GET", "/open/x/", "GET /open/{rest+}", "x/"),
        ("GET", "/open/deep/er/still", "GET /open/deep/{rest+}", "er/still"),
        ("POST", "/open/fixed", "POST /open/{rest+}", "fixed"),
        ("POST", "/open/a/b", "POST /open/{rest+}", "a/b"),
    ],
)
def test_a_greedy_variable_takes_what_no_other_route_does(
    http: httpx.Client, method: str, path: str, key: str, rest: str
) -> None:
    got = event(http.request(method, path))
    assert (got["routeKey"], got["pathParameters"]) == (key, {"rest": rest})


def test_head_is_a_method_of_its_own(http: httpx.Client) -> None:
    answer = http.head("/open/fixed")
    assert (answer.status_code, answer.content) == (200, b"")


def test_stage_variables_are_in_the_event(stack: Stack, http: httpx.Client) -> None:
    assert event(http.get("/open/x"))["stageVariables"] == {
        "signInUrl": f"{stack.url}/local/identity/x",
        "elsewhere": "https://sample.example",
    }


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/nowhere"),
        ("HEAD", "/open/x"),
        ("DELETE", "/open"),
        ("GET", "/open/"),
        ("GET", "/things/1/"),
        ("GET", "/"),
    ],
)
def test_what_no_route_matches_is_not_found(http: httpx.Client, method: str, path: str) -> None:
    answer = http.request(method, path)
    assert answer.status_code == 404
    assert method == "HEAD" or answer.json() == {"message": "Not Found"}


def test_bodies_over_10_mb_are_refused(http: httpx.Client) -> None:
    for size in (gateway.LARGEST_PAYLOAD, gateway.LARGEST_BODY + 1):
        answer = http.post("/open", content=b"x" * size, headers={"content-type": "text/plain"})
        assert answer.status_code == 413
        assert answer.json() == {"message": "Request Entity Too Large"}


def test_a_body_that_says_it_is_too_large_is_not_waited_for(stack: Stack) -> None:
    address = stack.url.removeprefix("http://").split(":")
    with socket.create_connection((address[0], int(address[1])), timeout=10) as connection:
        head = f"POST /open HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: {2**40}\r\n\r\n"
        connection.sendall(head.encode())
        assert connection.recv(12) == b"HTTP/1.1 413"


def test_a_redirect_is_left_to_the_browser(http: httpx.Client, handlers: Any) -> None:
    cookie = "__Host-session=x; Path=/; Secure; HttpOnly; SameSite=Lax"
    told = {"statusCode": 303, "headers": {"location": "/open/fixed"}, "cookies": [cookie]}
    handlers.seen.append(told)
    answer = http.post("/answer", headers={"cookie": "a=1"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/open/fixed")
    assert answer.headers["set-cookie"] == cookie


def test_an_answer_is_passed_on(http: httpx.Client, handlers: Any) -> None:
    told = {"statusCode": 201, "headers": {"Content-Type": "text/html", "X-N": 3}, "body": "<p>"}
    handlers.seen.append(told | {"cookies": ["a=1", "b=2"]})
    answer = http.post("/answer")
    assert (answer.status_code, answer.text, answer.headers["x-n"]) == (201, "<p>", "3")
    assert answer.headers["content-type"] == "text/html"
    assert answer.headers.get_list("set-cookie") == ["a=1", "b=2"]


def test_binary_answers_come_as_base64(http: httpx.Client, handlers: Any) -> None:
    body = base64.b64encode(b"\x00\x01").decode()
    handlers.seen.append({"statusCode": 200, "body": body, "isBase64Encoded": True})
    assert http.post("/answer").content == b"\x00\x01"


def test_an_answer_without_status_is_the_body(http: httpx.Client, handlers: Any) -> None:
    handlers.seen.append({"ok": True})
    answer = http.post("/answer")
    assert (answer.status_code, answer.json()) == (200, {"ok": True})


@pytest.mark.parametrize(
    "told",
    [
        RuntimeError("secret"),
        {"statusCode": "200"},
        {"statusCode": 200, "body": {"not": "text"}},
        {"statusCode": 200, "headers": {"a": ["b"]}},
        {"statusCode": 200, "body": object()},
        {"statusCode": 200, "body": "x" * gateway.LARGEST_PAYLOAD},
    ],
    ids=["raised", "status", "body", "header", "not JSON", "too large"],
)
def test_what_goes_wrong_in_a_function_is_not_told(
    http: httpx.Client, handlers: Any, told: Any
) -> None:
    handlers.seen.append(told)
    answer = http.post("/answer")
    assert answer.status_code == 500
    assert answer.json() == {"message": "Internal Server Error"}


def test_a_function_that_cannot_be_imported_says_so_in_the_log(
    http: httpx.Client, caplog: pytest.LogCaptureFixture
) -> None:
    assert http.get("/broken").status_code == 500
    assert "BrokenFunction failed" in caplog.text
    assert "No module named 'no_such_module'" in caplog.text


def test_functions_run_as_lambda_runs_them(http: httpx.Client) -> None:
    answer = http.get("/open/x").json()
    assert answer["greeting"] == "hello"
    assert answer["context"]["name"] == "post-certification-EchoFunction"
    assert answer["context"]["arn"].endswith(":function:post-certification-EchoFunction")
    assert answer["context"]["memory"] == "128"
    assert 4000 < answer["context"]["left"] <= 5000
