"""The centre confirms 'CRF Received': the certificates of a course run in a consignment have arrived."""

from datetime import date, datetime

from shared.domain.consignments import Line
from shared.domain.course_run import CourseRun, PendingReceipt
from shared.domain.faults import Conflict, Fault, Invalid
from shared.domain.fields import Fact
from shared.domain.holdings import holdings, recounted
from shared.domain.life_cycle import Action, may, next_status
from shared.domain.receipts import (
    NewReceipt,
    Receipt,
    date_received_faults,
    discrepancy_faults,
    overdue,
    same_facts,
)
from shared.services import seen
from shared.services.call import Answer, Call, use_case
from shared.store import certificates, consignments, course_runs
from shared.store.table import Set


class ReceiptConfirmed(Fact):
    """The answer to a confirmation."""

    course_run_id: str
    consignment_id: str
    date_received: date
    confirmed_at: datetime
    on_time: bool


@use_case(ReceiptConfirmed)
def confirm_receipt(call: Call, course_run_id: str, body: NewReceipt) -> Answer[ReceiptConfirmed]:
    """Confirm a pending receipt, which takes it off the Certificate Receipt Pending report.

    Repeating a confirmation with the same facts changes nothing; with other facts it is a Conflict that shows what
    is recorded. Raises Invalid with every fault, also where several are pending and none is named.
    """
    run = seen.head(call, course_run_id)
    may(call.caller.role, Action.CONFIRM_RECEIPT)
    pending = _pending(run, body)
    if recorded := _repeated(call, run, pending, body):
        return Answer(ReceiptConfirmed.model_validate(_recorded(recorded)), fresh=False)
    if pending is None:
        next_status(run.status, Action.CONFIRM_RECEIPT, call.caller.role)
        if body.consignment_id and run.pending:
            raise Invalid([Fault("/consignment_id", "No receipt is pending for this consignment.")])
        raise Conflict("No receipt is pending for this course run.", {"status": run.status})
    sent = _sent(call, run, pending, body)
    faults = date_received_faults(body.date_received, pending.dispatched_on, call.today)
    if faults := [*faults, *discrepancy_faults(body.discrepancies, sent)]:
        raise Invalid(faults)
    return _confirm(call, run, pending, body, sent)


def _pending(run: CourseRun, body: NewReceipt) -> PendingReceipt | None:
    """Return the pending receipt that is meant, or None; several pending ones have to be told apart."""
    meant = [p for p in run.pending if body.consignment_id in {None, p.consignment_id}]
    if len(meant) > 1:
        several = ", ".join(each.consignment_id for each in meant)
        raise Invalid([Fault("/consignment_id", f"Several receipts are pending: {several}.")])
    return meant[0] if meant else None


def _repeated(
    call: Call, run: CourseRun, pending: PendingReceipt | None, body: NewReceipt
) -> Line | None:
    """Return the line whose recorded receipt `body` repeats, if it does.

    Where no consignment is named and one is pending, only a receipt confirmed before that one was dispatched can be
    meant again: a retry that comes late must not confirm a later parcel.
    """
    if run.receipts == 0 or (pending and body.consignment_id):
        return None
    lines = consignments.lines_of_run(call.table, run.course_run_id)
    received = [each for each in lines if each.receipt and _may_be_meant(each, pending, body)]
    same = [each for each in received if each.receipt and same_facts(each.receipt, body)]
    if not same and not pending and received:
        recorded = [_recorded(each) for each in received]
        raise Conflict("Another receipt is recorded.", {"receipts": recorded})
    return same[-1] if same else None


def _may_be_meant(line: Line, pending: PendingReceipt | None, body: NewReceipt) -> bool:
    if pending is None:
        return body.consignment_id in {None, line.consignment_id}
    return line.receipt is not None and line.receipt.confirmed_at < pending.recorded_at


def _sent(call: Call, run: CourseRun, pending: PendingReceipt, body: NewReceipt) -> set[str]:
    """Return the certificates in the parcel, which matter only where something is wrong with any."""
    if not body.discrepancies:
        return set()
    return certificates.sent_with(call.table, run.course_run_id, pending.consignment_id)


def _confirm(
    call: Call, run: CourseRun, pending: PendingReceipt, body: NewReceipt, sent: set[str]
) -> Answer[ReceiptConfirmed]:
    still_pending = [each for each in run.pending if each is not pending]
    action = Action.CONFIRM_RECEIPT if still_pending else Action.CONFIRM_LAST_RECEIPT
    receipt = Receipt(
        **body.model_dump(include={"date_received", "note", "discrepancies"}),
        confirmed_at=call.now,
        confirmed_by=call.caller.subject,
        on_time=not overdue(pending.receipt_due_on, call.today),
    )
    after = run.moved_on(
        next_status(run.status, action, call.caller.role),
        call.now,
        pending=still_pending,
        receipts=run.receipts + 1,
    )
    facts = {
        "consignment_id": pending.consignment_id,
        "date_received": body.date_received.isoformat(),
        "note": body.note,
        "discrepancies": len(body.discrepancies),
    }
    set_aside = {each.certificate_number for each in body.discrepancies}
    if pending.some_replaced:
        confirmed = _confirmed_in_part(call, run, pending, receipt)
    else:
        some_left = not sent or sent > set_aside
        confirmed = consignments.confirm(
            run, pending.consignment_id, receipt, to_distribute=some_left
        )
    told = ReceiptConfirmed(
        course_run_id=run.course_run_id,
        consignment_id=pending.consignment_id,
        **receipt.model_dump(include=set(ReceiptConfirmed.model_fields)),
    )
    puts = course_runs.transition(run, after, action, call.caller, facts)
    return call.save([*puts, confirmed], told)


def _confirmed_in_part(
    call: Call, run: CourseRun, pending: PendingReceipt, receipt: Receipt
) -> Set:
    """Return the write that stores the receipt of a parcel in which not all certificates hold any more."""
    found = course_runs.load_whole(call.table, run.course_run_id)
    if found is None:
        raise LookupError(f"No course run {run.course_run_id}")
    (line,) = (each for each in found.lines if each.consignment_id == pending.consignment_id)
    received = line.model_copy(update={"receipt": receipt})
    held = holdings(found.batches, [received], found.distributions)
    (counted,) = [*recounted([received], held), received][:1]
    return consignments.change(counted, "receipt", "undistributed")


def _recorded(line: Line) -> dict[str, object]:
    named = {"course_run_id": line.course_run_id, "consignment_id": line.consignment_id}
    return named | (line.receipt.model_dump(mode="json") if line.receipt else {})
