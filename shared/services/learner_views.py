"""Learners as they are shown: with their queries, their certificates, and what became of these at the centre."""

from collections.abc import Iterable
from datetime import date

from shared.domain.certificates import Certificate, CertificateState, IssuedCertificates
from shared.domain.course_run import Learner
from shared.domain.distribution import Distribution, How
from shared.domain.fields import Fact
from shared.domain.queries import Query
from shared.store.course_runs import WholeRun


class CertificateDistributed(Fact):
    """What became of a certificate last; `sequence` says which of the run's distributions has the rest."""

    how: How
    on: date
    sequence: int


class CertificateView(Certificate):
    """A certificate with how it stands and, where it was replaced, by which."""

    state: CertificateState
    replaced_by: str | None


class LearnerView(Learner):
    """A learner with their queries, their certificate, and what became of that at the centre.

    `earlier_certificates` were replaced or revoked, the latest first.
    """

    queries: list[Query]
    certificate: CertificateView | None
    earlier_certificates: list[CertificateView]
    distribution: CertificateDistributed | None


def learner_views(found: WholeRun, *, distributed: bool) -> list[LearnerView]:
    """Return the learners of a run, with what became of their certificates at the centre if `distributed`."""
    queries: dict[str, list[Query]] = {}
    for query in found.queries:
        queries.setdefault(query.learner_id, []).append(query)
    certificates = _by_learner(found.batches)
    records = found.distributions if distributed else []
    latest = {number: each for each in records for number in each.certificate_numbers}
    shown = []
    for learner in found.roster.learners:
        own = certificates.get(learner.learner_id, [])
        newest = own[0] if own else None
        if newest and not distributed:
            newest = newest.model_copy(update={"name": None})
        view = LearnerView(
            **learner.model_dump(),
            queries=queries.get(learner.learner_id, []),
            certificate=newest,
            earlier_certificates=own[1:] if distributed else [],
            distribution=_last(latest.get(newest.certificate_number) if newest else None),
        )
        shown.append(view)
    return shown


def _by_learner(batches: Iterable[IssuedCertificates]) -> dict[str, list[CertificateView]]:
    """Return each learner's certificates, the newest first: that is the one that holds."""
    newest_first = sorted(batches, key=lambda batch: batch.issued_at, reverse=True)
    replaced_by = {
        each.replaces: each.certificate_number
        for batch in newest_first
        for each in batch.certificates
        if each.replaces
    }
    found: dict[str, list[CertificateView]] = {}
    for batch in newest_first:
        for each in batch.certificates:
            number = each.certificate_number
            view = CertificateView(
                **each.model_dump(),
                state=batch.states.get(number, CertificateState.VALID),
                replaced_by=replaced_by.get(number),
            )
            found.setdefault(each.learner_id, []).append(view)
    return found


def _last(recorded: Distribution | None) -> CertificateDistributed | None:
    return CertificateDistributed.model_validate(recorded.model_dump()) if recorded else None
