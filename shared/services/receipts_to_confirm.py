"""What a centre is asked to confirm: each parcel on its way with a course run's certificates, and which these are."""

from datetime import date

from shared.domain.certificates import Kind, holders
from shared.domain.consignments import Line
from shared.domain.fields import Fact
from shared.domain.life_cycle import Action, may
from shared.services import seen
from shared.services.call import Call
from shared.store.course_runs import WholeRun


class CertificateSent(Fact):
    """A certificate that travels, and whose it is."""

    certificate_number: str
    learner_id: str
    learner_name: str
    kind: Kind


class ReceiptAsked(Fact):
    """A course run's part of a parcel whose receipt is pending; a carrier without a code is named."""

    course_run_id: str
    title: str
    consignment_id: str
    carrier: str
    carrier_name: str | None
    service: str | None
    tracking_number: str
    tracking_url: str | None
    dispatched_on: date
    receipt_due_on: date
    certificates: list[CertificateSent]


def receipts_to_confirm(call: Call, course_run_id: str) -> list[ReceiptAsked]:
    """Return the pending receipts of a centre's course run, the first dispatched first."""
    found = seen.whole(call, course_run_id)
    may(call.caller.role, Action.CONFIRM_RECEIPT)
    pending = [line for line in found.lines if line.pending]
    return [
        ReceiptAsked.model_validate(
            line.model_dump()
            | {"tracking_url": line.tracking_url, "certificates": _sent(found, line)}
        )
        for line in sorted(pending, key=lambda line: line.recorded_at)
    ]


def _sent(found: WholeRun, line: Line) -> list[CertificateSent]:
    """Return the certificates of a line, in the order of the roster."""
    held = holders(batch for batch in found.batches if batch.block in line.blocks)
    return [
        CertificateSent(**held[learner.learner_id].model_dump(), learner_name=learner.name)
        for learner in found.roster.learners
        if learner.learner_id in held
    ]
