"""CRF Received: the centre confirms that the certificates of a course run have arrived, and which are not right."""

from collections.abc import Iterable
from http import HTTPStatus
from typing import Final

from functions.portal import tellings
from functions.portal.administration.course_runs import crumbs
from functions.portal.administration.steps import receivers
from functions.portal.manage import matters, receipt_form
from functions.portal.manage.choices import Choice, address
from functions.portal.manage.managed import managed
from functions.portal.manage.receipt_form import Said
from functions.portal.visits import Visit
from shared.domain import limits
from shared.domain.faults import Conflict, Fault, Invalid
from shared.domain.receipts import NewReceipt, Problem
from shared.pages.forms import Form
from shared.pages.rendering import see_other
from shared.runtime.http import Response
from shared.runtime.requests import read_values
from shared.services.confirm_receipt import confirm_receipt
from shared.services.paging import Wanted
from shared.services.receipts_to_confirm import ReceiptAsked, receipts_to_confirm
from shared.services.track import show_course_run, show_history
from shared.services.views import CourseRunView

# More certificates than this are not listed, for their page would be a megabyte: those not right are named instead.
_LISTED: Final = 500
_NAMED: Final = 30


def show(visit: Visit, run: CourseRunView) -> Response:
    """Return the form, as Manage shows it."""
    asked = receipts_to_confirm(visit.call, run.course_run_id)
    # Somebody may have confirmed the last one just now: the course run's page shows it.
    return _form(visit, run, asked, Form()) if asked else see_other(address(run.course_run_id))


def _form(visit: Visit, run: CourseRunView, asked: list[ReceiptAsked], form: Form) -> Response:
    sent = [(parcel, each) for parcel in asked for each in parcel.certificates]
    listed = len(sent) <= _LISTED
    facts = {
        "asked": asked,
        "sent": sent if listed else [],
        "named": [] if listed else [str(n) for n in range(_NAMED)],
        "not_come": matters.to_report(run) and Choice.REPORT_NOT_ARRIVED,
        "problems": [("", "Arrived as it should" if listed else "Choose")]
        + [(problem.value, tellings.PROBLEMS[problem]) for problem in Problem],
        "opened": any(form.typed.given(f"{name}-") for name in ("number", "problem", "note")),
    }
    return managed(visit, run, Choice.RECEIVE, facts, form)


def confirm(visit: Visit) -> Response:
    """POST /portal/course-runs/{course_run_id}/receipts."""
    course_run_id = visit.request.path("course_run_id")
    said = receipt_form.read(visit.typed)
    try:
        receipt = read_values(NewReceipt, said.values)
        fresh = confirm_receipt(visit.call, course_run_id, receipt).fresh
    except Invalid as invalid:
        return _corrected(visit, course_run_id, said, invalid.faults)
    except Conflict as conflict:
        return _recorded(visit, course_run_id, conflict)
    done = "received" if fresh else "received-before"
    return see_other(f"{address(course_run_id)}?done={done}")


def _corrected(visit: Visit, course_run_id: str, said: Said, faults: Iterable[Fault]) -> Response:
    """Return the form with its mistakes."""
    run = show_course_run(visit.call, course_run_id)
    asked = receipts_to_confirm(visit.call, course_run_id)
    if not asked:
        return _recorded(visit, course_run_id, Conflict("No receipt is pending any more."))
    mistakes = receipt_form.mistakes(said, faults, asked, visit.call.today)
    return _form(visit, run, asked, Form(visit.typed, mistakes))


def _recorded(visit: Visit, course_run_id: str, conflict: Conflict) -> Response:
    """Return the page of what is recorded already; where nothing is, raise `conflict`."""
    run = show_course_run(visit.call, course_run_id)
    received = [parcel for parcel in run.consignments if parcel.receipt]
    if not received:
        raise conflict
    events = show_history(visit.call, course_run_id, Wanted(limits.PAGE_MOST)).items
    facts = {
        "run": run,
        "received": received,
        "receivers": receivers(events),
        "tellings": tellings,
        "path": address(course_run_id),
        "crumbs": crumbs(run, "Manage"),
    }
    return visit.page("manage/recorded.html", facts, HTTPStatus.CONFLICT)
