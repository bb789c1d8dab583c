"""Refusals: RFC 9457 problems that name every fault, to those whom they concern."""

import base64
import json
from typing import Any

import pytest

from infra.openapi.examples import EXAMPLES
from infra.openapi.operations import OPERATIONS as TABLE
from shared.domain.course_run import CourseRunDetails
from shared.domain.results import Results
from tests.contract.cases import BY_STATUS, PARTS, SIGNED_IN, ask
from tests.contract.world import World

SIGN_IN = [operation for operation, entry in TABLE.items() if entry.by]
OF_A_RUN = [
    operation
    for operation in SIGN_IN
    if "{course_run_id}" in operation and not operation.startswith("PUT")
]
LIKE_NOTHING = {"type", "title", "status", "detail", "correlation_id"}


@pytest.mark.parametrize("operation", SIGN_IN)
def test_whom_an_operation_is_not_for_cannot_use_it(world: World, operation: str) -> None:
    for role, who in SIGNED_IN.items():
        if role not in {each.value for each in TABLE[operation].by}:
            assert ask(world, operation, who).status_code in {403, 404}


@pytest.mark.parametrize("status", [400, 403, 404, 413, 415])
def test_a_problem_says_what_every_problem_says(world: World, status: int) -> None:
    operation = "POST /course-runs/{course_run_id}/results"
    response = BY_STATUS[status](world, operation)
    problem = response.json()
    assert response.headers["content-type"] == "application/problem+json"
    assert set(problem) == LIKE_NOTHING
    assert problem["status"] == status
    assert problem["correlation_id"] == response.headers["x-correlation-id"] != ""


def test_every_problem_has_a_correlation_id_of_its_own(world: World) -> None:
    ids = {ask(world, "GET /course-runs/{course_run_id}").json()["correlation_id"] for _ in "123"}
    assert len(ids) == 3


def token(header: dict[str, str], claims: dict[str, Any], signature: bytes = b"none") -> str:
    parts = [json.dumps(header).encode(), json.dumps(claims).encode(), signature]
    return ".".join(base64.urlsafe_b64encode(part).decode().rstrip("=") for part in parts)


@pytest.mark.parametrize(
    "authorization",
    [
        "",
        "Bearer",
        "Bearer nonsense",
        "Basic YTpi",
        "Bearer " + token({"alg": "none"}, {"cognito:groups": ["awarding-organisation"]}, b""),
        "Bearer " + token({"alg": "RS256"}, {"cognito:groups": ["awarding-organisation"]}),
    ],
)
def test_a_token_that_cannot_be_trusted_lets_nobody_in(world: World, authorization: str) -> None:
    response = world.call("GET", "/course-runs", headers={"authorization": authorization})
    assert response.status_code == 401
    assert "bearer" in response.headers["www-authenticate"].lower()


def test_a_token_with_another_signature_lets_nobody_in(world: World) -> None:
    head, claims, _ = world.tokens["ao"].split(".")
    _, _, another = world.tokens["centre"].split(".")
    headers = {"authorization": f"Bearer {head}.{claims}.{another}"}
    assert world.call("GET", "/course-runs", headers=headers).status_code == 401


@pytest.mark.parametrize("operation", OF_A_RUN)
def test_another_centres_run_is_as_one_that_does_not_exist(world: World, operation: str) -> None:
    run = world.run("dispatched")
    method, path = operation.split(" ")
    body = EXAMPLES[entry] if (entry := TABLE[operation].body) else None
    told = []
    for course_run_id in (run.course_run_id, "NO-SUCH-RUN"):
        parts = PARTS | {"course_run_id": course_run_id, "query_id": run.query_id}
        response = world.call(method, path.format(**parts), "other centre", json=body)
        assert response.status_code == 404
        told.append(response.json() | {"correlation_id": ""})
    assert told[0] == told[1]


def test_another_centres_parcel_and_another_verifiers_run_do_not_exist(world: World) -> None:
    run = world.run("dispatched")
    parcel = f"/consignments/{run.consignment_id}"
    assert world.call("GET", parcel, "other centre").status_code == 404
    assert world.call("GET", parcel, "verifier").status_code == 404
    assert world.call("GET", run.path, "other verifier").status_code == 404
    assert world.call("GET", f"{run.path}/events", "other verifier").status_code == 404


def test_lists_and_reports_keep_to_what_the_caller_may_see(world: World) -> None:
    run = world.run("dispatched")
    for who in ("other centre", "other verifier"):
        for query in ({}, {"centre_id": run.centre_id}, {"status": "dispatched"}):
            listed = world.told("GET", "/course-runs", who, params=query)["items"]
            assert run.course_run_id not in [each["course_run_id"] for each in listed]
    report = "/reports/certificate-receipt-pending"
    for query in ({}, {"centre_id": run.centre_id}):
        rows = world.told("GET", report, "other centre", params=query)["items"]
        assert run.course_run_id not in [row["course_run_id"] for row in rows]
    assert world.call("GET", report, "verifier").status_code == 403


def test_every_fault_is_named_at_once_where_it_stands(world: World) -> None:
    body = EXAMPLES[CourseRunDetails] | {"title": " ", "starts_on": "01/02/2026", "unknown": 1}
    body["learners"] = [{"learner_id": "a/b", "name": "x"}, {"learner_id": "L-2", "a~/b": "x"}]
    problem = world.call("PUT", "/course-runs/FAULTY", "ao", json=body).json()
    assert {each["pointer"] for each in problem["errors"]} == {
        "/title",
        "/starts_on",
        "/learners/0/learner_id",
        "/learners/1/name",
        "/learners/1/a~0~1b",
        "/unknown",
    }
    assert all(each["detail"] for each in problem["errors"])


def test_faults_that_only_the_roster_shows_are_named_at_once(world: World) -> None:
    rows = EXAMPLES[Results]["results"]
    body = {"results": [rows[0], rows[0], rows[1] | {"achieved_on": "2099-01-01"}]}
    run = world.run("open")
    problem = world.call("POST", f"{run.path}/results", "centre", json=body).json()
    assert [each["pointer"] for each in problem["errors"]] == [
        "/results/1/unit",
        "/results/2/achieved_on",
        "/results",
    ]


def test_a_fault_of_the_query_is_named(world: World) -> None:
    for query in ({"status": "lost"}, {"limit": "x"}, {"cursor": "*"}):
        problem = world.call("GET", "/course-runs", "ao", params=query).json()
        assert [each["pointer"] for each in problem["errors"]] == ["/" + next(iter(query))]
    report = "/reports/certificate-receipt-pending"
    problem = world.call("GET", report, "ao", params={"overdue": "perhaps"}).json()
    assert [each["pointer"] for each in problem["errors"]] == ["/overdue"]


@pytest.mark.parametrize("operation", [o for o, each in TABLE.items() if each.body])
def test_what_cannot_be_read_is_refused_without_repeating_it(world: World, operation: str) -> None:
    for content in (b"", b"{", b"nothing", b"\xff\xfe{}", b'{"name": "\\ud800"}', b"[" * 5_000):
        headers = {"content-type": "application/json"}
        response = ask(world, operation, content=content, headers=headers)
        assert response.status_code == 400, content[:20]
    for content in (b"[]", b"null", b"1", b'"text"'):
        headers = {"content-type": "application/json; charset=utf-8"}
        assert ask(world, operation, content=content, headers=headers).status_code == 422


def test_what_the_template_does_not_route_is_not_there(world: World) -> None:
    for method, path in [("PUT", "/"), ("DELETE", "/course-runs/R"), ("GET", "/centres/C-1")]:
        assert world.http.request(method, path).status_code == 404
