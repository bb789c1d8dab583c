"""Certificate Receipt Pending, live: the course runs for which a confirmation is still required, by due date."""

import io
from collections.abc import Callable, Iterator
from datetime import date
from itertools import takewhile
from typing import IO

from pydantic import BaseModel

from shared.domain.faults import Forbidden
from shared.domain.pending import PendingRow, pending_row
from shared.domain.people import Role
from shared.domain.receipts import overdue
from shared.reports.pending import write_csv, write_jsonl
from shared.services.call import Call
from shared.services.paging import Wanted
from shared.store import consignments

# As many rows as an answer of Lambda's takes, with room to spare.
WHOLE_REPORT = 10_000


class PendingReceipts(BaseModel):
    """A page of the report; blank when nothing is pending."""

    as_of: date
    items: list[PendingRow]
    next_cursor: str | None


def pending_receipts(
    call: Call, wanted: Wanted, centre_id: str | None = None, *, only_overdue: bool | None = None
) -> PendingReceipts:
    """Return a page of the report: a centre sees its own, the AO all or one centre's.

    `only_overdue` True leaves the overdue ones, False the others, None all.
    """
    caller = call.caller
    if caller.role not in {Role.CENTRE, Role.AWARDING_ORGANISATION}:
        raise Forbidden("This report is for centres and the awarding organisation.")
    if caller.role is Role.CENTRE:
        another = centre_id not in {None, caller.centre_id}
        if another or caller.centre_id is None:
            return PendingReceipts(as_of=call.today, items=[], next_cursor=None)
        centre_id = caller.centre_id
    today = call.today.isoformat()
    # Places begin with the due date, so what is not overdue begins at today's.
    after = max(wanted.after or "", today) if only_overdue is False else wanted.after
    listed = consignments.pending_receipts(call.table, centre_id, after, wanted.read)
    if only_overdue:
        listed = takewhile(lambda placed: overdue(placed[1].receipt_due_on, call.today), listed)
    lines, next_cursor = wanted.of(listed)
    items = [pending_row(line, call.today) for line in lines]
    return PendingReceipts(as_of=call.today, items=items, next_cursor=next_cursor)


def pending_csv(page: PendingReceipts) -> str:
    """Return a page of the report as CSV: a header line only when nothing is pending."""
    return _written(page, write_csv)


def pending_jsonl(page: PendingReceipts) -> str:
    """Return a page of the report as JSON lines: nothing when nothing is pending."""
    return _written(page, write_jsonl)


def _written(
    page: PendingReceipts, write: Callable[[list[PendingRow], IO[str]], Iterator[PendingRow]]
) -> str:
    text = io.StringIO()
    for _ in write(page.items, text):
        pass
    return text.getvalue()
