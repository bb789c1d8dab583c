"""What of posted certificates is not right and waits for the AO: told at CRF Received, or instead of it."""

from datetime import date, datetime

from shared.domain.faults import Forbidden
from shared.domain.fields import Fact
from shared.domain.life_cycle import Action, may
from shared.domain.people import Role
from shared.domain.receipts import Discrepancy
from shared.domain.working_days import working_days_between
from shared.services.call import Call
from shared.services.paging import Page, Wanted
from shared.store import consignments


class NotRight(Fact):
    """A course run's part of a parcel in which certificates were missing, damaged or incorrect: those not settled."""

    course_run_id: str
    title: str
    centre_id: str
    centre_name: str
    consignment_id: str
    date_received: date
    confirmed_at: datetime
    note: str | None
    discrepancies: list[Discrepancy]


class NotArrived(Fact):
    """A course run's part of a parcel that has not arrived, as its centre says, and for how long it has been away."""

    course_run_id: str
    title: str
    centre_id: str
    centre_name: str
    consignment_id: str
    certificates: int
    carrier: str
    carrier_name: str | None
    tracking_number: str
    tracking_url: str | None
    dispatched_on: date
    days_since_dispatch: int
    working_days_since_dispatch: int
    receipt_due_on: date
    reported_at: datetime
    note: str | None


def discrepancies(call: Call, wanted: Wanted) -> Page[NotRight]:
    """Return a page of what the AO has to settle, the first received first."""
    may(call.caller.role, Action.RESOLVE_DISCREPANCY)
    lines, next_cursor = wanted.of(consignments.not_right(call.table, wanted.after, wanted.read))
    items = [
        NotRight.model_validate(
            line.model_dump()
            | line.receipt.model_dump()
            | {"discrepancies": line.open_discrepancies}
        )
        for line in lines
        if line.receipt
    ]
    return Page(items=items, next_cursor=next_cursor)


def parcels_not_arrived(call: Call, wanted: Wanted) -> Page[NotArrived]:
    """Return a page of what centres say has not arrived and the AO has not answered, by the receipt's due date."""
    if call.caller.role is not Role.AWARDING_ORGANISATION:
        raise Forbidden("This is for the awarding organisation.")
    lines, next_cursor = wanted.of(consignments.not_arrived(call.table, wanted.after))
    items = [
        NotArrived.model_validate(
            line.model_dump()
            | line.not_arrived.model_dump()
            | {
                "tracking_url": line.tracking_url,
                "days_since_dispatch": (call.today - line.dispatched_on).days,
                "working_days_since_dispatch": working_days_between(
                    line.dispatched_on, call.today, line.division
                ),
            }
        )
        for line in lines
        if line.not_arrived
    ]
    return Page(items=items, next_cursor=next_cursor)
