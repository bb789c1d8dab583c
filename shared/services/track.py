"""Where everything is: the lists of course runs, one run whole, its history, and a consignment."""

from shared.domain.events import Event
from shared.domain.life_cycle import Status, actions_in
from shared.domain.people import Role
from shared.services import seen
from shared.services.call import Call
from shared.services.paging import Page, Wanted
from shared.services.views import (
    CourseRunSummary,
    CourseRunView,
    ParcelView,
    parcel_view,
    summary,
    whole_view,
)
from shared.store import consignments, events, lists
from shared.store.lists import Listed, Window


def list_course_runs(
    call: Call,
    wanted: Wanted,
    status: Status | None = None,
    centre_id: str | None = None,
    *,
    oldest_first: bool = False,
) -> Page[CourseRunSummary]:
    """Return a page of the course runs that the caller may see, newest activity first unless otherwise asked."""
    window = Window(status, wanted.after, wanted.read, oldest_first)
    runs, next_cursor = wanted.of(_listed(call, window, centre_id))
    return Page(items=[summary(run, call.now) for run in runs], next_cursor=next_cursor)


def _listed(call: Call, window: Window, centre_id: str | None) -> Listed:
    caller = call.caller
    if caller.role is Role.CENTRE and caller.centre_id and centre_id in {None, caller.centre_id}:
        return lists.of_centre(call.table, caller.centre_id, window)
    if caller.role is Role.VERIFIER and caller.verifier_id:
        listed = lists.of_verifier(call.table, caller.verifier_id, window)
        return ((at, run) for at, run in listed if centre_id in {None, run.centre_id})
    if caller.role is not Role.AWARDING_ORGANISATION:
        return iter(())
    return (
        lists.of_centre(call.table, centre_id, window)
        if centre_id
        else lists.of_all(call.table, window)
    )


def show_course_run(call: Call, course_run_id: str) -> CourseRunView:
    """Return everything about one run."""
    found = seen.whole(call, course_run_id)
    actions = actions_in(found.head.status, call.caller.role)
    # What became of a certificate is between the centre, its learner and the AO.
    distributed = call.caller.role in {Role.CENTRE, Role.AWARDING_ORGANISATION}
    printed = call.caller.role is Role.AWARDING_ORGANISATION
    return whole_view(found, actions, call.now, distributed=distributed, printed=printed)


def show_history(call: Call, course_run_id: str, wanted: Wanted) -> Page[Event]:
    """Return a page of a run's events, oldest first."""
    seen.head(call, course_run_id)
    after = int(wanted.after) if wanted.after and wanted.after.isdecimal() else 0
    history = events.history(call.table, course_run_id, after)
    shown, next_cursor = wanted.of((str(event.sequence), event) for event in history)
    return Page(items=shown, next_cursor=next_cursor)


def show_consignment(call: Call, consignment_id: str) -> ParcelView:
    """Return a parcel with its lines and receipts, to the AO and to its own centre."""
    consignment, documents = seen.parcel(call, consignment_id)
    lines = consignments.load_lines(call.table, consignment)
    return parcel_view(consignment, lines, documents, call.now)
