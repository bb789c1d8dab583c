"""How every documented answer comes about: one request for each operation and status."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import httpx

from infra.openapi.examples import DECISION_FORM, EXAMPLES
from infra.openapi.operations import OPERATIONS as TABLE
from shared.domain import limits
from shared.domain.clock import london_date
from shared.domain.fees import NewFeeTable
from shared.domain.people import CentreDetails, VerifierDetails
from shared.domain.queries import NewQuery
from shared.domain.results import Results
from shared.services.queries import QueryResolution
from tests.contract.cases_after_receipt import CASES_AFTER_RECEIPT
from tests.contract.world import World

Case = Callable[[World], httpx.Response]

SIGNED_IN = {"awarding-organisation": "ao", "centre": "centre", "verifier": "verifier"}
PARTS = {
    "centre_id": "C-1",
    "verifier_id": "V-1",
    "course_run_id": "NO-SUCH-RUN",
    "query_id": "NO-SUCH-QUERY",
    "replacement_id": "NO-SUCH-REPLACEMENT",
    "consignment_id": "NO-SUCH-PARCEL",
    "certificate_number": "NO-SUCH-CERTIFICATE",
    "token": "no-such-token",
    "name": "no-such-document.pdf",
    "valid_from": (london_date(datetime.now(UTC)) + timedelta(days=1)).isoformat(),
    "block": "NOBLOCK",
}


def ask(world: World, operation: str, who: str | None = None, **how: object) -> httpx.Response:
    """Ask `operation` about what is not there, as someone who may."""
    method, path = operation.split(" ")
    by = TABLE[operation].by
    if who is None and by:
        who = SIGNED_IN[by[0].value]
    if TABLE[operation].body and not {"json", "content", "data"} & set(how):
        how["json"] = EXAMPLES[TABLE[operation].body]
    return world.call(method, path.format(**PARTS), who, **how)


def without_token(world: World, operation: str) -> httpx.Response:
    method, path = operation.split(" ")
    return world.call(method, path.format(**PARTS))


def malformed(world: World, operation: str) -> httpx.Response:
    if TABLE[operation].body:
        return ask(world, operation, content=b'{"', headers={"content-type": "application/json"})
    long = "k" * (limits.IDEMPOTENCY_KEY_LENGTH + 1)
    return ask(world, operation, headers={"idempotency-key": long})


def oversized(world: World, operation: str) -> httpx.Response:
    content = b" " * (limits.BODY_BYTES + 1)
    return ask(world, operation, content=content, headers={"content-type": "application/json"})


def invalid(world: World, operation: str) -> httpx.Response:
    if TABLE[operation].body:
        return ask(world, operation, json={"unknown": 1})
    if TABLE[operation].queries:
        return ask(world, operation, params={"limit": "0"})
    if operation == REMAKE:
        key = {"headers": {"idempotency-key": operation}}
        incomplete(world, **key)
        other = world.run("received").consignment_id
        return world.call("POST", f"/consignments/{other}/documents", "ao", **key)
    step = operation.partition("}/")[2]
    state = {"notifications": "submitted"}.get(step, "verified")
    if step == "certificates/documents":
        state = "certificated"
    runs, key = [world.fresh(state), world.run(state)], {"idempotency-key": operation}
    world.told("POST", f"{runs[0].path}/{step}", "ao", headers=key)
    return world.call("POST", f"{runs[1].path}/{step}", "ao", headers=key)


BY_STATUS: dict[int, Callable[[World, str], httpx.Response]] = {
    400: malformed,
    401: without_token,
    403: lambda world, operation: ask(world, operation, "nobody"),
    404: ask,
    413: oversized,
    415: lambda world, operation: ask(
        world, operation, content=json.dumps({}), headers={"content-type": "application/xml"}
    ),
    422: invalid,
}


def first(step: str, state: str, who: str, body: object = None) -> Case:
    """A transition out of a state, as it is taken for the first time."""
    return lambda w: w.call("POST", f"{w.fresh(state).path}/{step}", who, json=body)


def again(step: str, state: str, who: str, body: object = None) -> Case:
    """A transition that led to a state, taken once more: the same way it was taken by the world."""
    return lambda w: w.call("POST", f"{w.run(state).path}/{step}", who, json=body)


def parcel_again(world: World) -> httpx.Response:
    return world.call("POST", "/consignments", "ao", json=world.run("dispatched").parcel)


def resolve(state: str, *, times: int = 1, note: str | None = None) -> Case:
    def case(world: World) -> httpx.Response:
        run, body = world.fresh(state), EXAMPLES[QueryResolution]
        path = f"{run.path}/queries/{run.query_id}/resolution"
        for _ in range(times - 1):
            world.told("POST", path, "ao", json=body)
        return world.call("POST", path, "ao", json={"note": note} if note else body)

    return case


def decide(state: str, **how: object) -> Case:
    return lambda w: w.call("POST", f"/verifications/{w.fresh(state).token}", **how)


VERIFY = {"decision": "verify", "name": "Priya Raman", "queries": [EXAMPLES[NewQuery]]}
QUESTION = {"learner_id": "L-1001", "question": "Is this learner's unit on record?"}
RESULTS = EXAMPLES[Results]
OTHER_RESULTS = {"results": [row | {"grade": "Merit"} for row in RESULTS["results"]]}


def notified_twice(world: World) -> httpx.Response:
    path = f"{world.fresh('submitted').path}/notifications"
    world.told("POST", path, "ao")
    return world.call("POST", path, "ao")


def pending(world: World) -> httpx.Response:
    run = world.run("dispatched")
    report = world.call("GET", "/reports/certificate-receipt-pending", "centre")
    assert run.course_run_id in [row["course_run_id"] for row in report.json()["items"]]
    return report


def reminders(world: World) -> httpx.Response:
    run = world.run("dispatched")
    in_three_weeks = (world.today + timedelta(days=21)).isoformat()
    due = world.call("GET", "/reminders", "ao", params={"on": in_three_weeks})
    told = [row["course_run_id"] for each in due.json()["items"] for row in each["receipts"]]
    assert run.course_run_id in told
    return due


DISTRIBUTE = "POST /course-runs/{course_run_id}/distributions"


def distribute_twice(world: World, **otherwise: str) -> httpx.Response:
    path, body = f"{world.fresh('received').path}/distributions", world.distribution()
    world.told("POST", path, "centre", json=body)
    return world.call("POST", path, "centre", json=body | otherwise)


def to_distribute(world: World) -> httpx.Response:
    run = world.run("received")
    report = world.call("GET", "/reports/certificates-to-distribute", "centre")
    assert run.course_run_id in [row["course_run_id"] for row in report.json()["items"]]
    return report


FEES = "PUT /fees/{valid_from}"


def fees_set(world: World, days_from_now: int, *, times: int = 1) -> httpx.Response:
    path = f"/fees/{world.today + timedelta(days=days_from_now)}"
    for _ in range(times - 1):
        world.told("PUT", path, "ao", json=EXAMPLES[NewFeeTable])
    return world.call("PUT", path, "ao", json=EXAMPLES[NewFeeTable])


def fees(world: World) -> httpx.Response:
    fees_set(world, 0)
    fees = world.call("GET", "/fees", "centre")
    assert "current" in [each["state"] for each in fees.json()["tables"]]
    return fees


def check(world: World) -> httpx.Response:
    run = world.run("certificated")
    learners = world.told("GET", run.path, "ao")["learners"]
    (holder, *_) = (each for each in learners if each["certificate"])
    path = f"/certificates/{holder['certificate']['certificate_number']}/check"
    return world.call("GET", path, params={"surname": holder["name"].split()[-1]})


def certificate(world: World, path: str) -> httpx.Response:
    """Ask for something of a run's certificates once they are printed."""
    run = world.run("received")
    world.stack.settle()
    told = world.told("GET", run.path, "ao")
    (printing,) = told["printings"]
    (holder, *_) = (each for each in told["learners"] if each["certificate"])
    number = holder["certificate"]["certificate_number"]
    return world.call("GET", path.format(**printing, run=run.path, number=number), "ao")


