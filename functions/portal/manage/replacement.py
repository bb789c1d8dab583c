"""Asking for a replacement: which certificate and why, then what it costs, and only then is it recorded."""

import re
from http import HTTPStatus
from typing import Any

from functions.portal import tellings
from functions.portal.administration.course_runs import crumbs
from functions.portal.manage import replacement_form
from functions.portal.manage.choices import LABELS, Choice, address
from functions.portal.manage.managed import managed
from functions.portal.manage.replacement_form import LISTED
from functions.portal.visits import Visit
from shared.domain.faults import Conflict, Invalid
from shared.domain.people import Role
from shared.domain.replacements import NewReplacement
from shared.domain.replacing import BECOMES
from shared.pages.forms import Form, Mistake
from shared.pages.rendering import see_other
from shared.runtime import wiring
from shared.runtime.http import Response
from shared.runtime.requests import read_values
from shared.services.certificates_to_replace import CertificateToReplace, certificates_to_replace
from shared.services.request_replacement import replacement_charge, request_replacement
from shared.services.track import show_course_run
from shared.services.views import CourseRunView


def show(visit: Visit, run: CourseRunView) -> Response:
    """Return the form, as Manage shows it."""
    return _form(visit, run, Form())


def ask(visit: Visit) -> Response:
    """POST /portal/course-runs/{course_run_id}/replacements: once to be shown the charge, once more to confirm it."""
    course_run_id, typed = visit.request.path("course_run_id"), visit.typed
    pence = typed.text("charge_pence")
    if re.fullmatch("[0-9]{1,6}", pence) and not typed.text("change"):
        return _confirmed(visit, int(pence))
    run = show_course_run(visit.call, course_run_id)
    possible = certificates_to_replace(visit.call, course_run_id)
    if typed.text("change"):
        return _form(visit, run, Form(typed), possible)
    found = replacement_form.matching(typed.text("certificate"), possible)
    wrong = replacement_form.not_one(typed.text("certificate"), found)
    told = [wrong] if wrong else []
    said, body = replacement_form.values(typed), None
    try:
        body = read_values(NewReplacement, said)
    except Invalid as invalid:
        told += replacement_form.mistakes(said, invalid.faults)
    if body is None or told:
        narrowed = found if 1 < len(found) <= LISTED else possible
        return _form(visit, run, Form(typed, told), narrowed)
    return _check(visit, run, found[0], body)


def _confirmed(visit: Visit, pence: int) -> Response:
    """Record what is asked for, at the charge that was shown; a charge that is another by now is shown first."""
    number, said = visit.typed.text("certificate"), replacement_form.values(visit.typed)
    run = show_course_run(visit.call, visit.request.path("course_run_id"))
    possible = certificates_to_replace(visit.call, run.course_run_id)
    try:
        body = read_values(NewReplacement, {**said, "charge_pence": pence})
        within = wiring.free_replacement_within()
        told = request_replacement(visit.call, number, body, within)
    except Invalid as invalid:
        form = Form(visit.typed, replacement_form.mistakes(said, invalid.faults))
        return _form(visit, run, form, possible)
    except Conflict as conflict:
        meant = replacement_form.matching(number, possible)
        if "charge" in conflict.recorded and meant:
            return _check(visit, run, meant[0], body, changed=True)
        form = Form(visit.typed, [Mistake("certificate", conflict.detail)])
        return _form(visit, run, form, possible)
    done = "replacement-asked" if told.fresh else "replacement-before"
    return see_other(f"{address(told.body.course_run_id)}?done={done}")


def _choice(visit: Visit) -> Choice:
    return Choice.ASK_REPLACEMENT if visit.role is Role.CENTRE else Choice.RECORD_REPLACEMENT


def _form(
    visit: Visit,
    run: CourseRunView,
    form: Form,
    possible: list[CertificateToReplace] | None = None,
) -> Response:
    """Return the form; it lists the certificates that can be replaced, or those that fit, where they are not many."""
    if possible is None:
        possible = certificates_to_replace(visit.call, run.course_run_id)
    listed = [
        (
            each.certificate_number,
            f"{each.learner_name} ({each.learner_id}), {each.certificate_number}",
        )
        for each in possible
    ]
    facts: dict[str, Any] = {
        "listed": [("", "Choose"), *listed] if len(listed) <= LISTED else None,
        "narrowed": len(listed) < run.to_replace,
        "choice_value": _choice(visit),
        "tellings": tellings,
    }
    return managed(visit, run, _choice(visit), facts, form)


def _check(
    visit: Visit,
    run: CourseRunView,
    certificate: CertificateToReplace,
    body: NewReplacement,
    *,
    changed: bool = False,
) -> Response:
    """Return the page of what is asked for and what it costs, before it is recorded."""
    number, within = certificate.certificate_number, wiring.free_replacement_within()
    cost = replacement_charge(visit.call, number, body.reason, body.at_fault, within)
    facts = {
        "run": run,
        "path": address(run.course_run_id),
        "label": LABELS[_choice(visit)],
        "certificate": certificate,
        "asked": body,
        "cost": cost,
        "changed": changed,
        "becomes": BECOMES[body.reason],
        "carried": replacement_form.carried(visit.typed, number),
        "tellings": tellings,
        "crumbs": crumbs(run, "Manage"),
    }
    status = HTTPStatus.CONFLICT if changed else HTTPStatus.OK
    return visit.page("manage/check_replacement.html", facts, status)
