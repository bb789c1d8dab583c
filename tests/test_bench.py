"""The measuring itself: what DynamoDB would charge, and that every part runs. Never how long anything takes."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from infra.bench.__main__ import PARTS
from infra.bench.rows import Row
from infra.bench.write_units import Index, TableKeys, cost, item_size

ROOT = Path(__file__).resolve().parents[1]
EVERYTHING = TableKeys(("pk",), (Index("by_place", ("place",), None),))
FEW = TableKeys(("pk",), (Index("by_place", ("place",), frozenset({"title"})),))


def item(**attributes: Any) -> dict[str, Any]:
    return {"pk": {"S": "1"}} | {name: {"S": value} for name, value in attributes.items()}


@pytest.mark.parametrize(
    ("typed", "size"),
    [
        ({"S": "Zoë"}, 4),
        ({"N": "0"}, 2),
        ({"N": "1000"}, 2),
        ({"N": "12345"}, 4),
        ({"B": b"abc"}, 3),
        ({"BOOL": True}, 1),
        ({"NULL": True}, 1),
        ({"L": []}, 3),
        ({"L": [{"S": "ab"}, {"N": "7"}]}, 3 + 1 + 2 + 1 + 2),
        ({"M": {"key": {"S": "ab"}}}, 3 + 1 + 3 + 2),
        ({"SS": ["ab", "c"]}, 3),
    ],
)
def test_an_attribute_counts_its_name_and_its_value(typed: dict[str, Any], size: int) -> None:
    assert item_size({"name": typed}) == len("name") + size


@pytest.mark.parametrize(
    ("before", "after", "table", "index"),
    [
        (None, item(), 1, 0),
        (None, item(place="a"), 1, 1),
        (item(place="a"), item(place="a"), 1, 0),
        (item(place="a"), item(place="b"), 1, 2),
        (item(place="a"), item(), 1, 1),
        (item(place="a", title="x" * 3000), item(place="a", title="y"), 3, 3),
        (item(place="a", title="x" * 1500), item(place="b", title="x" * 1500), 2, 4),
        (item(place="a"), None, 1, 1),
    ],
)
def test_a_write_costs_what_it_changes(
    before: dict[str, Any] | None, after: dict[str, Any] | None, table: int, index: int
) -> None:
    for transaction in (False, True):
        found = cost(EVERYTHING, before, after, transaction=transaction)
        assert (found.table, found.indexes.get("by_place", 0)) == (table * (1 + transaction), index)
        assert found.total == found.table + index


def test_an_index_is_spared_what_it_does_not_hold() -> None:
    before, after = item(place="a", note="x" * 2000), item(place="a", note="y")
    assert cost(FEW, before, after, transaction=False).indexes == {}
    moved = item(place="b", note="x" * 2000)
    assert cost(FEW, before, moved, transaction=False).indexes == {"by_place": 2}


def test_the_keys_and_projections_come_from_the_template() -> None:
    place = {"KeySchema": [{"AttributeName": "place", "KeyType": "HASH"}], "IndexName": "by_place"}
    properties = {
        "KeySchema": [{"AttributeName": "pk", "KeyType": "HASH"}],
        "GlobalSecondaryIndexes": [
            place | {"Projection": {"ProjectionType": "INCLUDE", "NonKeyAttributes": ["title"]}}
        ],
    }
    assert TableKeys.of(properties) == FEW


def test_a_row_passes_when_every_goal_is_reached() -> None:
    assert Row("part", "name", {"× this": 1.0, "calls": 2}, {"× this": 1.0}).passed is True
    assert Row("part", "name", {"× this": 1.0, "calls": 2}, {"calls": 1}).passed is False
    assert Row("part", "name", {"× this": 1.0}).passed is None


@pytest.mark.slow
@pytest.mark.parametrize("part", PARTS)
def test_a_part_runs_on_small_sizes(part: str) -> None:
    command = [sys.executable, "-m", "infra.bench", "--quick", "--json", part]
    done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True)  # noqa: S603 - ours
    rows = json.loads(done.stdout)
    assert len({row["part"] for row in rows}) == 1
    if part == "transitions":
        calls = {row["name"]: row["figures"]["write calls"] for row in rows[:9]}
        assert calls.pop("notify") == 2
        assert set(calls.values()) == {1}
