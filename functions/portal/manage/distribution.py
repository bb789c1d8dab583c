"""Recording distribution: which learners got their certificates, when and how; and which certificates came back."""

from collections.abc import Sequence
from typing import Any, Final

from functions.portal import tellings
from functions.portal.desk.parcel_form import CARRIERS
from functions.portal.manage import distribution_form
from functions.portal.manage.choices import Choice, address
from functions.portal.manage.managed import managed
from functions.portal.visits import Visit
from shared.domain.distribution import MAY_FOLLOW
from shared.domain.faults import Invalid
from shared.pages.forms import Form
from shared.pages.rendering import see_other
from shared.runtime.http import Response
from shared.services.certificates_to_distribute import (
    CertificateHeld,
    CertificatesHeld,
    certificates_held,
)
from shared.services.record_distribution import record_distribution
from shared.services.track import show_course_run
from shared.services.views import CourseRunView

# More certificates than this are not listed, for their page would be a megabyte: the exceptions are typed instead.
LISTED: Final = 500
_BACK: Final = "back"


def show(visit: Visit, run: CourseRunView) -> Response:
    """Return the form of certificates that leave the centre or are destroyed, as Manage shows it."""
    return _form(visit, run, Choice.DISTRIBUTE, Form())


def show_return(visit: Visit, run: CourseRunView) -> Response:
    """Return the form of certificates that came back, as Manage shows it."""
    return _form(visit, run, Choice.COME_BACK, Form())


def record(visit: Visit) -> Response:
    """POST /portal/course-runs/{course_run_id}/distributions."""
    course_run_id, typed = visit.request.path("course_run_id"), visit.typed
    choice = Choice.COME_BACK if typed.text("what") == _BACK else Choice.DISTRIBUTE
    held = certificates_held(visit.call, course_run_id)
    said = distribution_form.read(typed, [*held.to_distribute, *held.with_learners])
    try:
        body = distribution_form.taken(said)
        fresh = record_distribution(visit.call, course_run_id, body).fresh
    except Invalid as invalid:
        run = show_course_run(visit.call, course_run_id)
        mistakes = distribution_form.mistakes(said, invalid.faults, _about(held, choice))
        return _form(visit, run, choice, Form(typed, mistakes), held)
    done = "distributed" if fresh else "distributed-before"
    return see_other(f"{address(course_run_id)}?done={done}")


def _about(held: CertificatesHeld, choice: Choice) -> Sequence[CertificateHeld]:
    return held.with_learners if choice is Choice.COME_BACK else held.to_distribute


def _form(
    visit: Visit,
    run: CourseRunView,
    choice: Choice,
    form: Form,
    held: CertificatesHeld | None = None,
) -> Response:
    """Return the form, which lists the certificates that it can be about."""
    held = held or certificates_held(visit.call, run.course_run_id)
    about = _about(held, choice)
    # What can be said of any of them, in the order of the words.
    ways = {how for each in about for how in MAY_FOLLOW[each.latest.how if each.latest else None]}
    facts: dict[str, Any] = {
        "about": about,
        "set_aside": held.set_aside if choice is Choice.DISTRIBUTE else [],
        "listed": about if len(about) <= LISTED else [],
        "ways": [how for how in tellings.DISTRIBUTED if how in ways],
        "carriers": [("", "Choose"), *CARRIERS],
        "tellings": tellings,
        "back": _BACK if choice is Choice.COME_BACK else "",
    }
    return managed(visit, run, choice, facts, form)
