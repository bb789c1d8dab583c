"""Retries: the same Idempotency-Key gives the same answer; without one, repeating changes nothing."""

import pytest

from infra.openapi.examples import EXAMPLES, RESULTS_CSV
from shared.domain.results import Results
from tests.contract.world import World

RESULTS = EXAMPLES[Results]
OTHER_RESULTS = {"results": [row | {"grade": "Merit"} for row in RESULTS["results"]]}


def test_the_same_key_gives_the_same_answer_again(world: World) -> None:
    path = f"{world.fresh('open').path}/results"
    key = {"idempotency-key": "results-1"}
    first = world.call("POST", path, "centre", json=RESULTS, headers=key)
    before = world.stored()
    again = world.call("POST", path, "centre", json=RESULTS, headers=key)
    assert (first.status_code, first.content) == (201, first.content)
    assert (again.status_code, again.content) == (first.status_code, first.content)
    assert world.stored() == before


def test_the_same_key_with_another_body_is_refused(world: World) -> None:
    run = world.fresh("open")
    key = {"idempotency-key": "results-2"}
    world.told("POST", f"{run.path}/results", "centre", json=RESULTS, headers=key)
    before = world.stored()
    other = world.call("POST", f"{run.path}/results", "centre", json=OTHER_RESULTS, headers=key)
    assert other.status_code == 422
    assert "Idempotency-Key" in other.json()["detail"]
    another = world.fresh("open")
    elsewhere = world.call("POST", f"{another.path}/results", "centre", json=RESULTS, headers=key)
    assert elsewhere.status_code == 422
    others = [i for i in world.stored() if another.course_run_id not in i["pk"]["S"] + i["sk"]["S"]]
    assert others == before


def test_a_key_is_its_callers_own(world: World) -> None:
    key = {"idempotency-key": "shared-by-chance"}
    mine, theirs = world.fresh("open"), world.fresh("open", "C-2")
    for run, who in ((mine, "centre"), (theirs, "other centre")):
        told = world.told("POST", f"{run.path}/results", who, json=RESULTS, headers=key)
        assert told["course_run_id"] == run.course_run_id


def test_a_key_used_for_a_refusal_is_free(world: World) -> None:
    path = f"{world.fresh('open').path}/results"
    key = {"idempotency-key": "refused-first"}
    short = {"results": RESULTS["results"][:1]}
    assert world.call("POST", path, "centre", json=short, headers=key).status_code == 422
    assert world.call("POST", path, "centre", json=RESULTS, headers=key).status_code == 201


def test_the_same_results_as_csv_and_in_any_order_are_the_same_submission(world: World) -> None:
    path = f"{world.fresh('open').path}/results"
    first = world.told("POST", path, "centre", json=RESULTS)
    before = world.stored()
    headers = {"content-type": "text/csv; charset=utf-8"}
    header, *lines = RESULTS_CSV.splitlines()
    for content in (RESULTS_CSV, "\n".join([header, *reversed(lines)])):
        again = world.call("POST", path, "centre", content=content, headers=headers)
        assert (again.status_code, again.json()) == (200, first)
    assert world.stored() == before


def test_a_receipt_confirmed_again_is_shown_and_with_other_facts_refused(world: World) -> None:
    run = world.fresh("dispatched")
    body = world.receipt()
    first = world.call("POST", f"{run.path}/receipts", "centre", json=body)
    before = world.stored()
    again = world.call("POST", f"{run.path}/receipts", "centre", json=body)
    other = world.call("POST", f"{run.path}/receipts", "centre", json=body | {"note": "Torn."})
    assert (first.status_code, again.status_code, other.status_code) == (201, 200, 409)
    assert again.json() == first.json()
    recorded = other.json()["recorded"]["receipts"][0]
    assert recorded["note"] == body["note"]
    assert recorded["confirmed_at"] == first.json()["confirmed_at"]
    assert world.stored() == before


@pytest.mark.parametrize("change", [{"service": "Other"}, {"dispatched_on": "2025-11-03"}])
def test_a_tracking_number_is_used_once(world: World, change: dict[str, str]) -> None:
    run = world.run("dispatched")
    before = world.stored()
    refused = world.call("POST", "/consignments", "ao", json=run.parcel | change)
    assert refused.status_code == 409
    assert refused.json()["recorded"]["consignment"]["consignment_id"] == run.consignment_id
    assert world.stored() == before
