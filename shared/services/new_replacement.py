"""A new replacement, however it came about: asked for by itself, or to settle what was wrong with a parcel."""

from collections.abc import Sequence
from typing import Any

from shared.domain.certificates import Certificate
from shared.domain.replacing import Replacement, ReplacementDecision, ReplacementStatus, Verdict
from shared.services.call import Call
from shared.services.new_ids import new_replacement_id
from shared.store.course_runs import WholeRun


def new_replacement(
    call: Call, found: WholeRun, originals: Sequence[Certificate], **said: Any
) -> Replacement:
    """Return a replacement of the certificates `originals`, requested by the caller, with what else is `said` of it."""
    run = found.head
    learner_name = None
    if len(originals) == 1:
        names = {each.learner_id: each.name for each in found.roster.learners}
        learner_name = originals[0].name or names[originals[0].learner_id]
    return Replacement(
        replacement_id=new_replacement_id(),
        **run.model_dump(include={"course_run_id", "title", "centre_id", "centre_name"}),
        certificate_numbers=[each.certificate_number for each in originals],
        learner_name=learner_name,
        requested_at=call.now,
        requested_by=call.caller.role,
        **{"status": ReplacementStatus.REQUESTED, **said},
    )


def settled_by(
    call: Call, found: WholeRun, originals: Sequence[Certificate], **said: Any
) -> Replacement:
    """Return a replacement that the AO has decided on already, by deciding that it settles something."""
    note = said.pop("note")
    decision = ReplacementDecision(decision=Verdict.APPROVE, note=note, decided_at=call.now)
    approved = {"status": ReplacementStatus.APPROVED, "decision": decision}
    return new_replacement(call, found, originals, **said, **approved)
