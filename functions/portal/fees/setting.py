"""Setting new charges: a form, and what will hold from when, to be confirmed before it is recorded."""

from http import HTTPStatus

from functions.portal.fees import fees_form
from functions.portal.fees.charges import CRUMB, PATH, TOLD
from functions.portal.reports.pending import REPORTS
from functions.portal.visits import Visit
from shared.domain.clock import stamp
from shared.domain.faults import Invalid
from shared.pages.forms import Form, Typed
from shared.pages.rendering import see_other
from shared.runtime.http import Response
from shared.services.fees import FeesToSet, fees_to_set, list_fees, set_fees

_NEW, _CHECK = "Set new charges", "Check the new charges"


def show(visit: Visit) -> Response:
    """GET /portal/fees/new."""
    return _form(visit, Form(begins=fees_form.begins(list_fees(visit.call))))


def take(visit: Visit) -> Response:
    """POST /portal/fees/new: once to be shown what would hold, once more to confirm it."""
    typed = visit.typed
    if typed.text("change"):
        return _form(visit, Form(typed))
    try:
        valid_from, body = fees_form.read(typed, visit.call.today)
        to_set = fees_to_set(visit.call, valid_from, body)
    except Invalid as invalid:
        return _form(visit, Form(typed, fees_form.told(invalid.faults)))
    if not to_set.repeats and typed.text("confirmed") != _confirmation(to_set):
        return _check(visit, typed, to_set)
    fresh = set_fees(visit.call, valid_from, body).fresh
    return see_other(f"{PATH}?done={'fees-set' if fresh else 'fees-before'}")


def _confirmation(to_set: FeesToSet) -> str:
    """Return what confirms new charges: what they supersede, so that what others set meanwhile is shown first."""
    return stamp(to_set.supersedes.set_at) if to_set.supersedes else "nothing"


def _form(visit: Visit, form: Form) -> Response:
    facts = {"name": _NEW, "form": form, "crumbs": _crumbs(_NEW)}
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.mistakes else HTTPStatus.OK
    return visit.page("fees/new.html", TOLD | facts, status)


def _check(visit: Visit, typed: Typed, to_set: FeesToSet) -> Response:
    facts = {
        "name": _CHECK,
        "to_set": to_set,
        "carried": dict(fees_form.fields(typed)) | {"confirmed": _confirmation(to_set)},
        "crumbs": _crumbs(_CHECK),
    }
    return visit.page("fees/check.html", TOLD | facts)


def _crumbs(name: str) -> list[tuple[str, str | None]]:
    return [("Home", "/portal"), REPORTS, CRUMB, (name, None)]
