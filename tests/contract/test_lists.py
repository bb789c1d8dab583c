"""Lists: so many at a time, on from an opaque cursor, and never another centre's."""

from typing import Any

import pytest

from infra.openapi.examples import EXAMPLES
from shared.domain.results import Results
from tests.contract.world import World

REPORT = "/reports/certificate-receipt-pending"


@pytest.fixture(scope="module")
def lists(world: World) -> list[str]:
    """The lists, each with several things on it."""
    for state in ("open", "submitted", "dispatched", "dispatched", "dispatched"):
        world.fresh(state, "C-2")
    return ["/course-runs", f"{world.run('received').path}/events", REPORT]


def pages(world: World, path: str, **query: Any) -> list[list[Any]]:
    """Every page of a list."""
    found = []
    cursor: dict[str, str] = {}
    while True:
        page = world.told("GET", path, "ao", params=query | cursor)
        found.append(page["items"])
        if page["next_cursor"] is None:
            return found
        cursor = {"cursor": page["next_cursor"]}


def test_pages_hold_what_the_list_holds_in_its_order(world: World, lists: list[str]) -> None:
    for path in lists:
        whole = world.told("GET", path, "ao", params={"limit": 200})
        assert whole["next_cursor"] is None
        assert len(whole["items"]) > 1
        limit = len(whole["items"]) // 3 + 1
        found = pages(world, path, limit=limit)
        assert [each for page in found for each in page] == whole["items"]
        assert len(found) > 1
        assert all(len(page) == limit for page in found[:-1])
        assert 1 <= len(found[-1]) <= limit


def test_the_last_page_may_be_full(world: World, lists: list[str]) -> None:
    for path in (lists[0], lists[2]):
        whole = world.told("GET", path, "ao", params={"centre_id": "C-2"})["items"]
        for limit in (1, len(whole)):
            found = pages(world, path, limit=limit, centre_id="C-2")
            assert [each for page in found for each in page] == whole
            assert len(found) == len(whole) // limit


def test_fifty_are_given_unless_another_number_is_asked_for(world: World, lists: list[str]) -> None:
    run = world.fresh("open")
    for grade in range(51):
        results = [row | {"grade": f"{grade} %"} for row in EXAMPLES[Results]["results"]]
        world.told("POST", f"{run.path}/results", "centre", json={"results": results})
    assert lists
    assert [len(page) for page in pages(world, f"{run.path}/events")] == [50, 2]


@pytest.mark.parametrize("limit", ["1", "200"])
def test_a_limit_from_1_to_200_is_taken(world: World, lists: list[str], limit: str) -> None:
    for path in lists:
        assert len(world.told("GET", path, "ao", params={"limit": limit})["items"]) <= int(limit)


@pytest.mark.parametrize(
    "limit", ["0", "-1", "201", "1.5", "+5", " 5", "ten", " ", "٣", "1e2", "00001999", "9" * 5_000]
)
def test_another_limit_is_refused(world: World, lists: list[str], limit: str) -> None:
    for path in lists:
        response = world.call("GET", path, "ao", params={"limit": limit})
        assert response.status_code == 422
        assert [each["pointer"] for each in response.json()["errors"]] == ["/limit"]


@pytest.mark.parametrize("cursor", ["*", "%00", "ÿ", "a", "_w", "MQ==MQ==", "A" * 3_000])
def test_a_cursor_that_no_list_gave_is_refused(world: World, lists: list[str], cursor: str) -> None:
    for path in lists:
        response = world.call("GET", path, "ao", params={"cursor": cursor})
        assert response.status_code == 422, path
        assert [each["pointer"] for each in response.json()["errors"]] == ["/cursor"]


def test_what_is_left_empty_is_not_asked_for(world: World, lists: list[str]) -> None:
    for path in lists:
        whole = world.told("GET", path, "ao")
        empty = dict.fromkeys(("limit", "cursor", "status", "centre_id", "overdue"), "")
        assert world.told("GET", path, "ao", params=empty) == whole


def test_runs_are_listed_by_newest_activity_and_in_one_status(
    world: World, lists: list[str]
) -> None:
    assert lists
    runs = world.told("GET", "/course-runs", "ao", params={"limit": 200})["items"]
    assert runs == sorted(runs, key=lambda run: run["updated_at"], reverse=True)
    for who in ("ao", "other centre", "other verifier"):
        query = {"status": "dispatched", "limit": 1}
        first = world.told("GET", "/course-runs", who, params=query)
        more = {"cursor": first["next_cursor"]}
        second = world.told("GET", "/course-runs", who, params=query | more)
        found = first["items"] + second["items"]
        assert [each["status"] for each in found] == ["dispatched"] * 2
        assert len({each["course_run_id"] for each in found}) == 2


def test_the_ao_may_look_at_one_centre(world: World, lists: list[str]) -> None:
    for path in (lists[0], lists[2]):
        whole = world.told("GET", path, "ao", params={"limit": 200})["items"]
        of_one = world.told("GET", path, "ao", params={"limit": 200, "centre_id": "C-2"})["items"]
        assert of_one == [each for each in whole if each["centre_id"] == "C-2"] != []


def test_the_report_is_by_due_date_and_tells_overdue_ones_apart(
    world: World, lists: list[str]
) -> None:
    assert lists
    whole = world.told("GET", REPORT, "ao")
    assert whole["as_of"] == world.today.isoformat()
    due = [row["receipt_due_on"] for row in whole["items"]]
    assert due == sorted(due)
    # All were posted today.
    assert world.told("GET", REPORT, "ao", params={"overdue": "true"})["items"] == []
    assert world.told("GET", REPORT, "ao", params={"overdue": "false"})["items"] == whole["items"]
