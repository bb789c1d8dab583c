"""Results sent as CSV, and the Certificate Receipt Pending report asked for as CSV and as JSON lines."""

import csv
import io
import json

from infra.openapi.examples import RESULTS_CSV
from tests.contract.world import World

JSON_LINES = "application/x-ndjson"
REPORT = "/reports/certificate-receipt-pending"
COLUMNS = [
    *("course_run_id", "title", "centre_id", "centre_name", "consignment_id", "carrier"),
    *("tracking_number", "certificates", "dispatched_on", "receipt_due_on"),
    *("working_days_left", "overdue"),
]


def test_the_report_is_a_csv_where_that_is_asked_for(world: World) -> None:
    run = world.run("dispatched")
    as_json = world.told("GET", REPORT, "centre")
    as_csv = world.call("GET", REPORT, "centre", headers={"accept": "text/csv"})
    assert as_csv.headers["content-type"] == "text/csv; charset=utf-8"
    assert not as_csv.content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(as_csv.text)))
    assert list(rows[0]) == COLUMNS == list(as_json["items"][0])
    assert [row["course_run_id"] for row in rows] == [
        row["course_run_id"] for row in as_json["items"]
    ]
    (of_run,) = (row for row in rows if row["course_run_id"] == run.course_run_id)
    assert of_run["tracking_number"] == run.parcel["tracking_number"]


def test_a_blank_report_is_a_header_line(world: World) -> None:
    query = {"centre_id": "NOBODY"}
    as_csv = world.call("GET", REPORT, "ao", params=query, headers={"accept": "text/csv"})
    assert as_csv.text == ",".join(COLUMNS) + "\r\n"
    assert world.told("GET", REPORT, "ao", params=query)["items"] == []


def test_the_report_is_json_lines_where_that_is_asked_for(world: World) -> None:
    world.run("dispatched")
    as_json = world.told("GET", REPORT, "centre")
    as_lines = world.call("GET", REPORT, "centre", headers={"accept": JSON_LINES})
    assert as_lines.headers["content-type"] == JSON_LINES
    assert as_lines.text.endswith("}\n")
    assert [json.loads(line) for line in as_lines.text.splitlines()] == as_json["items"] != []
    query = {"centre_id": "NOBODY"}
    blank = world.call("GET", REPORT, "ao", params=query, headers={"accept": JSON_LINES})
    assert (blank.status_code, blank.text) == (200, "")


def test_json_lines_with_a_limit_are_a_page(world: World) -> None:
    for _ in range(2):
        world.fresh("dispatched")
    headers = {"accept": JSON_LINES}
    first = world.call("GET", REPORT, "ao", params={"limit": 1}, headers=headers)
    more = {"limit": 1, "cursor": first.headers["next-cursor"]}
    second = world.call("GET", REPORT, "ao", params=more, headers=headers)
    ids = [json.loads(page.text)["course_run_id"] for page in (first, second)]
    whole = world.call("GET", REPORT, "ao", headers=headers)
    assert "next-cursor" not in whole.headers
    assert [json.loads(line)["course_run_id"] for line in whole.text.splitlines()][:2] == ids


def test_a_csv_with_a_limit_is_a_page(world: World) -> None:
    for _ in range(2):
        world.fresh("dispatched")
    headers = {"accept": "text/csv"}
    first = world.call("GET", REPORT, "ao", params={"limit": 1}, headers=headers)
    more = {"limit": 1, "cursor": first.headers["next-cursor"]}
    second = world.call("GET", REPORT, "ao", params=more, headers=headers)
    ids = [
        line.partition(",")[0] for page in (first, second) for line in page.text.splitlines()[1:]
    ]
    assert len(set(ids)) == 2
    whole = world.call("GET", REPORT, "ao", headers=headers)
    assert "next-cursor" not in whole.headers


def submit(world: World, content: bytes, state: str = "open") -> dict[str, object]:
    path = f"{world.fresh(state).path}/results"
    headers = {"content-type": "text/csv"}
    response = world.call("POST", path, "centre", content=content, headers=headers)
    return {"status": response.status_code, **response.json()}


def test_results_as_a_spreadsheet_saves_them_are_taken(world: World) -> None:
    as_excel = RESULTS_CSV.replace(",", ";").replace("\n", "\r\n")
    for encoding in ("utf-8", "utf-8-sig", "cp1252"):
        told = submit(world, as_excel.replace("Pass", "Très bien").encode(encoding))
        assert told["status"] == "submitted"


def test_faults_of_a_csv_are_told_by_line_and_column(world: World) -> None:
    lines = RESULTS_CSV.splitlines()
    lines[2] = lines[2].replace("achieved,", "passed,")
    lines[4] = lines[4].replace("2025-03-21", "21/03/2025")
    told = submit(world, "\n".join(lines).encode())
    assert told["status"] == 422
    places = [(each["line"], each["column"]) for each in told["errors"]]  # type: ignore[attr-defined]
    assert places == [(3, "outcome"), (5, "achieved_on")]


def test_faults_that_only_the_roster_shows_are_told_by_line(world: World) -> None:
    content = RESULTS_CSV.replace("L-1002", "L-9999", 1) + "\n" + RESULTS_CSV.splitlines()[1]
    told = submit(world, content.encode())
    places = [(each.get("line"), each.get("column")) for each in told["errors"]]  # type: ignore[attr-defined]
    assert places == [(4, "learner_id"), (7, "unit"), (None, None)]
    assert "stand on line 2 already" in str(told["errors"])


def test_what_is_no_csv_is_malformed(world: World) -> None:
    assert submit(world, b'learner_id,unit,outcome\n"L-1001,A,achieved\n')["status"] == 400
    assert submit(world, b"learner_id,unit,outcome\n\x81\x8d\n")["status"] == 400
    assert submit(world, b"")["status"] == 422
    assert submit(world, b"learner_id,unit,outcome\n")["status"] == 422
