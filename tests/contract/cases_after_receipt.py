"""How every documented answer about what is not right, and what is replaced, comes about."""

from collections.abc import Callable

import httpx

from infra.openapi.examples import EXAMPLES
from shared.domain.discrepancies import NewNonArrival, NewResolution
from tests.contract.world import Run, World

Case = Callable[[World], httpx.Response]

NOT_ARRIVED = "POST /course-runs/{course_run_id}/non-arrivals"
NOT_ARRIVED_RESOLVED = f"{NOT_ARRIVED}/{{consignment_id}}/resolution"
RESOLVED = "POST /course-runs/{course_run_id}/discrepancies/{certificate_number}/resolution"
CHARGE = "GET /certificates/{certificate_number}/replacement-charge"
REQUESTED = "POST /certificates/{certificate_number}/replacements"
DECIDED = "POST /course-runs/{course_run_id}/replacements/{replacement_id}/decision"
LOST = {"reason": "lost"}


def number(world: World, run: Run) -> str:
    learners = world.told("GET", run.path, "ao")["learners"]
    return next(e["certificate"]["certificate_number"] for e in learners if e["certificate"])


def after(*bodies: object, step: Callable[[World], tuple[str, str]]) -> Case:
    """The last of `bodies` sent after the others, all to where `step` leads, as whom it says."""

    def case(world: World) -> httpx.Response:
        path, who = step(world)
        for body in bodies[:-1]:
            world.told("POST", path, who, json=body)
        return world.call("POST", path, who, json=bodies[-1])

    return case


def said_not_to_have_arrived(world: World) -> Run:
    run = world.fresh("dispatched")
    world.told("POST", f"{run.path}/non-arrivals", "centre", json=EXAMPLES[NewNonArrival])
    return run


def damaged(world: World) -> tuple[Run, str]:
    run = world.fresh("dispatched")
    found = number(world, run)
    body = world.receipt() | {
        "discrepancies": [{"certificate_number": found, "problem": "damaged"}]
    }
    world.told("POST", f"{run.path}/receipts", "centre", json=body)
    return run, found


def to_report(world: World) -> tuple[str, str]:
    return f"{world.fresh('dispatched').path}/non-arrivals", "centre"


def to_answer(world: World) -> tuple[str, str]:
    run = said_not_to_have_arrived(world)
    return f"{run.path}/non-arrivals/{run.consignment_id}/resolution", "ao"


def to_settle(world: World) -> tuple[str, str]:
    run, found = damaged(world)
    return f"{run.path}/discrepancies/{found}/resolution", "ao"


def to_request(world: World) -> tuple[str, str]:
    return f"/certificates/{number(world, world.fresh('received'))}/replacements", "centre"


def to_decide(world: World) -> tuple[str, str]:
    path, who = to_request(world)
    asked = world.told("POST", path, who, json=LOST)
    run = f"/course-runs/{asked['course_run_id']}"
    return f"{run}/replacements/{asked['replacement_id']}/decision", "ao"


def charge(state: str, **params: str) -> Case:
    def case(world: World) -> httpx.Response:
        path = f"/certificates/{number(world, world.run(state))}/replacement-charge"
        return world.call("GET", path, "centre", params={"reason": "lost"} | params)

    return case


def unknown_charge(world: World) -> httpx.Response:
    return world.call("GET", CHARGE.split()[1], "centre", params={"reason": "lost"})


def listed(path: str, prepare: Callable[[World], object]) -> Case:
    def case(world: World) -> httpx.Response:
        prepare(world)
        answer = world.call("GET", path, "ao")
        assert answer.json()["items"]
        return answer

    return case


def charged(world: World) -> httpx.Response:
    fees = {"currency": "GBP", "vat_percent": "20", "pence": {"lost": 3000}}
    world.told("PUT", f"/fees/{world.today}", "ao", json=fees)
    path, who = to_decide(world)
    run = world.told("POST", path, who, json=APPROVE)["course_run_id"]
    world.told("POST", f"/course-runs/{run}/certificates", "ao")
    answer = world.call("GET", "/reports/replacement-charges", "centre")
    assert run in [each["course_run_id"] for each in answer.json()["items"]]
    return answer


APPROVE = {"decision": "approve"}
EXPLAIN = EXAMPLES[NewResolution]
REPLACE = {"how": "replacement"}
REPORT = EXAMPLES[NewNonArrival]
OTHER = {"note": "Another note."}

CASES_AFTER_RECEIPT: dict[tuple[str, int], Case] = {
    (NOT_ARRIVED, 201): after(REPORT, step=to_report),
    (NOT_ARRIVED, 200): after(REPORT, REPORT, step=to_report),
    (NOT_ARRIVED, 409): after(REPORT, OTHER, step=to_report),
    (NOT_ARRIVED_RESOLVED, 201): after(REPLACE, step=to_answer),
    (NOT_ARRIVED_RESOLVED, 200): after(EXPLAIN, EXPLAIN, step=to_answer),
    (NOT_ARRIVED_RESOLVED, 409): after(EXPLAIN, REPLACE, step=to_answer),
    (RESOLVED, 201): after(REPLACE, step=to_settle),
    (RESOLVED, 200): after(EXPLAIN, EXPLAIN, step=to_settle),
    (RESOLVED, 409): after(REPLACE, EXPLAIN, step=to_settle),
    ("GET /reports/discrepancies", 200): listed("/reports/discrepancies", damaged),
    ("GET /reports/parcels-not-arrived", 200): listed(
        "/reports/parcels-not-arrived", said_not_to_have_arrived
    ),
    (CHARGE, 200): charge("received"),
    (CHARGE, 404): unknown_charge,
    (CHARGE, 422): charge("received", reason=""),
    (CHARGE, 409): charge("certificated"),
    (REQUESTED, 201): after(LOST, step=to_request),
    (REQUESTED, 200): after(LOST, LOST, step=to_request),
    (REQUESTED, 409): after(LOST, {"reason": "stolen"}, step=to_request),
    (DECIDED, 201): after(APPROVE, step=to_decide),
    (DECIDED, 200): after(APPROVE, APPROVE, step=to_decide),
    (DECIDED, 409): after({"decision": "refuse", "note": "It was found."}, APPROVE, step=to_decide),
    ("GET /replacements", 200): listed("/replacements", to_decide),
    ("GET /reports/replacement-charges", 200): charged,
}
