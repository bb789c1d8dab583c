"""The public check of a certificate: nobody signs in, and no session is looked for."""

from http import HTTPStatus
from typing import Any

from functions.portal import tellings
from functions.portal.visits import NOT_YOURS, TEMPLATES, same_origin
from shared.domain.certificate_check import CertificateToCheck
from shared.domain.certificates import CertificateState, Kind
from shared.domain.faults import Forbidden, Invalid, NotFound
from shared.pages.forms import Form, mistakes, typed
from shared.pages.rendering import page
from shared.runtime import wiring
from shared.runtime.http import Response
from shared.runtime.requests import Request, read_values
from shared.services.check_certificate import CheckedCertificate, check_certificate

_HOME = ("Home", "/portal")
_TITLE = "Check a certificate"
_NOT_FOUND = "We cannot confirm this certificate"
_MISSING = {
    "/number": "Enter the certificate number",
    "/surname": "Enter the learner’s surname",
}
_HEADINGS = {
    CertificateState.VALID: "This certificate is valid",
    CertificateState.REPLACED: "This certificate has been replaced",
    CertificateState.REVOKED: "This certificate has been revoked",
}
_KINDS = {
    Kind.QUALIFICATION: "The whole qualification",
    Kind.UNIT: "Units of the qualification",
}


def ask(request: Request) -> Response:
    """GET /portal/check; with `?number=`, to which the code printed on a certificate leads, that is filled in."""
    begins = {"number": request.query("number") or ""}
    return _form(Form(begins=begins), _TITLE, HTTPStatus.OK)


def answer(request: Request) -> Response:
    """POST /portal/check: what is typed stands in no address, which browsers and others on the way keep."""
    if not same_origin(request):
        raise Forbidden(NOT_YOURS)
    form = typed(request)
    try:
        asked = read_values(CertificateToCheck, form.some("number", "surname"))
        checked = check_certificate(wiring.table(), wiring.awarding_organisation(), asked)
    except Invalid as invalid:
        wrong = Form(form, mistakes(invalid.faults, missing=_MISSING))
        return _form(wrong, _TITLE, HTTPStatus.UNPROCESSABLE_ENTITY)
    except NotFound:
        return _form(Form(form), _NOT_FOUND, HTTPStatus.NOT_FOUND)
    return _answered(checked)


def _answered(checked: CheckedCertificate) -> Response:
    title = _HEADINGS[checked.state]
    facts: dict[str, Any] = {
        "checked": checked,
        "title": title,
        "state": tellings.STATES[checked.state],
        "kind": _KINDS[checked.kind],
        "crumbs": [_HOME, (_TITLE, "/portal/check"), (title, None)],
    }
    return page(TEMPLATES, "check/answer.html", facts)


def _form(form: Form, title: str, status: HTTPStatus) -> Response:
    facts = {
        "form": form,
        "title": title,
        "not_found": status is HTTPStatus.NOT_FOUND,
        "crumbs": [_HOME, (_TITLE, None)],
    }
    return page(TEMPLATES, "check/ask.html", facts, status)
