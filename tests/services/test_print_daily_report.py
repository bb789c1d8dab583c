"""The day's report as PDF: beside its other forms, of the same rows, and the same bytes whenever it is made."""

import io
from datetime import timedelta

import pytest
from pypdf import PdfReader

from shared.domain import limits
from shared.domain.faults import Forbidden, NotFound
from shared.domain.people import THE_SERVICE
from shared.services.print_daily_report import ReportPrinted, print_daily_report
from shared.services.read_daily_report import is_printed, read_printed_report
from shared.services.write_daily_report import write_daily_report
from tests.services import moto_account
from tests.services.world import LETTERHEAD, World

FOLDER = "reports/certificate-receipt-pending"


def printed(world: World, **late: float) -> ReportPrinted:
    """The report that was due some time ago, written and printed now."""
    due_at = world.now - timedelta(**late)
    written = write_daily_report(world.table, world.shelf, due_at, world.now)
    return print_daily_report(world.shelf, LETTERHEAD, written)


def content(world: World, name: str) -> bytes:
    s3 = moto_account.clients("tests")["s3"]
    found: bytes = s3.get_object(Bucket=world.shelf.bucket, Key=f"{FOLDER}/{name}")["Body"].read()
    return found


def text_of(pdf: bytes) -> str:
    pages = (page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)
    return " ".join(" ".join(pages).split())


def test_it_lies_beside_the_other_forms_and_as_the_latest(world: World) -> None:
    world.dispatched("R1")
    world.dispatched("R2", centre_id="C2", title="Zoë’s class")
    assert printed(world) == ReportPrinted(f"{FOLDER}/2026/11/23.pdf", complete=True)
    assert content(world, "2026/11/23.pdf") == content(world, "latest.pdf")
    text = text_of(content(world, "latest.pdf"))
    assert "a confirmation is still required for 2 course runs, 0 overdue." in text
    assert text.index("R1") < text.index("Zoë’s class") < text.index("R2")
    head = world.clients["s3"].head_object(
        Bucket=world.shelf.bucket, Key=f"{FOLDER}/2026/11/23.pdf"
    )
    assert (head["ContentType"], head["CacheControl"]) == ("application/pdf", "no-store")


def test_the_same_rows_are_the_same_bytes_however_late(world: World) -> None:
    world.dispatched("R1")
    printed(world)
    first = content(world, "2026/11/23.pdf")
    world.wait(minutes=7)
    printed(world, minutes=7)
    assert content(world, "2026/11/23.pdf") == first
    world.dispatched("R2")
    printed(world)
    assert content(world, "2026/11/23.pdf") != first


def test_a_late_run_leaves_the_latest_alone(world: World) -> None:
    world.dispatched("R1")
    world.wait(days=1)
    printed(world)
    latest = content(world, "latest.pdf")
    assert printed(world, days=1).key == f"{FOLDER}/2026/11/23.pdf"
    assert content(world, "latest.pdf") == latest == content(world, "2026/11/24.pdf")


def test_only_the_first_rows_are_printed_and_the_others_counted(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "ROWS_PRINTED", 2)
    for run in ("R1", "R2", "R3"):
        world.dispatched(run)
        world.wait(days=1)
    printed(world)
    text = text_of(content(world, "latest.pdf"))
    assert "3 course runs" in text
    assert ("R1" in text, "R2" in text, "R3" in text) == (True, True, False)
    assert "And 1 other receipt: the report as CSV has them all." in text


def test_a_character_without_a_font_leaves_a_box_and_is_told(world: World) -> None:
    world.dispatched("R1", title="ᏣᎳᎩ")
    assert printed(world).complete is False
    assert content(world, "latest.pdf").startswith(b"%PDF")


def test_the_ao_alone_reads_it(world: World) -> None:
    world.dispatched("R1")
    day = world.ao().today
    assert is_printed(world.ao(), world.shelf, day) is False
    with pytest.raises(NotFound, match="no printed report"):
        read_printed_report(world.ao(), world.shelf, day)
    printed(world)
    assert is_printed(world.ao(), world.shelf, day) is True
    assert read_printed_report(world.ao(), world.shelf, day) == content(world, "latest.pdf")
    for call in (world.centre(), world.verifier(), world.call(THE_SERVICE)):
        assert is_printed(call, world.shelf, day) is False
        with pytest.raises(Forbidden):
            read_printed_report(call, world.shelf, day)
