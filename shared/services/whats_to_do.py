"""What needs doing today: how much of each kind, and since when."""

from collections.abc import Iterable, Iterator
from datetime import date
from enum import StrEnum
from itertools import islice, takewhile

from shared.domain import limits
from shared.domain.clock import london_date
from shared.domain.course_run import CourseRun
from shared.domain.distribution import distribute_by
from shared.domain.faults import Forbidden
from shared.domain.fields import Fact
from shared.domain.life_cycle import Status
from shared.domain.people import Role
from shared.domain.receipts import overdue
from shared.domain.replacing import ReplacementStatus
from shared.services.call import Call
from shared.store import consignments, lists, queries, replacements
from shared.store.lists import Window

_REQUESTED = ReplacementStatus.REQUESTED
# Beyond so many of a kind nobody counts them.
MOST = limits.PAGE_MOST
_READ = MOST + 1


class Kind(StrEnum):
    """What there is to do."""

    RESULTS_TO_SUBMIT = "results_to_submit"
    RESULTS_RETURNED = "results_returned"
    RECEIPTS_TO_CONFIRM = "receipts_to_confirm"
    VERIFICATIONS_WAITING = "verifications_waiting"
    CERTIFICATES_TO_CHECK = "certificates_to_check"
    PARCELS_TO_POST = "parcels_to_post"
    CERTIFICATES_TO_DISTRIBUTE = "certificates_to_distribute"
    QUERIES_OPEN = "queries_open"
    DISCREPANCIES_TO_SETTLE = "discrepancies_to_settle"
    PARCELS_NOT_ARRIVED = "parcels_not_arrived"
    REPLACEMENTS_TO_DECIDE = "replacements_to_decide"
    REPLACEMENTS_TO_ISSUE = "replacements_to_issue"
    REPLACEMENTS_UNDER_WAY = "replacements_under_way"
    VERIFIERS_NOT_REACHED = "verifiers_not_reached"
    RECEIPTS_OVERDUE = "receipts_overdue"


class Todo(Fact):
    """How much there is to do of a kind, and `more` where that is only what was counted.

    `overdue` is how much of it is overdue; `oldest` is the earliest due date of receipts, the earliest date received
    of what is to be distributed or not right, and of all else the date since which it waits.
    """

    kind: Kind
    count: int
    more: bool
    overdue: int = 0
    oldest: date | None = None


def whats_to_do(call: Call, distribute_within: int) -> list[Todo]:
    """Return each kind of thing that the caller's role has to do, also where there is nothing to do of it.

    `distribute_within` are the working days after which certificates that lie at the centre are pointed out.
    """
    if call.caller.role is Role.CENTRE:
        return _of_centre(call, call.caller.centre_id or "", distribute_within)
    if call.caller.role is Role.VERIFIER:
        return _of_verifier(call, call.caller.verifier_id or "")
    if call.caller.role is Role.AWARDING_ORGANISATION:
        return _of_awarding_organisation(call)
    raise Forbidden("This is for people.")


def _of_centre(call: Call, centre_id: str, distribute_within: int) -> list[Todo]:
    to_submit = lists.of_centre(call.table, centre_id, _waiting(Status.OPEN))
    returned = lists.of_centre(call.table, centre_id, _waiting(Status.RETURNED))
    return [
        _counted(Kind.RESULTS_TO_SUBMIT, _dates(to_submit)),
        _counted(Kind.RESULTS_RETURNED, _dates(returned)),
        _counted(Kind.RECEIPTS_TO_CONFIRM, _due_dates(call, centre_id), due_by=call.today),
        _counted(
            Kind.CERTIFICATES_TO_DISTRIBUTE, _undistributed(call, centre_id, distribute_within)
        ),
        _counted(Kind.QUERIES_OPEN, _asked(call, centre_id)),
        _counted(Kind.REPLACEMENTS_UNDER_WAY, _requested(call, _REQUESTED, centre_id)),
    ]


