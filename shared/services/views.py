"""Course runs and consignments as they are shown."""

from datetime import date, datetime
from typing import Any

from shared.domain.consignments import Consignment, Line
from shared.domain.course_run import (
    CourseRun,
    Decision,
    Notification,
    Qualification,
    Submission,
    Unit,
)
from shared.domain.discrepancies import DiscrepancyResolution, NonArrival
from shared.domain.distribution import Distribution, How
from shared.domain.documents import Documents, Making
from shared.domain.fields import Fact
from shared.domain.holdings import holdings, to_distribute
from shared.domain.life_cycle import Action, Status
from shared.domain.people import Role
from shared.domain.receipts import Receipt
from shared.domain.replacing import Replacement, replaceable, stands_at
from shared.services.learner_views import LearnerView, learner_views
from shared.store.course_runs import WholeRun


class Counts(Fact):
    """How many of everything a course run has."""

    learners: int
    units: int
    certificates: int
    outstanding_queries: int
    pending_receipts: int


class CourseRunSummary(Fact):
    """A course run as lists show it; `receipt_due_on` is the earliest of its pending receipts."""

    course_run_id: str
    title: str
    qualification: Qualification
    centre_id: str
    centre_name: str
    verifier_id: str
    status: Status
    version: int
    starts_on: date
    ends_on: date
    counts: Counts
    submission: Submission | None
    verifier_not_reached: bool
    receipt_due_on: date | None
    updated_at: datetime


class DistributionView(Fact):
    """What was recorded of so many certificates at once."""

    sequence: int
    how: How
    on: date
    identity_seen: str | None
    carrier: str | None
    carrier_name: str | None
    tracking_number: str | None
    tracking_url: str | None
    note: str | None
    certificates: int
    recorded_at: datetime


class CarriageView(Fact):
    """How certificates travel."""

    consignment_id: str
    carrier: str
    carrier_name: str | None
    service: str | None
    tracking_number: str
    tracking_url: str | None
    dispatched_on: date
    delivered_on: date | None


class ConsignmentView(CarriageView):
    """A consignment as one of its course runs sees it; `resolutions` are of its receipt's discrepancies.

    What was written off is lost on the way, and was replaced.
    """

    certificates: int
    receipt_due_on: date
    receipt: Receipt | None
    resolutions: dict[str, DiscrepancyResolution]
    not_arrived: NonArrival | None
    written_off_at: datetime | None


class PrintingView(Fact):
    """A batch of certificates and the files to print it from; the incomplete lack characters that no font has."""

    block: str
    issued_at: datetime
    certificates: int
    status: Making
    template: str | None
    documents: list[str]
    incomplete_documents: list[str]


class CourseRunView(CourseRunSummary):
    """Everything about one run; `actions` are those that the caller may take in its status.

    What became of certificates at the centre, and of what replaces them, is told to the centre and the AO, the files to
    print to the AO alone; `to_replace` is how many the caller can ask a replacement for.
    """

    actions: list[Action]
    notification: Notification | None
    decision: Decision | None
    units: list[Unit]
    learners: list[LearnerView]
    consignments: list[ConsignmentView]
    distributions: list[DistributionView]
    to_distribute: int
    to_replace: int
    replacements: list[Replacement]
    printings: list[PrintingView]


class ParcelLine(Fact):
    """One course run's part of a parcel."""

    course_run_id: str
    title: str
    certificates: int
    receipt_due_on: date
    receipt: Receipt | None
    resolutions: dict[str, DiscrepancyResolution]
    not_arrived: NonArrival | None
    written_off_at: datetime | None


class ParcelView(CarriageView):
    """A consignment with its lines, receipts and documents; the incomplete lack characters that no font has."""

    centre_id: str
    centre_name: str
    lines: list[ParcelLine]
    documents: list[str]
    incomplete_documents: list[str]
    documents_status: Making


# What is between the centre and the AO of a parcel, as it is told to others.
_NOT_SETTLED: dict[str, Any] = {"resolutions": {}, "not_arrived": None, "written_off_at": None}


def summary(run: CourseRun, now: datetime) -> CourseRunSummary:
    """Return a run as lists show it at `now`."""
    return CourseRunSummary.model_validate(_summed_up(run, now))


def whole_view(found: WholeRun, actions: list[Action], now: datetime, to: Role) -> CourseRunView:
    """Return a run with everything about it that role `to` is told."""
    # What became of a certificate is between the centre, its learner and the AO.
    distributed = to in {Role.CENTRE, Role.AWARDING_ORGANISATION}
    distributions = found.distributions if distributed else []
    held = holdings(found.batches, found.lines, distributions) if distributed else {}
    replacements = found.replacements if distributed else []
    lines = sorted(found.lines, key=lambda line: line.recorded_at)
    of_head = _summed_up(found.head, now)
    return CourseRunView.model_validate(
        of_head
        | {
            "actions": actions,
            "notification": found.head.notification,
            "decision": found.head.decision,
            "units": found.roster.units,
            "learners": learner_views(found, distributed=distributed),
            "consignments": [
                _with_url(line) | ({} if distributed else _NOT_SETTLED) for line in lines
            ],
            "distributions": [_distribution(each) for each in distributions],
            "to_distribute": len(to_distribute(held)),
            "to_replace": len(replaceable(held, to, replacements)),
            "replacements": [_replacement(each, found.lines) for each in replacements],
            "printings": _printings(found, now) if to is Role.AWARDING_ORGANISATION else [],
        }
    )


def _replacement(each: Replacement, lines: list[Line]) -> Replacement:
    return each.model_copy(update={"status": stands_at(each, lines)})


def _printings(found: WholeRun, now: datetime) -> list[dict[str, Any]]:
    batches = sorted(found.batches, key=lambda batch: batch.issued_at)
    return [
        {
            "block": batch.block,
            "issued_at": batch.issued_at,
            "certificates": len(batch.certificates),
            "template": printing.template,
        }
        | _listed(printing)
        | {"status": printing.status_at(now, batch.issued_at)}
        for batch in batches
        for printing in [found.printing(batch.block)]
    ]


def _distribution(recorded: Distribution) -> dict[str, Any]:
    count, url = len(recorded.certificate_numbers), recorded.tracking_url
    return recorded.model_dump() | {"certificates": count, "tracking_url": url}


def parcel_view(
    consignment: Consignment, lines: list[Line], documents: Documents, now: datetime
) -> ParcelView:
    """Return a parcel with its lines, receipts and documents as they stand at `now`."""
    shown = [ParcelLine.model_validate(line.model_dump()) for line in lines]
    of_documents = _listed(documents) | {
        "documents_status": documents.status_at(now, consignment.recorded_at)
    }
    return ParcelView.model_validate(_with_url(consignment) | {"lines": shown} | of_documents)


def _listed(documents: Documents) -> dict[str, Any]:
    incomplete = [each.name for each in documents.documents if not each.complete]
    return {"documents": documents.names, "incomplete_documents": incomplete}


def _summed_up(run: CourseRun, now: datetime) -> dict[str, Any]:
    head = run.model_dump(exclude={"notification", "decision"})
    return head | {
        "counts": head | {"pending_receipts": len(run.pending)},
        "verifier_not_reached": run.verifier_not_reached(now),
        "receipt_due_on": min((each.receipt_due_on for each in run.pending), default=None),
    }


def _with_url(parcel: Consignment | Line) -> dict[str, Any]:
    return parcel.model_dump() | {"tracking_url": parcel.tracking_url}
