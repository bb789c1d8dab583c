"""What centres are charged for replacements in a month, for invoicing."""

import csv
import io
from datetime import date
from decimal import Decimal

from pydantic import BaseModel

from shared.domain.clock import london_date
from shared.domain.faults import Forbidden
from shared.domain.fields import Fact
from shared.domain.people import Role
from shared.domain.replacements import Reason
from shared.domain.replacing import Replacement
from shared.domain.spreadsheets import safe_cell
from shared.services.call import Call
from shared.services.paging import Wanted
from shared.store import replacements

# As many rows as an answer of Lambda's takes, with room to spare.
WHOLE_MONTH = 10_000


class ChargedReplacement(Fact):
    """A replacement that a centre is charged for; the amounts are in pence, and `pence` has the VAT in it."""

    centre_id: str
    centre_name: str
    issued_on: date
    replacement_id: str
    course_run_id: str
    certificate_numbers: list[str]
    reason: Reason
    pence: int
    vat_pence: int
    vat_percent: Decimal
    currency: str
    fee_valid_from: date


class Charges(BaseModel):
    """A page of a month's charges, by the date of issue; blank when there are none."""

    month: str
    items: list[ChargedReplacement]
    next_cursor: str | None


COLUMNS = tuple(ChargedReplacement.model_fields)


def charges(
    call: Call, wanted: Wanted, month: date | None = None, centre_id: str | None = None
) -> Charges:
    """Return a page of a month's charges (this month's unless one is given): a centre sees its own, the AO all."""
    caller, month = call.caller, (month or call.today).replace(day=1)
    if caller.role not in {Role.CENTRE, Role.AWARDING_ORGANISATION}:
        raise Forbidden("Charges are for centres and the awarding organisation.")
    written = f"{month:%Y-%m}"
    if caller.role is Role.CENTRE:
        if caller.centre_id is None or centre_id not in {None, caller.centre_id}:
            return Charges(month=written, items=[], next_cursor=None)
        centre_id = caller.centre_id
    listed = replacements.charged(call.table, month, centre_id, wanted.after, wanted.read)
    found, next_cursor = wanted.of(listed)
    items = [row for each in found if (row := _row(each))]
    return Charges(month=written, items=items, next_cursor=next_cursor)


def charges_csv(page: Charges) -> str:
    """Return a page of charges as CSV: a header line only when there are none."""
    text = io.StringIO()
    table = csv.writer(text)
    table.writerow(COLUMNS)
    for item in page.items:
        told = item.model_dump(mode="json") | {
            "certificate_numbers": " ".join(item.certificate_numbers)
        }
        table.writerow([safe_cell(str(told[name])) for name in COLUMNS])
    return text.getvalue()


def _row(of: Replacement) -> ChargedReplacement | None:
    if of.issued_at is None:
        return None
    return ChargedReplacement.model_validate(
        of.model_dump() | of.charge.model_dump() | {"issued_on": london_date(of.issued_at)}
    )
