"""The signed-in verifier looks at the submission that stands and decides on it, as with the link in their email."""

import re
from http import HTTPStatus

from functions.portal.visits import Visit
from shared.domain.faults import Conflict, Invalid, Malformed
from shared.pages.forms import Form, Typed
from shared.pages.rendering import see_other
from shared.pages.verification import (
    copied,
    copy_wanted,
    decision_of,
    mistakes_of,
    submitted,
)
from shared.runtime.http import Response
from shared.runtime.problems import status_of
from shared.services.decide_verification import decide_signed_in
from shared.services.show_verification import ShownToVerifier, show_to_verifier

_DONE = {"verify": "verified", "return": "returned"}
# Fields of the form that are no part of the decision.
_BESIDES = ("csrf", "version")


def show(visit: Visit) -> Response:
    """GET /portal/course-runs/{course_run_id}/verification; with `?as=csv` a copy of the results."""
    verification = show_to_verifier(visit.call, visit.request.path("course_run_id"))
    of = verification.details
    if of and copy_wanted(visit.request):
        version = verification.submission_version
        return copied(verification.course_run_id, version, of.learners, of.units, of.results)
    return _page(visit, verification, Form())


def decide(visit: Visit) -> Response:
    """POST /portal/course-runs/{course_run_id}/verification."""
    course_run_id = visit.request.path("course_run_id")
    try:
        decision = decision_of(visit.typed, _BESIDES)
        decide_signed_in(visit.call, course_run_id, _version(visit.typed), decision)
    except (Invalid, Conflict) as refusal:
        verification = show_to_verifier(visit.call, course_run_id)
        form = Form(_kept(visit.typed, verification), mistakes_of(visit.typed, refusal))
        return _page(visit, verification, form, status_of(refusal))
    return see_other(f"/portal/course-runs/{course_run_id}?done={_DONE[decision.decision]}")


def _version(form: Typed) -> int:
    """Return the version that was looked at, which the page told the form."""
    text = form.text("version")
    if not re.fullmatch("[0-9]{1,9}", text):
        raise Malformed("The form cannot be read.")
    return int(text)


def _kept(form: Typed, standing: ShownToVerifier) -> Typed:
    """Return what was typed; where newer results stand by now, what to do with them is to be chosen anew."""
    if _version(form) == standing.submission_version:
        return form
    return Typed({name: values for name, values in form.fields.items() if name != "decision"})


def _page(
    visit: Visit, verification: ShownToVerifier, form: Form, status: HTTPStatus = HTTPStatus.OK
) -> Response:
    course_run_id, of = verification.course_run_id, verification.details
    path = f"/portal/course-runs/{course_run_id}"
    facts = {
        "verification": verification,
        "details": of,
        "submitted": of and submitted(of.units, of.results),
        "fields": {"csrf": visit.session.csrf, "version": verification.submission_version},
        "form": form,
        "crumbs": [
            ("Home", "/portal"),
            ("Administration", "/portal/course-runs"),
            (course_run_id, path),
            ("Verify results" if of else "Decision", None),
        ],
    }
    return visit.page("verification/submitted.html", facts, status)
