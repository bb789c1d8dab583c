"""Approving or refusing a replacement, with what it costs and what it would where the fault is seen elsewhere."""

from functions.portal import tellings
from functions.portal.manage import matters
from functions.portal.manage.choices import Choice, address
from functions.portal.manage.managed import managed
from functions.portal.visits import Visit
from shared.domain.charges import told
from shared.domain.faults import Conflict, Invalid
from shared.domain.replacing import (
    MAY_DECIDE,
    NewReplacementDecision,
    Replacement,
    ReplacementStatus,
    Verdict,
)
from shared.pages.forms import Form, mistakes
from shared.pages.rendering import see_other
from shared.runtime import wiring
from shared.runtime.http import Response
from shared.runtime.requests import read_values
from shared.services.decide_replacement import charges_by_fault, decide_replacement
from shared.services.track import show_course_run
from shared.services.views import CourseRunView

DECIDED = "This replacement has been decided on or issued in the meantime. Nothing was recorded."
_MISSING = {"/decision": "Choose whether to approve or to refuse the replacement"}
_DONE = {Verdict.APPROVE: "replacement-approved", Verdict.REFUSE: "replacement-refused"}


def show(visit: Visit, run: CourseRunView) -> Response:
    """Return the form that decides on a replacement, as Manage shows it; of several, `replacement_id` says which."""
    asked = visit.request.query("replacement_id")
    found = matters.to_decide(run)
    return _page(visit, run, [each for each in found if each.replacement_id == asked] or found)


def decide(visit: Visit) -> Response:
    """POST /portal/course-runs/{course_run_id}/replacements/{replacement_id}/decision."""
    course_run_id = visit.request.path("course_run_id")
    replacement_id = visit.request.path("replacement_id")
    try:
        said = visit.typed.some("decision", "note", "at_fault")
        body = read_values(NewReplacementDecision, said)
        within = wiring.free_replacement_within()
        decide_replacement(visit.call, course_run_id, replacement_id, body, within)
    except Invalid as invalid:
        run = show_course_run(visit.call, course_run_id)
        found = [e for e in matters.to_decide(run) if e.replacement_id == replacement_id]
        if not found:
            raise Conflict(DECIDED) from None
        form = Form(visit.typed, mistakes(invalid.faults, missing=_MISSING))
        return _page(visit, run, found, form)
    return see_other(f"{address(course_run_id)}?done={_DONE[body.decision]}")


def _page(
    visit: Visit, run: CourseRunView, found: list[Replacement], form: Form | None = None
) -> Response:
    """Return the form of a single replacement, or the list to choose one from."""
    costs = {}
    if len(found) == 1:
        asked, within = found[0], wiring.free_replacement_within()
        if asked.status is ReplacementStatus.REQUESTED:
            charges = charges_by_fault(visit.call, run.course_run_id, asked.replacement_id, within)
            costs = {at_fault: told(charge) for at_fault, charge in charges.items()}
        # The fault stands where whoever asked saw it, until the AO sees it elsewhere.
        form = form or Form(begins={"at_fault": asked.at_fault or ""})
    facts = {
        "found": found,
        "costs": costs,
        "charge_told": told,
        "may_decide": MAY_DECIDE,
        "tellings": tellings,
    }
    return managed(visit, run, Choice.DECIDE_REPLACEMENT, facts, form)
