"""Certificate Receipt Pending in its formats: for people as a workbook, for machines as lines."""

import csv
import io
import json
import tracemalloc
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from shared.domain.pending import PendingRow
from shared.reports.pending import (
    pending_xlsx,
    write_csv,
    write_json,
    write_jsonl,
    write_xlsx,
)
from shared.services.pending_receipts import PendingReceipts
from shared.services.pending_workbook import pending_workbook
from tests.reports.sheets import parts, sheet, values

TODAY = date(2026, 12, 8)
TITLES = [
    *("Course run", "Title", "Centre ID", "Centre", "Consignment", "Carrier", "Tracking number"),
    *("Certificates", "Dispatched on", "Receipt due on", "Working days left", "Overdue"),
]


def row(**other: Any) -> PendingRow:
    said = {
        "course_run_id": "R1",
        "title": "=Understanding Autism",
        "centre_id": "0012",
        "centre_name": "Northbridge",
        "consignment_id": "C-0000000001",
        "carrier": "royal_mail",
        "tracking_number": "FF070621885GB",
        "certificates": 12,
        "dispatched_on": "2026-11-23",
        "receipt_due_on": "2026-12-07",
        "working_days_left": -1,
        "overdue": True,
    }
    return PendingRow.model_validate(said | other)


def test_a_row_for_each_receipt() -> None:
    later = row(overdue=False, working_days_left=3, carrier="other", tracking_number="0012")
    book = pending_xlsx([row(), later], TODAY)
    header, first, second = values(book)
    assert header == TITLES
    assert first == [
        *("R1", "=Understanding Autism", "0012", "Northbridge", "C-0000000001", "Royal Mail"),
        *("FF070621885GB", 12.0, date(2026, 11, 23), date(2026, 12, 7), -1.0, "Yes"),
    ]
    assert second[10:] == [3.0, "No"]
    assert "<f>" not in sheet(book)
    assert 'name="Pending 2026-12-08"' in parts(book)["xl/workbook.xml"]


@pytest.mark.parametrize(("carrier", "shown"), [("dhl", "DHL"), ("Acme Bikes", "Acme Bikes")])
def test_carriers_have_their_names(carrier: str, shown: str) -> None:
    assert values(pending_xlsx([row(carrier=carrier)], TODAY))[1][5] == shown


def test_blank_when_nothing_is_pending() -> None:
    assert values(pending_xlsx([], TODAY)) == [TITLES]


def test_a_page_of_the_report_is_one_too() -> None:
    page = PendingReceipts(as_of=TODAY, items=[row()], next_cursor=None)
    assert pending_workbook(page) == pending_xlsx([row()], TODAY)


def test_the_same_report_is_the_same_bytes() -> None:
    assert pending_xlsx([row()], TODAY) == pending_xlsx([row()], TODAY)


# Names that look like formulas, markup, Excel's own escapes or nothing, in scripts of both directions.
HOSTILE = [
    '=HYPERLINK("https://example.org","x")',
    "+44 20 7946 0000",
    "-1",
    "@SUM(A1)",
    "\uff1d1+1",
    "'quoted'",
    'a "b", c',
    "<script>alert(1)</script> & co",
    "_x0041_",
    "0012",
    "#N/A",
    "Siân Llŷr",
    "מכללת ירושלים",
    "நூலகம்",
    "𠮷野家",
]


def rows() -> Iterator[PendingRow]:
    return (row(course_run_id=f"R{n}", title=t, centre_name=t) for n, t in enumerate(HOSTILE))


