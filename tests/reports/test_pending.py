"""Certificate Receipt Pending as a workbook."""

from datetime import date
from typing import Any

import pytest

from shared.domain.pending import PendingRow
from shared.reports.pending import pending_xlsx
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
