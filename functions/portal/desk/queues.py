"""The desk's queues: course runs whose certificates are to be checked, and verifiers whom no email has reached."""

from datetime import timedelta

from functions.portal.filtering import place_asked
from functions.portal.manage.choices import Choice
from functions.portal.visits import Visit
from shared.domain import limits
from shared.domain.life_cycle import Status
from shared.pages.forms import Form, Mistake
from shared.runtime.http import Response
from shared.services.desk import not_reached
from shared.services.track import list_course_runs

CERTIFICATES = ("Certificates", "/portal/desk/certificates")


def show_certificates(visit: Visit) -> Response:
    """GET /portal/desk/certificates."""
    mistakes: list[Mistake] = []
    wanted = place_asked(visit.request, mistakes)
    facts = {
        "listed": list_course_runs(visit.call, wanted, Status.VERIFIED, oldest_first=True),
        "begun": wanted.after is not None,
        "choice": Choice.ISSUE,
        "form": Form(mistakes=mistakes),
        "crumbs": [("Home", "/portal"), ("Certificates", None)],
    }
    return visit.page("desk/certificates.html", facts)


def show_not_reached(visit: Visit) -> Response:
    """GET /portal/desk/not-reached."""
    facts = {
        "runs": not_reached(visit.call),
        "wait": limits.NOTIFICATION_WAIT // timedelta(minutes=1),
        "choice": Choice.NOTIFY_AGAIN,
        "crumbs": [("Home", "/portal"), CERTIFICATES, ("Verifiers not reached", None)],
    }
    return visit.page("desk/not_reached.html", facts)