def streamed(given: Iterator[PendingRow], folder: Path) -> dict[str, bytes]:
    """Each format's file, written row by row."""
    paths = {suffix: folder / f"report.{suffix}" for suffix in ("csv", "json", "jsonl", "xlsx")}
    with (
        paths["csv"].open("w", newline="", encoding="utf-8") as as_csv,
        paths["json"].open("w", encoding="utf-8") as as_json,
        paths["jsonl"].open("w", encoding="utf-8") as as_lines,
    ):
        passed_on = write_xlsx(
            write_jsonl(write_csv(given, as_csv), as_lines), paths["xlsx"], TODAY
        )
        write_json(passed_on, as_json, TODAY, datetime(2026, 12, 8, 6, 0, tzinfo=UTC))
    assert sorted(folder.iterdir()) == sorted(paths.values())
    return {suffix: path.read_bytes() for suffix, path in paths.items()}


def test_hostile_names_are_the_same_in_every_format(tmp_path: Path) -> None:
    files = streamed(rows(), tmp_path)
    whole = [each.model_dump(mode="json") for each in rows()]
    assert [json.loads(line) for line in files["jsonl"].decode().splitlines()] == whole
    assert json.loads(files["json"])["items"] == whole
    assert values(files["xlsx"]) == values(pending_xlsx(rows(), TODAY))
    assert [each[1] for each in values(files["xlsx"])[1:]] == HOSTILE
    assert "<f>" not in sheet(files["xlsx"])
    assert "<hyperlink" not in sheet(files["xlsx"])
    table = list(csv.DictReader(io.StringIO(files["csv"].decode())))
    guarded = [f"'{title}" if n < 5 else title for n, title in enumerate(HOSTILE)]
    assert [each["centre_name"] for each in table] == guarded


def test_a_row_as_it_is_written(tmp_path: Path) -> None:
    files = streamed(iter([row(centre_name="Siân, “Llŷr”")]), tmp_path)
    assert files["csv"].decode().partition("\r\n")[2] == (
        'R1,\'=Understanding Autism,0012,"Siân, “Llŷr”",C-0000000001,royal_mail,'
        "FF070621885GB,12,2026-11-23,2026-12-07,-1,true\r\n"
    )
    assert files["jsonl"].decode() == (
        '{"course_run_id":"R1","title":"=Understanding Autism","centre_id":"0012",'
        '"centre_name":"Siân, “Llŷr”","consignment_id":"C-0000000001","carrier":"royal_mail",'
        '"tracking_number":"FF070621885GB","certificates":12,"dispatched_on":"2026-11-23",'
        '"receipt_due_on":"2026-12-07","working_days_left":-1,"overdue":true}\n'
    )


def test_nothing_pending_in_every_format(tmp_path: Path) -> None:
    files = streamed(iter(()), tmp_path)
    assert files["jsonl"] == b""
    assert files["csv"].count(b"\n") == 1
    assert values(files["xlsx"]) == [TITLES]
    assert json.loads(files["json"])["items"] == []


def test_the_same_rows_are_the_same_bytes(tmp_path: Path) -> None:
    (tmp_path / "again").mkdir()
    (tmp_path / "once").mkdir()
    assert streamed(rows(), tmp_path / "again") == streamed(rows(), tmp_path / "once")


def test_memory_does_not_grow_with_the_rows(tmp_path: Path) -> None:
    def peak(many: int) -> int:
        folder = tmp_path / str(many)
        folder.mkdir()
        with (folder / "lines").open("w", encoding="utf-8") as lines:
            given = (row(course_run_id=f"R{n}") for n in range(many))
            passed_on = write_xlsx(write_jsonl(given, lines), folder / "report.xlsx", TODAY)
            tracemalloc.start()
            try:
                for _ in passed_on:
                    pass
                return tracemalloc.get_traced_memory()[1]
            finally:
                tracemalloc.stop()

    peak(1)
    assert peak(3_000) < peak(300) + 100_000


def test_rows_that_fail_leave_no_file_open(tmp_path: Path) -> None:
    def failing() -> Iterator[PendingRow]:
        yield row()
        raise RuntimeError("the store is away")

    with pytest.raises(RuntimeError):
        list(write_xlsx(failing(), tmp_path / "report.xlsx", TODAY))
