"""Settling what is not right with a certificate: the AO replaces it, or explains it to the centre."""

from functions.portal import tellings
from functions.portal.manage import matters
from functions.portal.manage.choices import Choice, address
from functions.portal.manage.managed import managed
from functions.portal.manage.matters import Unsettled
from functions.portal.visits import Visit
from shared.domain.charges import told
from shared.domain.discrepancies import NewDiscrepancyResolution, Settlement
from shared.domain.faults import Conflict, Fault, Invalid
from shared.domain.receipts import Problem
from shared.pages.forms import Form, Typed, mistakes
from shared.pages.rendering import see_other
from shared.runtime import wiring
from shared.runtime.http import Response
from shared.runtime.requests import read_values
from shared.services.resolve_discrepancy import discrepancy_charges, resolve_discrepancy
from shared.services.track import show_course_run
from shared.services.views import CourseRunView

SETTLED = "This has been settled in the meantime. Nothing was recorded."
_HOW = {"/how": "Choose whether to replace the certificate or to explain"}
_FAULT = Fault("/at_fault", "Choose whose fault it is: the charge depends on it")


def show(visit: Visit, run: CourseRunView) -> Response:
    """Return the form that settles a discrepancy, as Manage shows it; of several, `certificate_number` says which."""
    asked = visit.request.query("certificate_number")
    found = matters.to_settle(run)
    return _page(visit, run, [e for e in found if e.told.certificate_number == asked] or found)


def settle(visit: Visit) -> Response:
    """POST /portal/course-runs/{course_run_id}/discrepancies/{certificate_number}/resolution."""
    course_run_id = visit.request.path("course_run_id")
    number = visit.request.typed_path("certificate_number")
    run = show_course_run(visit.call, course_run_id)
    open_now = [e for e in matters.to_settle(run) if e.told.certificate_number == number]
    try:
        said = _read(visit.typed, open_now)
        within = wiring.free_replacement_within()
        fresh = resolve_discrepancy(visit.call, course_run_id, number, said, within).fresh
    except Invalid as invalid:
        if not open_now:
            raise Conflict(SETTLED) from None
        form = Form(visit.typed, mistakes(invalid.faults, missing=_HOW))
        return _page(visit, run, open_now, form)
    done = "settled" if fresh else "settled-before"
    return see_other(f"{address(course_run_id)}?done={done}")


def _read(typed: Typed, about: list[Unsettled]) -> NewDiscrepancyResolution:
    """Return what a form says; raises Invalid with every fault.

    Whose fault it is, and the name, are left out where nothing is replaced; of what is incorrect the fault is asked.
    """
    replaced = typed.text("how") == Settlement.REPLACEMENT
    said = typed.some("how", "note", *(("at_fault", "name") if replaced else ()))
    incorrect = any(each.told.problem is Problem.INCORRECT for each in about)
    lacking = [_FAULT] if replaced and incorrect and "at_fault" not in said else []
    try:
        body = read_values(NewDiscrepancyResolution, said)
    except Invalid as invalid:
        raise Invalid([*lacking, *invalid.faults]) from None
    if lacking:
        raise Invalid(lacking)
    return body


def _page(
    visit: Visit, run: CourseRunView, found: list[Unsettled], form: Form | None = None
) -> Response:
    """Return the form of a single discrepancy, with what a replacement would cost; or the list to choose one from."""
    costs = {}
    if len(found) == 1:
        number, within = found[0].told.certificate_number, wiring.free_replacement_within()
        charges = discrepancy_charges(visit.call, run.course_run_id, number, within)
        costs = {at_fault: told(charge) for at_fault, charge in charges.items()}
    facts = {"found": found, "costs": costs, "tellings": tellings}
    return managed(visit, run, Choice.SETTLE, facts, form)