TEMPLATE, PRINT = (
    "/certificate-template",
    "POST /course-runs/{course_run_id}/certificates/documents",
)
PRINTED = "GET /course-runs/{course_run_id}/certificates/{block}/documents/{name}"


def template(
    world: World, change: str = "", *, times: int = 1, kind: str = "text/plain"
) -> httpx.Response:
    """Put the template in force once more, with something added."""
    source = world.call("GET", TEMPLATE, "ao").text.encode() + change.encode("latin-1")
    for _ in range(times):
        answer = world.call("PUT", TEMPLATE, "ao", content=source, headers={"content-type": kind})
    return answer


def print_again(world: World) -> httpx.Response:
    """Have certificates printed by another template than they were."""
    run = world.fresh("certificated")
    world.stack.settle()
    template(world, "\n// Theirs")
    return world.call("POST", f"{run.path}/certificates/documents", "ao")


def printed_already(world: World) -> httpx.Response:
    run = world.run("received")
    world.stack.settle()
    return world.call("POST", f"{run.path}/certificates/documents", "ao")


CHECK = "GET /certificates/{certificate_number}/check"


def document(world: World) -> httpx.Response:
    path = f"/consignments/{world.run('received').consignment_id}"
    world.stack.settle()
    name = world.told("GET", path, "centre")["documents"][0]
    return world.call("GET", f"{path}/documents/{name}", "centre")


