"""The centre confirms 'CRF Received' for course runs of one parcel at once, each as it would be by itself."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from shared.domain.faults import Conflict, Fault, Invalid, pointer
from shared.domain.life_cycle import Action, may
from shared.domain.receipts import NewReceipt, date_received_faults
from shared.services import seen
from shared.services.call import Call
from shared.services.confirm_receipt import confirm_receipt


class Became(StrEnum):
    """What became of one course run's receipt."""

    CONFIRMED = "confirmed"
    CONFIRMED_BEFORE = "confirmed before"
    RECORDED_OTHERWISE = "recorded otherwise"
    NOT_RECORDED = "not recorded"


@dataclass(frozen=True, slots=True)
class Told:
    """What became of one course run's receipt; a failure is named by its kind, since its message may name people."""

    course_run_id: str
    became: Became
    failure: str | None = None


def confirm_parcel(
    call: Call, consignment_id: str, course_run_ids: Sequence[str], said: NewReceipt
) -> list[Told]:
    """Confirm the receipts of the parcel's course runs that are named, and tell what became of each.

    Each is a transaction of its own: one that others have confirmed otherwise, or that fails, keeps none of the others
    from being confirmed, and all of it may be sent again. Raises Invalid, with nothing recorded, for a date that cannot
    be or a course run that is not in the parcel.
    """
    consignment, _ = seen.parcel(call, consignment_id)
    may(call.caller.role, Action.CONFIRM_RECEIPT)
    faults = date_received_faults(said.date_received, consignment.dispatched_on, call.today)
    faults += [
        Fault(pointer("course_run_ids", i), "There is no such course run in the parcel.")
        for i, each in enumerate(course_run_ids)
        if each not in consignment.course_run_ids
    ]
    if not course_run_ids:
        faults.append(Fault("/course_run_ids", "Name at least one course run."))
    if faults:
        raise Invalid(faults)
    of_parcel = said.model_copy(update={"consignment_id": consignment_id})
    return [_confirm(call, each, of_parcel) for each in dict.fromkeys(course_run_ids)]


def _confirm(call: Call, course_run_id: str, said: NewReceipt) -> Told:
    try:
        fresh = confirm_receipt(call, course_run_id, said).fresh
    except Conflict as conflict:
        # Without a receipt on record, others were changing the course run all the time that it was tried.
        otherwise = "receipts" in conflict.recorded
        became = Became.RECORDED_OTHERWISE if otherwise else Became.NOT_RECORDED
        return Told(course_run_id, became)
    except Exception as failure:  # noqa: BLE001  (what was confirmed before it has to be told of)
        return Told(course_run_id, Became.NOT_RECORDED, type(failure).__name__)
    return Told(course_run_id, Became.CONFIRMED if fresh else Became.CONFIRMED_BEFORE)
