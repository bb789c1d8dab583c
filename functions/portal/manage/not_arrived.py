"""A parcel that has not arrived: the centre reports it, and the AO answers or has everything in it replaced."""

from dataclasses import replace

from functions.portal.manage import matters
from functions.portal.manage.choices import Choice, address
from functions.portal.manage.managed import managed
from functions.portal.visits import Visit
from shared.domain.discrepancies import NewNonArrival, NewResolution
from shared.domain.faults import Conflict, Invalid
from shared.pages.forms import Form, mistakes
from shared.pages.rendering import see_other
from shared.runtime.http import Response
from shared.runtime.requests import read_values
from shared.services.report_not_arrived import report_not_arrived
from shared.services.resolve_not_arrived import certificates_not_arrived, resolve_not_arrived
from shared.services.track import show_course_run
from shared.services.views import ConsignmentView, CourseRunView

ANSWERED = (
    "This has been answered in the meantime, or the parcel has arrived. Nothing was recorded."
)
_WHICH = "Choose the parcel that has not arrived"
_HOW = {"/how": "Choose whether to explain it or to replace the certificates"}


def show(visit: Visit, run: CourseRunView, form: Form | None = None) -> Response:
    """Return the form that says that a parcel has not arrived, as Manage shows it."""
    facts = {"parcels": matters.to_report(run)}
    return managed(visit, run, Choice.REPORT_NOT_ARRIVED, facts, form)


def report(visit: Visit) -> Response:
    """POST /portal/course-runs/{course_run_id}/non-arrivals."""
    course_run_id = visit.request.path("course_run_id")
    try:
        said = read_values(NewNonArrival, visit.typed.some("consignment_id", "note"))
        fresh = report_not_arrived(visit.call, course_run_id, said).fresh
    except Invalid as invalid:
        run = show_course_run(visit.call, course_run_id)
        told = [
            replace(each, detail=_WHICH) if each.pointer == "/consignment_id" else each
            for each in invalid.faults
        ]
        return show(visit, run, Form(visit.typed, mistakes(told)))
    done = "not-arrived" if fresh else "not-arrived-before"
    return see_other(f"{address(course_run_id)}?done={done}")


def show_answer(visit: Visit, run: CourseRunView) -> Response:
    """Return the form that answers the centre, as Manage shows it; of several parcels, `consignment_id` says which."""
    asked = visit.request.query("consignment_id")
    parcels = matters.to_answer(run)
    return _answer(visit, run, [e for e in parcels if e.consignment_id == asked] or parcels)


def answer(visit: Visit) -> Response:
    """POST /portal/course-runs/{course_run_id}/non-arrivals/{consignment_id}/resolution."""
    course_run_id = visit.request.path("course_run_id")
    consignment_id = visit.request.path("consignment_id")
    try:
        said = read_values(NewResolution, visit.typed.some("how", "note"))
        fresh = resolve_not_arrived(visit.call, course_run_id, consignment_id, said).fresh
    except Invalid as invalid:
        run = show_course_run(visit.call, course_run_id)
        parcels = [e for e in matters.to_answer(run) if e.consignment_id == consignment_id]
        if not parcels:
            raise Conflict(ANSWERED) from None
        form = Form(visit.typed, mistakes(invalid.faults, missing=_HOW))
        return _answer(visit, run, parcels, form)
    done = "answered" if fresh else "answered-before"
    return see_other(f"{address(course_run_id)}?done={done}")


def _answer(
    visit: Visit, run: CourseRunView, parcels: list[ConsignmentView], form: Form | None = None
) -> Response:
    """Return the form of a single parcel, or the list to choose one from."""
    count = 0
    if len(parcels) == 1:
        count = certificates_not_arrived(visit.call, run.course_run_id, parcels[0].consignment_id)
    facts = {"parcels": parcels, "to_replace": count}
    return managed(visit, run, Choice.ANSWER_NOT_ARRIVED, facts, form)
