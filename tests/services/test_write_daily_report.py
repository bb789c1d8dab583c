"""The daily report's objects: dated in London, written again in place, the latest beside the years."""

import csv
import io
import json
from datetime import UTC, date, datetime
from typing import Any

import pytest

from shared.services.paging import Wanted
from shared.services.pending_receipts import pending_receipts
from shared.services.write_daily_report import ReportWritten, write_daily_report
from tests.reports.sheets import values
from tests.services import moto_account
from tests.services.world import World

FOLDER = "reports/certificate-receipt-pending"
TYPES = {
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "jsonl": "application/x-ndjson",
}
LATEST = {f"{FOLDER}/latest.{suffix}" for suffix in TYPES}


def written(world: World, due_at: datetime | None = None) -> ReportWritten:
    return write_daily_report(world.table, world.shelf, due_at or world.now, world.now)


def dated(day: str) -> set[str]:
    return {f"{FOLDER}/{day}.{suffix}" for suffix in TYPES}


def content(world: World, name: str) -> bytes:
    s3 = moto_account.clients("tests")["s3"]
    found: bytes = s3.get_object(Bucket=world.shelf.bucket, Key=f"{FOLDER}/{name}")["Body"].read()
    return found


def as_json(world: World, name: str) -> Any:
    return json.loads(world.objects()[f"{FOLDER}/{name}.json"])


def test_the_report_is_kept_under_its_date_and_as_the_latest(world: World) -> None:
    world.dispatched("R1")
    world.dispatched("R2", centre_id="C2", title="Zoë’s class")
    world.now = datetime(2026, 12, 8, 6, 0, tzinfo=UTC)
    told = written(world)
    assert set(told.keys) == dated("2026/12/08")
    assert (told.totals.count, told.totals.overdue) == (2, 1)
    objects = world.objects()
    assert set(objects) == dated("2026/12/08") | LATEST
    for suffix in TYPES:
        assert objects[f"{FOLDER}/latest.{suffix}"] == objects[f"{FOLDER}/2026/12/08.{suffix}"]
    report = as_json(world, "latest")
    live = pending_receipts(world.ao(), Wanted()).model_dump(mode="json")
    assert report == {
        "as_of": "2026-12-08",
        "generated_at": "2026-12-08T06:00:00.000000Z",
        "count": 2,
        "overdue": 1,
        "items": live["items"],
    }
    rows = list(csv.DictReader(io.StringIO(objects[f"{FOLDER}/latest.csv"])))
    assert [row["course_run_id"] for row in rows] == ["R1", "R2"]
    assert rows[1]["title"] == "Zoë’s class"
    told = (v if isinstance(v, str) else json.dumps(v) for v in live["items"][0].values())
    assert list(rows[0].values()) == list(told)
    lines = objects[f"{FOLDER}/latest.jsonl"].splitlines()
    assert [json.loads(line) for line in lines] == live["items"]
    book = values(content(world, "latest.xlsx"))
    assert [row[:2] for row in book[1:]] == [["R1", rows[0]["title"]], ["R2", "Zoë’s class"]]
    assert [row[-1] for row in book] == ["Overdue", "Yes", "No"]


def test_the_csv_is_for_machines_and_handed_on_if_it_fits(world: World) -> None:
    world.dispatched("R1", title="=Zoë’s class")
    kept = written(world)
    assert kept.csv is None
    text = content(world, "latest.csv")
    assert text.startswith(b"course_run_id,title,")
    assert b"R1,'=Zo\xc3\xab" in text
    for attachable, csv_kept in ((len(text), text), (len(text) - 1, None)):
        told = write_daily_report(world.table, world.shelf, world.now, world.now, attachable)
        assert told.csv == csv_kept
        assert (told.as_of, told.summary.course_runs) == (date(2026, 11, 23), 1)


def test_its_objects_say_what_they_are(world: World) -> None:
    written(world)
    s3 = moto_account.clients("tests")["s3"]
    for key in world.objects():
        head = s3.head_object(Bucket=world.shelf.bucket, Key=key)
        assert head["ContentType"] == TYPES[key.rpartition(".")[2]]
        assert head["CacheControl"] == "no-store"


