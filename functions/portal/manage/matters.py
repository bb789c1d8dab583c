"""What of a course run waits: to be reported, answered, settled or decided, after its certificates were posted."""

from dataclasses import dataclass

from shared.domain.discrepancies import Settlement
from shared.domain.receipts import Discrepancy
from shared.domain.replacing import UNDER_WAY, Replacement, ReplacementStatus
from shared.services.views import ConsignmentView, CourseRunView


@dataclass(frozen=True, slots=True)
class Unsettled:
    """A certificate that is missing, damaged or incorrect, the parcel that it came in, and whose it is."""

    parcel: ConsignmentView
    told: Discrepancy
    learner_name: str


def _pending(run: CourseRunView) -> list[ConsignmentView]:
    return [each for each in run.consignments if not (each.receipt or each.written_off_at)]


def to_report(run: CourseRunView) -> list[ConsignmentView]:
    """Return the parcels of which it can be said that they have not arrived: once it is explained, it can be anew."""

    def said(parcel: ConsignmentView) -> bool:
        resolution = parcel.not_arrived.resolution if parcel.not_arrived else None
        explained = resolution is not None and resolution.how is Settlement.EXPLANATION
        return parcel.not_arrived is not None and not explained

    return [each for each in _pending(run) if not said(each)]


def to_answer(run: CourseRunView) -> list[ConsignmentView]:
    """Return the parcels that the centre says have not arrived and waits for an answer to."""
    return [each for each in _pending(run) if each.not_arrived and not each.not_arrived.resolution]


def to_settle(run: CourseRunView) -> list[Unsettled]:
    """Return what CRF Received says is not right and the AO has not settled."""
    names = {
        of.certificate_number: of.name or each.name
        for each in run.learners
        for of in [each.certificate, *each.earlier_certificates]
        if of
    }
    return [
        Unsettled(parcel, told, names[told.certificate_number])
        for parcel in run.consignments
        for told in (parcel.receipt.discrepancies if parcel.receipt else [])
        if told.certificate_number not in parcel.resolutions
    ]


def to_decide(run: CourseRunView) -> list[Replacement]:
    """Return the replacements that can be decided on: those requested, and then those approved and not yet issued."""
    found = [each for each in run.replacements if each.status in UNDER_WAY]
    return sorted(found, key=lambda each: each.status is ReplacementStatus.APPROVED)
