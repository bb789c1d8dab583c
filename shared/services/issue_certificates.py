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
from shared.domain.holdings import holdings, recounted
from shared.domain.life_cycle import Action, next_status
from shared.domain.queries import outstanding
from shared.domain.replacing import (
    Replacement,
    ReplacementStatus,
    Settles,
    superseded,
    to_issue,
    wanted,
)
from shared.domain.results import Result, kinds
from shared.services import seen
from shared.services.call import Answer, Call, use_case
from shared.services.new_ids import new_block
from shared.store import certificates, consignments, course_runs, replacements, submissions
from shared.store.course_runs import WholeRun
from shared.store.table import Write


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
    replaced, written_off = _replaced(call, found, batch, approved)
    count = len(batch.certificates)
    after = run.moved_on(
        status,
        call.now,
        certificates=run.certificates + len(now),
        ready=[*run.ready, Batch(block=batch.block, count=count)],
        pending=[each for each in run.pending if each.consignment_id not in written_off],
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
    held = holdings(found.batches, found.lines, found.distributions)
    new = [Wanted(learner_id, kind) for learner_id, kind in now.items()]
    others = [each for replacement in approved for each in wanted(replacement, held)]
    block = new_block()
    return IssuedCertificates(
        block=block, issued_at=call.now, certificates=numbered(block, [*new, *others])
    )


def _replaced(
    call: Call, found: WholeRun, batch: IssuedCertificates, approved: list[Replacement]
) -> tuple[list[Write], set[str]]:
    """Return what issuing replacements changes, and the consignments that it writes off.

    The originals hold no longer, so they are not to be distributed; a parcel that never arrived is not waited for.
    """
    issued = {
        "status": ReplacementStatus.ISSUED,
        "block": batch.block,
        "issued_at": batch.issued_at,
    }
    changed = superseded(found.batches, approved)
    batches = {each.block: each for each in [*found.batches, *changed]}.values()
    held = holdings(batches, found.lines, found.distributions)
    lost = {each.consignment_id for each in approved if each.settles is Settles.NOT_ARRIVED}
    off = [
        line.model_copy(update={"written_off_at": call.now})
        for line in found.lines
        if line.consignment_id in lost
    ]
    writes: list[Write] = [replacements.record(r.model_copy(update=issued)) for r in approved]
    writes += [
        put for each in changed for put in certificates.restate(found.head.course_run_id, each)
    ]
    writes += [consignments.change(line, "undistributed") for line in recounted(found.lines, held)]
    writes += [consignments.change(line, "written_off_at") for line in off]
    return writes, {line.consignment_id for line in off}


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
