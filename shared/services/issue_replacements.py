"""What issuing replacements changes besides: the originals, the parcels that they came in, what is pending."""

from collections.abc import Iterable, Sequence

from shared.domain.certificates import IssuedCertificates
from shared.domain.course_run import PendingReceipt
from shared.domain.holdings import holdings, recounted
from shared.domain.replacing import Replacement, ReplacementStatus, Settles, superseded
from shared.store import certificates, consignments, replacements
from shared.store.course_runs import WholeRun
from shared.store.table import Write


def issue_replacements(
    found: WholeRun, batch: IssuedCertificates, approved: Sequence[Replacement]
) -> tuple[list[PendingReceipt], list[Write]]:
    """Return the run's pending receipts and the writes once the replacements `approved` are issued with a batch.

    The originals hold no longer, so they are not to be distributed; a parcel that never arrived is written off, and
    its receipt is not waited for.
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
        line.model_copy(update={"written_off_at": batch.issued_at})
        for line in found.lines
        if line.consignment_id in lost
    ]
    run = found.head
    writes: list[Write] = [replacements.record(r.model_copy(update=issued)) for r in approved]
    writes += [put for each in changed for put in certificates.restate(run.course_run_id, each)]
    writes += [consignments.change(line, "undistributed") for line in recounted(found.lines, held)]
    writes += [consignments.change(line, "written_off_at") for line in off]
    numbers = {number for each in approved for number in each.certificate_numbers}
    travelling = {held[number].consignment_id for number in numbers}
    return list(_still_pending(run.pending, lost, travelling)), writes


def _still_pending(
    pending: Iterable[PendingReceipt], lost: set[str | None], replaced: set[str | None]
) -> Iterable[PendingReceipt]:
    for each in pending:
        if each.consignment_id in replaced and each.consignment_id not in lost:
            yield each.model_copy(update={"some_replaced": True})
        elif each.consignment_id not in lost:
            yield each
