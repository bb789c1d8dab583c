"""The documents of a parcel: a Certification Report, and a Certificate Summary for each course run in it.

What they say is as things stood when the parcel was recorded, so that they read the same whenever they are made.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from shared.domain import limits
from shared.domain.certificates import IssuedCertificates, Kind, holders
from shared.domain.clock import london_date
from shared.domain.consignments import Consignment, Line, Parcel
from shared.domain.course_run import CourseRun, Learner, Qualification, Roster
from shared.domain.fields import Fact
from shared.domain.queries import Query

REPORT = "certification-report"
SUMMARY = "certificate-summary"
SUFFIXES = ("pdf", "csv", "json")
# The files to print certificates from, which are no centre's to see.
CERTIFICATES = "certificates"


class Why(StrEnum):
    """Why an eligible learner's certificate is not in the parcel."""

    OUTSTANDING_QUERY = "outstanding query"
    FOLLOWS = "query resolved, certificate to follow"


class HeldBack(Fact):
    """A learner who is eligible for a certificate that is in no parcel yet."""

    learner_id: str
    name: str
    reason: Why


class Certificated(Fact):
    """A certificate in the parcel, with whose it is and, of a replacement, which it `replaces`."""

    certificate_number: str
    learner_id: str
    name: str
    uln: str | None = None
    kind: Kind
    issued_on: date
    replaces: str | None = None


class RunInParcel(Fact):
    """A course run of the parcel."""

    course_run_id: str
    title: str
    qualification: Qualification
    receipt_due_on: date


class CertificateSummary(Fact):
    """The certificates generated for each learner of one course run, and who is held back; `learners` are all."""

    parcel: Parcel
    course_run: RunInParcel
    learners: int
    certificates: list[Certificated]
    held_back: list[HeldBack]


class ReportLine(RunInParcel):
    """One course run certificated in the parcel, with the number of its certificates."""

    certificates: int
    held_back: list[HeldBack]


class CertificationReport(Fact):
    """The course runs certificated in the parcel."""

    parcel: Parcel
    certificates: int
    course_runs: list[ReportLine]


class Making(StrEnum):
    """How far documents that are made together have come."""

    WAITING = "waiting"
    MADE = "made"
    FAILED = "failed"


class Document(Fact):
    """A document as it is kept; `complete` unless it has characters that no font of ours can print."""

    name: str
    sha256: str
    size: int
    complete: bool = True


class Documents(Fact):
    """What became of documents that are made together; those that are made stay while they are being made again.

    `asked_at` is when they were last asked for again, and `asked_by` by whom.
    """

    status: Making
    documents: list[Document] = []
    asked_at: datetime | None = None
    asked_by: str | None = None

    @property
    def names(self) -> list[str]:
        """Their names, in the order in which they are read."""
        return [each.name for each in self.documents]

    @property
    def whole(self) -> bool:
        """Whether they are made, with every character in them."""
        return self.status is Making.MADE and all(each.complete for each in self.documents)

    def status_at(self, now: datetime, begun_at: datetime) -> Making:
        """Return how far they have come at `now`, where they were first to be made at `begun_at`.

        What ran out of time or memory could not say that it failed: those still waited for after so long have.
        """
        waited: timedelta = now - (self.asked_at or begun_at)
        overdue = self.status is Making.WAITING and waited > limits.DOCUMENTS_WAIT
        return Making.FAILED if overdue else self.status

    def without_certificates(self) -> "Documents":
        """Return them without the files to print certificates from."""
        others = [each for each in self.documents if not each.name.startswith(CERTIFICATES)]
        return self.model_copy(update={"documents": others})


@dataclass(frozen=True, slots=True)
class RunOnRecord:
    """A course run as it is recorded; `kinds` is what each learner is eligible for."""

    head: CourseRun
    roster: Roster
    queries: Sequence[Query]
    batches: Sequence[IssuedCertificates]
    kinds: Mapping[str, Kind | None]


def names_of(course_run_ids: Iterable[str]) -> list[str]:
    """Return the names of the documents that a parcel with these course runs gets."""
    stems = [REPORT, *(f"{SUMMARY}-{each}" for each in course_run_ids)]
    return [f"{stem}.{suffix}" for stem in stems for suffix in SUFFIXES]


def certificate_summary(
    consignment: Consignment, line: Line, run: RunOnRecord
) -> CertificateSummary:
    """Return what the summary of one course run says: its certificates in the order of their numbers."""
    parcel = Parcel.model_validate(consignment.model_dump())
    learners = {learner.learner_id: learner for learner in run.roster.learners}
    in_parcel = [batch for batch in run.batches if batch.block in line.blocks]
    return CertificateSummary(
        parcel=parcel,
        course_run=RunInParcel(
            course_run_id=line.course_run_id,
            title=line.title,
            qualification=run.head.qualification,
            receipt_due_on=line.receipt_due_on,
        ),
        learners=len(learners),
        certificates=[row for batch in in_parcel for row in certificated(batch, learners)],
        held_back=list(_held_back(line, run, parcel.recorded_at)),
    )


def report_line(summary: CertificateSummary) -> ReportLine:
    """Return what the report of a parcel says of the course run of a summary."""
    return ReportLine(
        **summary.course_run.model_dump(),
        certificates=len(summary.certificates),
        held_back=summary.held_back,
    )


def certification_report(parcel: Parcel, lines: Sequence[ReportLine]) -> CertificationReport:
    """Return what the report of a parcel says, of the lines of all its course runs."""
    return CertificationReport(
        parcel=Parcel.model_validate(parcel.model_dump()),
        certificates=sum(line.certificates for line in lines),
        course_runs=list(lines),
    )


def certificated(
    batch: IssuedCertificates, learners: Mapping[str, Learner]
) -> Iterator[Certificated]:
    """Yield the certificates of a batch, each with whose it is."""
    issued_on = london_date(batch.issued_at)
    for each in batch.certificates:
        learner = learners[each.learner_id]
        whose = {"name": each.name or learner.name, "uln": learner.uln, "issued_on": issued_on}
        yield Certificated.model_validate(each.model_dump() | whose)


def _held_back(line: Line, run: RunOnRecord, at: datetime) -> Iterator[HeldBack]:
    """Yield the eligible learners without a certificate at `at`, in roster order."""
    before = [b for b in run.batches if b.issued_at <= at or b.block in line.blocks]
    have = holders(before).keys()
    asked_about = {query.learner_id for query in run.queries if _outstanding(query, at)}
    for learner in run.roster.learners:
        if run.kinds.get(learner.learner_id) and learner.learner_id not in have:
            reason = Why.OUTSTANDING_QUERY if learner.learner_id in asked_about else Why.FOLLOWS
            yield HeldBack(learner_id=learner.learner_id, name=learner.name, reason=reason)


def _outstanding(query: Query, at: datetime) -> bool:
    resolved_at = query.resolution.resolved_at if query.resolution else None
    return query.opened_at <= at and (resolved_at is None or resolved_at > at)