def _of_verifier(call: Call, verifier_id: str) -> list[Todo]:
    waiting = lists.of_verifier(call.table, verifier_id, _waiting(Status.SUBMITTED))
    return [_counted(Kind.VERIFICATIONS_WAITING, _dates(waiting))]


def _of_awarding_organisation(call: Call) -> list[Todo]:
    to_check = lists.of_all(call.table, _waiting(Status.VERIFIED))
    not_notified = lists.not_notified(call.table)
    not_reached = (listed for listed in not_notified if listed[1].verifier_not_reached(call.now))
    late = takewhile(lambda due: overdue(due, call.today), _due_dates(call))
    return [
        _counted(Kind.CERTIFICATES_TO_CHECK, _dates(to_check)),
        _parcels(call),
        _counted(Kind.QUERIES_OPEN, _asked(call)),
        _counted(Kind.VERIFIERS_NOT_REACHED, _dates(not_reached)),
        _counted(Kind.RECEIPTS_OVERDUE, late, due_by=call.today),
        _counted(Kind.PARCELS_NOT_ARRIVED, _not_arrived(call)),
        _counted(Kind.DISCREPANCIES_TO_SETTLE, _not_right(call)),
        _counted(Kind.REPLACEMENTS_TO_DECIDE, _requested(call, _REQUESTED)),
        _counted(Kind.REPLACEMENTS_TO_ISSUE, _requested(call, ReplacementStatus.APPROVED)),
    ]


def _parcels(call: Call) -> Todo:
    """Count the centres that a parcel waits for."""
    listed = lists.of_all(call.table, _waiting(Status.CERTIFICATED))
    ready = [run for _, run in islice(listed, _READ)]
    return Todo(
        kind=Kind.PARCELS_TO_POST,
        count=len({run.centre_id for run in ready[:MOST]}),
        more=len(ready) > MOST,
        oldest=london_date(ready[0].updated_at) if ready else None,
    )


def _counted(kind: Kind, oldest_first: Iterable[date], due_by: date | None = None) -> Todo:
    found = list(islice(oldest_first, _READ))
    counted = found[:MOST]
    return Todo(
        kind=kind,
        count=len(counted),
        more=len(found) > MOST,
        overdue=sum(overdue(due, due_by) for due in counted) if due_by else 0,
        oldest=counted[0] if counted else None,
    )


def _waiting(status: Status) -> Window:
    return Window(status, page=_READ, oldest_first=True)


def _dates(listed: Iterable[tuple[str, CourseRun]]) -> Iterator[date]:
    return (london_date(run.updated_at) for _, run in listed)


def _due_dates(call: Call, centre_id: str | None = None) -> Iterator[date]:
    # Those of all centres come in several streams, of which each is read ahead.
    page = _READ if centre_id is not None else limits.PAGE_DEFAULT
    pending = consignments.pending_receipts(call.table, centre_id, page=page)
    return (line.receipt_due_on for _, line in pending)


def _undistributed(call: Call, centre_id: str, within: int) -> Iterator[date]:
    for _, line in consignments.to_distribute(call.table, centre_id, page=_READ):
        received = line.receipt.date_received if line.receipt else call.today
        if not overdue(distribute_by(received, within, line.division), call.today):
            return
        yield received


def _asked(call: Call, centre_id: str | None = None) -> Iterator[date]:
    listed = queries.open_now(call.table, centre_id, page=_READ)
    return (london_date(query.opened_at) for _, query in listed)


def _not_arrived(call: Call) -> Iterator[date]:
    return (line.receipt_due_on for _, line in consignments.not_arrived(call.table))


def _not_right(call: Call) -> Iterator[date]:
    listed = consignments.not_right(call.table, page=_READ)
    return (line.receipt.date_received for _, line in listed if line.receipt)


def _requested(
    call: Call, status: ReplacementStatus, centre_id: str | None = None
) -> Iterator[date]:
    # Those of a centre come in whichever of the two states they are.
    listed = replacements.under_way(call.table, status, centre_id, page=_READ)
    return (london_date(each.requested_at) for _, each in listed)
