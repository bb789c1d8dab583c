"""Whatever is sent, nothing fails on our side: bodies, paths, queries and headers of any kind."""

import copy
import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from infra.openapi.examples import EXAMPLES
from infra.openapi.operations import OPERATIONS as TABLE
from tests.contract.cases import PARTS, SIGNED_IN
from tests.contract.documented import OPERATIONS
from tests.contract.key_sizes import held_to_key_sizes
from tests.contract.world import Run, World
from tests.runtime.events import AO, CENTRE, VERIFIER, http_event

CLAIMS = {"ao": AO, "centre": CENTRE, "verifier": VERIFIER}
WITH_BODY = [operation for operation, entry in TABLE.items() if entry.body]
# The state of a run in which an operation gets furthest.
STATES = {
    "results": "open",
    "{token}": "submitted",
    "queries": "verified",
    "resolution": "verified",
    "consignments": "certificated",
    "receipts": "dispatched",
}

text = st.text(max_size=20) | st.sampled_from(
    ["", " ", "\0", "\ud800", "=1+1", "é" * 300, "9" * 400]
)
scalars = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | text
anything = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(text, inner, max_size=4),
    max_leaves=8,
)


@st.composite
def bent(draw: st.DrawFn, body: Any) -> Any:
    """A body that would be taken, with one thing in it replaced, left out or added."""
    whole = copy.deepcopy(body)
    at = whole
    while True:
        steps = list(at) if isinstance(at, dict) else list(range(len(at)))
        step = draw(st.sampled_from(steps))
        if not at[step] or not isinstance(at[step], dict | list) or draw(st.booleans()):
            break
        at = at[step]
    match draw(st.sampled_from(["replace", "leave out", "add", "repeat"])):
        case "replace":
            at[step] = draw(anything)
        case "leave out":
            del at[step]
        case "add" if isinstance(at, dict):
            at[draw(text)] = draw(anything)
        case _:
            at[step] = [at[step]] * draw(st.integers(0, 3))
    return whole


def answered(world: World, event: dict[str, Any]) -> dict[str, Any]:
    """What the function of an event's route answers, which the document must know."""
    route = event["routeKey"]
    (function,) = (r.function for r in world.stack.deployment.routes if r.key == route)
    world.stack.invoker.take_over()
    with held_to_key_sizes():
        answer: dict[str, Any] = world.stack.invoker.invoke(function, event)
    assert answer["statusCode"] < 500, answer
    assert str(answer["statusCode"]) in OPERATIONS[route]["responses"]
    if answer["statusCode"] >= 400:
        assert json.loads(answer["body"])["status"] == answer["statusCode"]
    return answer


def claims_for(operation: str) -> dict[str, str] | None:
    by = TABLE[operation].by
    return CLAIMS[SIGNED_IN[by[0].value]] if by else None


def parts_of(run: Run | None) -> dict[str, str]:
    of_run = {} if run is None else {k: v for k, v in vars(run).items() if isinstance(v, str) and v}
    return PARTS | of_run


def parameters(operation: str, values: dict[str, str]) -> dict[str, str]:
    return {name: value for name, value in values.items() if f"{{{name}}}" in operation}


@pytest.mark.parametrize("operation", WITH_BODY)
def test_no_body_makes_a_function_fail(world: World, operation: str) -> None:
    state = STATES.get(operation.rpartition("/")[2])
    run = world.fresh(state) if state else None
    path = parameters(operation, parts_of(run))
    taken = EXAMPLES[TABLE[operation].body or object]
    if run and operation == "POST /consignments":
        taken = world.parcel(run)

    @given(st.one_of(anything, bent(taken), bent(taken), bent(taken)))
    @settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
    def send(body: Any) -> None:
        headers = {"content-type": "application/json"}
        said = {"body": json.dumps(body), "headers": headers, "claims": claims_for(operation)}
        answered(world, http_event(operation, path=path, **said))

    send()


@pytest.mark.parametrize("kind", ["text/csv", "application/x-www-form-urlencoded"])
def test_no_text_makes_a_function_fail(world: World, kind: str) -> None:
    as_csv = kind == "text/csv"
    run = world.fresh("open" if as_csv else "submitted")
    operation = (
        "POST /course-runs/{course_run_id}/results" if as_csv else "POST /verifications/{token}"
    )
    separators = ["learner_id", "unit", "outcome", ",", "\n", '"', "=", "&", "question.", "%ff"]
    of_table = st.lists(st.sampled_from(separators) | st.text(max_size=3), max_size=30)

    @given(of_table.map("".join))
    @settings(max_examples=40, deadline=None)
    def send(body: str) -> None:
        said = {"body": body.encode("utf-8", "replace").decode(), "headers": {"content-type": kind}}
        path = parameters(operation, parts_of(run))
        answered(world, http_event(operation, path=path, claims=claims_for(operation), **said))

    send()


LONG = "x" * 3_000
AWKWARD = [
    LONG,
    "é" * 1_500,
    "..",
    "a b",
    "#",
    "RUN#ROSTER#00",
    "%",
    "\0",
    "\u202e",
    "'",
    '"',
    "{}",
]


@pytest.mark.parametrize("awkward", AWKWARD, ids=lambda each: ascii(each[:12]))
def test_no_identifier_makes_a_function_fail(world: World, awkward: str) -> None:
    for operation in (each for each in TABLE if "{" in each):
        path = parameters(operation, dict.fromkeys(PARTS, awkward))
        body = EXAMPLES[entry] if (entry := TABLE[operation].body) else None
        claims = claims_for(operation)
        event = http_event(operation, path=path, claims=claims, body=json.dumps(body))
        status = answered_quietly(world, event)
        assert status in {404, 422}


def answered_quietly(world: World, event: dict[str, Any]) -> int:
    """As `answered`; HEAD has no body to look into."""
    if event["routeKey"].startswith("HEAD"):
        event = event | {"routeKey": event["routeKey"].replace("HEAD", "GET")}
    return int(answered(world, event)["statusCode"])


@pytest.mark.parametrize("operation", [each for each, entry in TABLE.items() if entry.queries])
def test_no_query_makes_a_function_fail(world: World, operation: str) -> None:
    path = parameters(operation, parts_of(world.run("received")))

    def send(query: dict[str, str]) -> None:
        answered(world, http_event(operation, path=path, query=query, claims=AO))

    # The last are cursors: of a number with 6,000 digits, and of more than a key can hold.
    for awkward in (*AWKWARD, "true,true", "OTk5" * 2_000, "eHh4" * 1_000):
        for name in TABLE[operation].queries:
            send({name: awkward})
    names = st.sampled_from(TABLE[operation].queries)
    queries = st.dictionaries(names, st.text(max_size=8), max_size=3)
    settings(max_examples=20, deadline=None)(given(queries)(send))()


@given(key=st.text(max_size=300))
@settings(max_examples=20, deadline=None)
def test_no_header_makes_a_function_fail(world: World, key: str) -> None:
    headers = {"idempotency-key": key, "accept": key, "content-type": key}
    operation = "POST /course-runs/{course_run_id}/results"
    path, body = {"course_run_id": world.run("submitted").course_run_id}, "{}"
    answered(world, http_event(operation, path=path, claims=CENTRE, headers=headers, body=body))
