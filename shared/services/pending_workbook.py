"""Certificate Receipt Pending as a workbook, for people who sort it and pass it on."""

from shared.reports.pending import pending_xlsx
from shared.services.pending_receipts import PendingReceipts


def pending_workbook(page: PendingReceipts) -> bytes:
    """Return a page of the report as XLSX: a header only when nothing is pending."""
    return pending_xlsx(page.items, page.as_of)