REMAKE = "POST /consignments/{consignment_id}/documents"


def incomplete(world: World, times: int = 1, **how: object) -> httpx.Response:
    """Ask so many times for documents that no font of ours can print wholly."""
    run = world.fresh("dispatched", title="ᏣᎳᎩ")
    world.stack.settle()
    path = f"/consignments/{run.consignment_id}/documents"
    for _ in range(times - 1):
        world.told("POST", path, "ao")
    return world.call("POST", path, "ao", **how)


def complete(world: World) -> httpx.Response:
    run = world.run("dispatched")
    world.stack.settle()
    return world.call("POST", f"/consignments/{run.consignment_id}/documents", "ao")


CASES: dict[tuple[str, int], Case] = {
    ("PUT /centres/{centre_id}", 200): lambda w: w.call(
        "PUT", "/centres/C-1", "ao", json=EXAMPLES[CentreDetails]
    ),
    ("PUT /verifiers/{verifier_id}", 200): lambda w: w.call(
        "PUT", "/verifiers/V-1", "ao", json=EXAMPLES[VerifierDetails]
    ),
    ("PUT /course-runs/{course_run_id}", 201): lambda w: w.call(
        "PUT", "/course-runs/NEW", "ao", json=w.details(w.run("open"))
    ),
    ("PUT /course-runs/{course_run_id}", 200): lambda w: w.call(
        "PUT", w.run("open").path, "ao", json=w.details(w.run("open"))
    ),
    ("PUT /course-runs/{course_run_id}", 409): lambda w: w.call(
        "PUT", w.run("submitted").path, "ao", json=w.details(w.run("open")) | {"title": "Other"}
    ),
    ("GET /course-runs", 200): lambda w: w.call("GET", "/course-runs", "centre"),
    ("GET /course-runs/{course_run_id}", 200): lambda w: w.call(
        "GET", w.run("received").path, "centre"
    ),
    ("GET /course-runs/{course_run_id}/events", 200): lambda w: w.call(
        "GET", f"{w.run('received').path}/events", "verifier"
    ),
    ("POST /course-runs/{course_run_id}/results", 201): first("results", "open", "centre", RESULTS),
    ("POST /course-runs/{course_run_id}/results", 200): again(
        "results", "submitted", "centre", RESULTS
    ),
    ("POST /course-runs/{course_run_id}/results", 409): again(
        "results", "verified", "centre", OTHER_RESULTS
    ),
    ("POST /course-runs/{course_run_id}/notifications", 201): first(
        "notifications", "submitted", "ao"
    ),
    ("POST /course-runs/{course_run_id}/notifications", 200): notified_twice,
    ("POST /course-runs/{course_run_id}/notifications", 409): again("notifications", "open", "ao"),
    ("GET /verifications/{token}", 200): lambda w: w.call(
        "GET", f"/verifications/{w.run('submitted').token}"
    ),
    ("GET /verifications/{token}", 422): lambda w: w.call(
        "GET", f"/verifications/{w.run('submitted').token}?as=pdf"
    ),
    ("HEAD /verifications/{token}", 422): lambda w: w.call(
        "HEAD", f"/verifications/{w.run('submitted').token}?as=pdf"
    ),
    ("HEAD /verifications/{token}", 200): lambda w: w.call(
        "HEAD", f"/verifications/{w.run('submitted').token}"
    ),
    ("POST /verifications/{token}", 200): decide("submitted", json=VERIFY),
    ("POST /verifications/{token}", 303): decide(
        "submitted", data=DECISION_FORM, headers={"accept": "text/html"}
    ),
    ("POST /verifications/{token}", 409): decide("verified", json=DECISION_FORM),
    ("POST /course-runs/{course_run_id}/queries", 201): first(
        "queries", "verified", "ao", QUESTION
    ),
    ("POST /course-runs/{course_run_id}/queries", 200): again(
        "queries", "verified", "ao", EXAMPLES[NewQuery]
    ),
    ("POST /course-runs/{course_run_id}/queries", 409): again(
        "queries", "certificated", "ao", QUESTION
    ),
    ("POST /course-runs/{course_run_id}/queries/{query_id}/resolution", 201): resolve("verified"),
    ("POST /course-runs/{course_run_id}/queries/{query_id}/resolution", 200): resolve(
        "verified", times=2
    ),
    ("POST /course-runs/{course_run_id}/queries/{query_id}/resolution", 409): resolve(
        "verified", times=2, note="Another note."
    ),
    ("POST /course-runs/{course_run_id}/certificates", 201): first(
        "certificates", "verified", "ao"
    ),
    ("POST /course-runs/{course_run_id}/certificates", 200): again(
        "certificates", "certificated", "ao"
    ),
    ("POST /course-runs/{course_run_id}/certificates", 409): again(
        "certificates", "submitted", "ao"
    ),
    (PRINT, 201): print_again,
    (PRINT, 200): printed_already,
    (PRINT, 409): again("certificates/documents", "verified", "ao"),
    (PRINTED, 302): lambda w: certificate(w, "{run}/certificates/{block}/documents/{documents[0]}"),
    ("GET /certificates/{certificate_number}/document", 302): lambda w: certificate(
        w, "/certificates/{number}/document"
    ),
    ("GET /certificate-template", 200): lambda w: w.call("GET", TEMPLATE, "ao"),
    ("PUT /certificate-template", 201): lambda w: template(w, "\n// Ours"),
    ("PUT /certificate-template", 200): lambda w: template(w, "\n// Ours, too", times=2),
    ("PUT /certificate-template", 400): lambda w: template(w, "\xff"),
    ("PUT /certificate-template", 413): lambda w: template(w, " " * limits.TEMPLATE_BYTES),
    ("PUT /certificate-template", 415): lambda w: template(w, kind="application/json"),
    ("PUT /certificate-template", 422): lambda w: template(w, "\n#no"),
    (CHECK, 200): check,
    (CHECK, 404): lambda w: ask(w, CHECK, params={"surname": "Nobody"}),
    ("POST /consignments", 201): lambda w: w.call(
        "POST", "/consignments", "ao", json=w.parcel(w.fresh("certificated"))
    ),
    ("POST /consignments", 200): parcel_again,
    ("POST /consignments", 409): lambda w: w.call(
        "POST", "/consignments", "ao", json=w.run("dispatched").parcel | {"service": "Other"}
    ),
    ("GET /consignments/{consignment_id}", 200): lambda w: w.call(
        "GET", f"/consignments/{w.run('received').consignment_id}", "centre"
    ),
    ("GET /consignments/{consignment_id}/documents/{name}", 302): document,
    (REMAKE, 201): incomplete,
    (REMAKE, 200): lambda w: incomplete(w, times=2),
    (REMAKE, 409): complete,
    ("POST /course-runs/{course_run_id}/receipts", 201): lambda w: w.call(
        "POST", f"{w.fresh('dispatched').path}/receipts", "centre", json=w.receipt()
    ),
    ("POST /course-runs/{course_run_id}/receipts", 200): lambda w: w.call(
        "POST", f"{w.run('received').path}/receipts", "centre", json=w.receipt()
    ),
    ("POST /course-runs/{course_run_id}/receipts", 409): lambda w: w.call(
        "POST", f"{w.run('received').path}/receipts", "centre", json=w.receipt() | {"note": "Other"}
    ),
    (DISTRIBUTE, 201): lambda w: w.call(
        "POST", f"{w.fresh('received').path}/distributions", "centre", json=w.distribution()
    ),
    (DISTRIBUTE, 200): distribute_twice,
    (DISTRIBUTE, 409): lambda w: distribute_twice(w, identity_seen="driving licence"),
    ("GET /reports/certificates-to-distribute", 200): to_distribute,
    ("GET /reports/certificate-receipt-pending", 200): pending,
    ("GET /reminders", 200): reminders,
    ("GET /fees", 200): fees,
    (FEES, 201): lambda w: fees_set(w, 2),
    (FEES, 200): lambda w: fees_set(w, 3, times=2),
    ("GET /health", 200): lambda w: w.call("GET", "/health"),
    **CASES_AFTER_RECEIPT,
}