def test_it_is_blank_when_nothing_is_pending(world: World) -> None:
    world.dispatched()
    world.receive()
    told = written(world)
    assert (told.totals.count, told.totals.overdue) == (0, 0)
    text = world.objects()[f"{FOLDER}/latest.csv"]
    assert text.startswith("course_run_id,title,")
    assert text.count("\n") == 1
    report = as_json(world, "latest")
    assert (report["items"], report["count"], report["overdue"]) == ([], 0, 0)
    assert content(world, "latest.jsonl") == b""
    assert len(values(content(world, "latest.xlsx"))) == 1


def test_all_partitions_are_merged_by_due_date(world: World) -> None:
    for n in range(12):
        world.dispatched(f"R{n:02d}", learners=1, units=1)
        world.wait(days=1 if n % 3 == 0 else 0)
    partitions = {line["organisation_view"] for line in world.items("line")}
    assert len(partitions) == 4
    written(world)
    items = as_json(world, "latest")["items"]
    assert len(items) == 12
    order = [(item["receipt_due_on"], item["course_run_id"]) for item in items]
    assert order == sorted(order)


def test_a_report_of_an_earlier_date_leaves_the_latest_alone(world: World) -> None:
    world.dispatched("R1")
    written(world)
    yesterday, today = world.now, "2026/11/24"
    world.wait(days=1)
    world.dispatched("R2")
    written(world)
    latest = as_json(world, "latest")
    world.wait(hours=1)
    told = written(world, due_at=yesterday)
    assert set(told.keys) == dated("2026/11/23")
    assert as_json(world, "latest") == latest == as_json(world, today)
    again = as_json(world, "2026/11/23")
    assert (again["as_of"], again["count"]) == ("2026-11-23", 2)
    assert again["generated_at"] == "2026-11-24T10:00:00.000000Z"


def test_a_repeat_replaces_the_same_objects(world: World) -> None:
    world.dispatched("R1")
    due_at = world.now
    written(world)
    world.receive("R1")
    world.wait(minutes=5)
    written(world, due_at)
    assert set(world.objects()) == dated("2026/11/23") | LATEST
    assert as_json(world, "latest")["count"] == 0
    s3 = moto_account.clients("tests")["s3"]
    kept = s3.list_object_versions(Bucket=world.shelf.bucket, Prefix=f"{FOLDER}/latest.csv")
    assert len(kept["Versions"]) == 2


@pytest.mark.parametrize(
    ("due_at", "day"),
    [
        # Midnight in London is midnight UTC in winter, and an hour before in summer.
        (datetime(2026, 11, 23, 23, 59, tzinfo=UTC), "2026/11/23"),
        (datetime(2026, 11, 24, 0, 0, tzinfo=UTC), "2026/11/24"),
        (datetime(2026, 7, 1, 22, 59, tzinfo=UTC), "2026/07/01"),
        (datetime(2026, 7, 1, 23, 0, tzinfo=UTC), "2026/07/02"),
        # 06:00 in London on the days on which clocks change, and on the days before.
        (datetime(2027, 3, 27, 6, 0, tzinfo=UTC), "2027/03/27"),
        (datetime(2027, 3, 28, 5, 0, tzinfo=UTC), "2027/03/28"),
        (datetime(2026, 10, 24, 5, 0, tzinfo=UTC), "2026/10/24"),
        (datetime(2026, 10, 25, 6, 0, tzinfo=UTC), "2026/10/25"),
        # Around midnight on the nights on which they change.
        (datetime(2027, 3, 28, 22, 59, tzinfo=UTC), "2027/03/28"),
        (datetime(2027, 3, 28, 23, 0, tzinfo=UTC), "2027/03/29"),
        (datetime(2026, 10, 24, 23, 30, tzinfo=UTC), "2026/10/25"),
        (datetime(2026, 10, 25, 23, 30, tzinfo=UTC), "2026/10/25"),
    ],
    ids=lambda value: f"{value:%Y-%m-%dT%H%M}" if isinstance(value, datetime) else None,
)
def test_the_date_is_londons(world: World, due_at: datetime, day: str) -> None:
    world.now = due_at
    assert set(written(world).keys) == dated(day)
    assert set(world.objects()) == dated(day) | LATEST
    assert as_json(world, "latest")["as_of"] == day.replace("/", "-")


def test_a_run_after_midnight_does_not_make_yesterdays_report_the_latest(world: World) -> None:
    due_at = datetime(2026, 7, 1, 22, 30, tzinfo=UTC)
    world.now = datetime(2026, 7, 1, 23, 1, tzinfo=UTC)
    written(world, due_at)
    assert set(world.objects()) == dated("2026/07/01")
