"""The AO has processed and checked a run's results: certificates are issued for all who are eligible and not held.

What was approved to be replaced is issued with them: a replacement is a certificate like any other.
"""

from shared.domain.certificates import (
    Batch,
    Certificate,
    HeldLearner,
    IssuedCertificates,
    Kind,
    Wanted,
    holders,
    numbered,
    sort_out,
)
from shared.domain.course_run import CourseRun, submitted
from shared.domain.faults import Conflict, Fault, Invalid
from shared.domain.fields import Fact
from shared.domain.life_cycle import Action, next_status
from shared.domain.queries import outstanding
from shared.domain.replacing import (
    Replacement,
    to_issue,
    wanted,
)
from shared.domain.results import Result, kinds
from shared.services import seen
from shared.services.call import Answer, Call, use_case
from shared.services.issue_replacements import issue_replacements
from shared.services.new_ids import new_block
from shared.store import certificates, course_runs, submissions
from shared.store.course_runs import WholeRun


class CertificatesIssued(Fact):
    """The answer to issuing: the certificates, and who is held back by which query."""

    certificates: list[Certificate]
    held: list[HeldLearner]


class CertificatesToIssue(Fact):
    """What issuing would do now: the kind of certificate that each learner gets, by identifier, and who is held.

    `replacements` are issued as well.
    """

    kinds: dict[str, Kind]
    held: list[HeldLearner]
    replacements: list[Replacement]


def certificates_to_issue(call: Call, course_run_id: str) -> CertificatesToIssue:
    """Return what issuing would do now, for the AO to check; raises Conflict where nothing can be issued."""
    found = seen.whole(call, course_run_id)
    next_status(found.head.status, Action.ISSUE_CERTIFICATES, call.caller.role)
    now, held = _sorted_out(found, _results(call, found.head))
    approved = to_issue(found.replacements, found.lines)
    return CertificatesToIssue(kinds=now, held=held, replacements=approved)


@use_case(CertificatesIssued)
def issue_certificates(call: Call, course_run_id: str) -> Answer[CertificatesIssued]:
    """Issue certificates for every learner who is eligible, not held, and has none yet, and all approved replacements.

    Repeated with nobody newly released and nothing approved, it answers with the latest batch. Raises Conflict where
    everybody eligible is held, Invalid where nobody is eligible.
    """
    found = seen.whole(call, course_run_id)
    run = found.head
    status = next_status(run.status, Action.ISSUE_CERTIFICATES, call.caller.role)
    now, held = _sorted_out(found, _results(call, run))
    approved = to_issue(found.replacements, found.lines)
    if not now and not approved:
        return Answer(_issued_before(found, held), fresh=False)
    batch = _batch(call, found, now, approved)
    pending, replaced = issue_replacements(found, batch, approved)
    count = len(batch.certificates)
    after = run.moved_on(
        status,
        call.now,
        certificates=run.certificates + len(now),
        ready=[*run.ready, Batch(block=batch.block, count=count)],
        pending=pending,
    )
    facts = {"certificates": count, "held": len(held), "block": batch.block}
    puts = [
        *course_runs.transition(run, after, Action.ISSUE_CERTIFICATES, call.caller, facts),
        *certificates.issue(course_run_id, batch),
        *replaced,
    ]
    return call.save(puts, CertificatesIssued(certificates=batch.certificates, held=held))


def _batch(
    call: Call, found: WholeRun, now: dict[str, Kind], approved: list[Replacement]
) -> IssuedCertificates:
    """Return the certificates to issue: those of learners who have none yet, then the replacements."""
    held = found.holdings()
    new = [Wanted(learner_id, kind) for learner_id, kind in now.items()]
    others = [each for replacement in approved for each in wanted(replacement, held)]
    block = new_block()
    return IssuedCertificates(
        block=block, issued_at=call.now, certificates=numbered(block, [*new, *others])
    )


def _results(call: Call, run: CourseRun) -> list[Result]:
    return submissions.load_results(call.table, run.course_run_id, submitted(run).version)


def _sorted_out(
    found: WholeRun, results: list[Result]
) -> tuple[dict[str, Kind], list[HeldLearner]]:
    holding = {who: query.query_id for who, query in outstanding(found.queries).items()}
    return sort_out(kinds(results), holding, holders(found.batches).keys())


def _issued_before(found: WholeRun, held: list[HeldLearner]) -> CertificatesIssued:
    if not found.batches and held:
        recorded = {"held": [each.model_dump() for each in held]}
        raise Conflict("Every eligible learner is held by an outstanding query.", recorded)
    if not found.batches:
        raise Invalid(
            [Fault("", "No learner achieved a unit, so there is nothing to certificate.")]
        )
    latest = max(found.batches, key=lambda batch: batch.issued_at)
    return CertificatesIssued(certificates=latest.certificates, held=held)
