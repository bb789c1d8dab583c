"""What a centre has still to distribute: of all its course runs, and certificate by certificate of one."""

from collections.abc import Iterable
from datetime import date

from shared.domain.certificates import CertificateState, Kind
from shared.domain.consignments import Line
from shared.domain.distribution import Distribution, How, distribute_by
from shared.domain.faults import Fault, Forbidden, Invalid
from shared.domain.fields import Fact
from shared.domain.holdings import Holding
from shared.domain.life_cycle import Action, may
from shared.domain.people import Role
from shared.domain.receipts import Problem, overdue
from shared.services import seen
from shared.services.call import Call
from shared.services.paging import Page, Wanted
from shared.store import consignments
from shared.store.course_runs import WholeRun


class ToDistribute(Fact):
    """A course run's certificates that came in one parcel, of which `to_distribute` are still to be distributed.

    They are `overdue` from the day after `distribute_by`.
    """

    course_run_id: str
    title: str
    consignment_id: str
    date_received: date
    certificates: int
    to_distribute: int
    distribute_by: date
    overdue: bool


class CertificateHeld(Fact):
    """A certificate that has arrived, whose it is, what is wrong with it, and what was recorded of it last."""

    certificate_number: str
    learner_id: str
    learner_name: str
    kind: Kind
    received_on: date
    problem: Problem | None
    latest: Distribution | None


class CertificatesHeld(Fact):
    """The certificates of a course run that wait for being distributed, and those that could come back.

    Those `set_aside` are not for the learner: CRF Received says what is wrong with them, and they are being dealt with.
    """

    to_distribute: list[CertificateHeld]
    with_learners: list[CertificateHeld]
    set_aside: list[CertificateHeld]


def certificates_to_distribute(
    call: Call, wanted: Wanted, within: int, centre_id: str | None = None
) -> Page[ToDistribute]:
    """Return a page of what a centre has still to distribute, the first received first.

    `within` are the working days after which it counts as overdue. A centre sees its own; the AO names one.
    """
    caller = call.caller
    if caller.role not in {Role.CENTRE, Role.AWARDING_ORGANISATION}:
        raise Forbidden("This report is for centres and the awarding organisation.")
    if caller.role is Role.AWARDING_ORGANISATION and centre_id is None:
        raise Invalid([Fault("/centre_id", "Name a centre.")])
    if caller.role is Role.CENTRE and centre_id not in {None, caller.centre_id}:
        return Page(items=[], next_cursor=None)
    of = centre_id or caller.centre_id or ""
    listed = consignments.to_distribute(call.table, of, wanted.after, wanted.read)
    lines, next_cursor = wanted.of(listed)
    items = [shown for line in lines if (shown := _shown(line, within, call.today))]
    return Page(items=items, next_cursor=next_cursor)


def _shown(line: Line, within: int, today: date) -> ToDistribute | None:
    if line.receipt is None:
        return None
    received = line.receipt.date_received
    by = distribute_by(received, within, line.division)
    of = line.model_dump(include={"course_run_id", "title", "consignment_id", "certificates"})
    return ToDistribute(
        **of,
        date_received=received,
        to_distribute=line.to_distribute,
        distribute_by=by,
        overdue=overdue(by, today),
    )


def certificates_held(call: Call, course_run_id: str) -> CertificatesHeld:
    """Return the certificates of a centre's course run that it may record something of, in the roster's order."""
    found = seen.whole(call, course_run_id)
    may(call.caller.role, Action.RECORD_DISTRIBUTION)
    held = found.holdings().values()
    gone = (each for each in held if each.how in {How.HANDED_OVER, How.POSTED})
    aside = (each for each in held if each.problem and each.state is CertificateState.VALID)
    return CertificatesHeld(
        to_distribute=_named(found, (each for each in held if each.to_distribute)),
        with_learners=_named(found, gone),
        set_aside=_named(found, aside),
    )


def _named(found: WholeRun, held: Iterable[Holding]) -> list[CertificateHeld]:
    order = {each.learner_id: n for n, each in enumerate(found.roster.learners)}
    learners = found.roster.learners
    named = [
        CertificateHeld(
            **each.certificate.model_dump(),
            learner_name=learners[order[each.certificate.learner_id]].name,
            received_on=each.received_on,
            problem=each.problem,
            latest=each.latest,
        )
        for each in held
        if each.received_on
    ]
    return sorted(named, key=lambda each: order[each.learner_id])
