"""Certificate Receipt Pending: the course runs for which a confirmation is still required."""

from datetime import date

from shared.domain.consignments import Line
from shared.domain.fields import Fact
from shared.domain.receipts import overdue, working_days_left


class PendingRow(Fact):
    """One course run in one consignment; below 0, `working_days_left` are the working days since it was due."""

    course_run_id: str
    title: str
    centre_id: str
    centre_name: str
    consignment_id: str
    carrier: str
    tracking_number: str
    certificates: int
    dispatched_on: date
    receipt_due_on: date
    working_days_left: int
    overdue: bool


def pending_row(line: Line, as_of: date) -> PendingRow:
    """Return a pending receipt as the report of the date `as_of` shows it."""
    return PendingRow(
        course_run_id=line.course_run_id,
        title=line.title,
        centre_id=line.centre_id,
        centre_name=line.centre_name,
        consignment_id=line.consignment_id,
        carrier=line.carrier_name or line.carrier,
        tracking_number=line.tracking_number,
        certificates=line.certificates,
        dispatched_on=line.dispatched_on,
        receipt_due_on=line.receipt_due_on,
        working_days_left=working_days_left(line.receipt_due_on, as_of, line.division),
        overdue=overdue(line.receipt_due_on, as_of),
    )
