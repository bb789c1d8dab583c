"""The centre records which learners got their certificates, when and how; or what else became of them."""

from collections.abc import Mapping
from datetime import date, datetime

from shared.domain import limits
from shared.domain.course_run import CourseRun
from shared.domain.distribution import Distribution, How, NewDistribution, same_facts
from shared.domain.distribution_faults import distribution_faults
from shared.domain.faults import Conflict, Fault, Invalid
from shared.domain.fields import Fact
from shared.domain.holdings import (
    Holding,
    after,
    meant,
    recounted,
    stands,
    to_distribute,
)
from shared.domain.life_cycle import Action, next_status
from shared.services import seen
from shared.services.call import Answer, Call, use_case
from shared.store import consignments, course_runs, distributions
from shared.store.course_runs import WholeRun


class DistributionRecorded(Fact):
    """The answer: what was recorded, of which certificates, and which are still to be distributed."""

    course_run_id: str
    how: How
    on: date
    certificate_numbers: list[str]
    recorded_at: datetime
    still_to_distribute: list[str]


@use_case(DistributionRecorded)
def record_distribution(
    call: Call, course_run_id: str, body: NewDistribution
) -> Answer[DistributionRecorded]:
    """Record what became of the certificates named, or of all that are to be distributed, except some.

    Repeating it with the same facts changes nothing. Raises Invalid with every fault, and Conflict where nothing is
    left to be distributed.
    """
    found = seen.whole(call, course_run_id)
    run = found.head
    status = next_status(run.status, Action.RECORD_DISTRIBUTION, call.caller.role)
    held = found.holdings()
    if recorded := _repeated(found, held, body):
        return Answer(_answer(run, recorded, held), fresh=False)
    if faults := distribution_faults(body, held, call.today):
        raise Invalid(faults)
    moved = run.moved_on(status, call.now)
    distribution = Distribution(
        **body.model_dump(exclude={"certificate_numbers", "besides"}),
        sequence=moved.version,
        certificate_numbers=_about(found, held, body),
        besides=None if body.certificate_numbers else body.besides,
        recorded_at=call.now,
        recorded_by=call.caller.subject,
    )
    now = after(held, distribution)
    changed = recounted(found.lines, now)
    if len(changed) > limits.PARCELS_PER_DISTRIBUTION:
        most = limits.PARCELS_PER_DISTRIBUTION
        raise Invalid([Fault("", f"Record what came in more than {most} parcels bit by bit.")])
    # Neither names nor what was seen: the verifier reads the history, too.
    facts = {"how": body.how, "on": body.on.isoformat()}
    counts = {"certificates": len(distribution.certificate_numbers)}
    return call.save(
        [
            *course_runs.transition(
                run, moved, Action.RECORD_DISTRIBUTION, call.caller, {**facts, **counts}
            ),
            *distributions.record(course_run_id, distribution),
            *(consignments.change(line, "undistributed") for line in changed),
        ],
        _answer(run, distribution, now),
    )


def _repeated(
    found: WholeRun, held: Mapping[str, Holding], body: NewDistribution
) -> Distribution | None:
    """Return what is recorded already of the very certificates that are meant, with the same facts.

    All that were to be distributed are meant again only while they stand as recorded then; what has come since is
    named, or recorded with other facts: a retry that comes late must not take it along.
    """
    if body.certificate_numbers is None:
        same = [d for d in found.distributions if d.besides is not None and same_facts(d, body)]
        again = [d for d in same if set(d.besides or ()) == set(body.besides) and stands(d, held)]
        return again[-1] if again else None
    latest = [held[n].latest for n in body.certificate_numbers if n in held]
    recorded = [each for each in latest if each and same_facts(each, body)]
    if len(recorded) < len(body.certificate_numbers):
        return None
    newest = max(recorded, key=lambda each: each.sequence)
    return newest.model_copy(update={"certificate_numbers": body.certificate_numbers})


def _about(found: WholeRun, held: Mapping[str, Holding], body: NewDistribution) -> list[str]:
    if numbers := meant(body, held):
        return numbers
    if not found.head.receipts:
        raise Conflict("No certificates have been received yet.", {"status": found.head.status})
    left = to_distribute(held)
    raise Conflict("Nothing is left to be distributed.", {"still_to_distribute": left})


def _answer(
    run: CourseRun, recorded: Distribution, held: Mapping[str, Holding]
) -> DistributionRecorded:
    told = recorded.model_dump(include=set(DistributionRecorded.model_fields))
    return DistributionRecorded(
        course_run_id=run.course_run_id, **told, still_to_distribute=to_distribute(held)
    )
