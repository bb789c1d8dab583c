"""The AO has certificates printed again: they could not be printed, or another template has been put in force."""

from shared.domain.documents import Making
from shared.domain.faults import Conflict
from shared.domain.fields import Fact
from shared.domain.life_cycle import Action, may
from shared.domain.printed_certificates import Printing
from shared.services import seen
from shared.services.call import Answer, Call, use_case
from shared.store import printings
from shared.store.course_runs import WholeRun
from shared.store.table import Put


class PrintingRequested(Fact):
    """The answer to having certificates printed again: the blocks of the batches that are, and of the others."""

    course_run_id: str
    printing: list[str]
    others: list[str]


@use_case(PrintingRequested)
def print_again(call: Call, course_run_id: str) -> Answer[PrintingRequested]:
    """Have the batches of a run printed again that could not be, or that the template in force is not on yet.

    Those that have left in a parcel stay as they were printed, and those that are being printed are the ones asked for.
    Raises Conflict where nothing was issued.
    """
    found = seen.whole(call, course_run_id)
    may(call.caller.role, Action.ISSUE_CERTIFICATES)
    if not found.batches:
        recorded = {"status": found.head.status}
        raise Conflict("No certificates were issued to this course run yet.", recorded)
    in_force = printings.template_in_force(call.table)
    template = in_force.sha256 if in_force else None
    again: list[Printing] = []
    others: list[Printing] = []
    for batch in found.batches:
        before = found.printing(batch.block)
        status = before.status_at(call.now, batch.issued_at)
        (again if _to_print(found, before, status, template) else others).append(before)
    told = PrintingRequested(
        course_run_id=course_run_id,
        printing=[each.block for each in again],
        others=[each.block for each in others],
    )
    if not again:
        return Answer(told, fresh=False)
    return call.save([_ask(call, course_run_id, each) for each in again], told)


def _to_print(found: WholeRun, before: Printing, status: Making, template: str | None) -> bool:
    if status is not Making.MADE:
        return status is Making.FAILED
    here = {batch.block for batch in found.head.ready}
    another = template not in {None, before.template}
    return before.block in here and (another or not before.whole)


def _ask(call: Call, course_run_id: str, before: Printing) -> Put:
    asked = {"status": Making.WAITING, "asked_at": call.now, "asked_by": call.caller.subject}
    return printings.ask(course_run_id, before, before.model_copy(update=asked))
