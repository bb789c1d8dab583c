"""Manage → Step/Action: what somebody can do on a course run in its state, and where each choice leads."""

from collections.abc import Callable, Mapping
from http import HTTPStatus

from functions.portal.administration.course_runs import crumbs
from functions.portal.administration.steps import verifier_email
from functions.portal.manage import (
    decisions,
    discrepancies,
    distribution,
    not_arrived,
    receipts,
    replacement,
    run_certificates,
    run_queries,
)
from functions.portal.manage.choices import (
    LABELS,
    Choice,
    address,
    choices,
    nothing_to_do,
    page_of,
)
from functions.portal.manage.managed import managed
from functions.portal.visits import Visit
from shared.pages.forms import Form, Mistake
from shared.pages.rendering import see_other
from shared.runtime.http import Response
from shared.services.notify_again import notify_again
from shared.services.track import show_course_run
from shared.services.views import CourseRunView

# That a parcel has not come is told on the page on which it is received, too.
_OF_PARCEL = {Choice.RECEIVE, Choice.REPORT_NOT_ARRIVED}
NOT_CHOSEN = "Choose a Step/Action"
NOT_NOW = "Choose a Step/Action that is listed: the one that was asked for cannot be taken now"


def show(visit: Visit) -> Response:
    """GET /portal/course-runs/{course_run_id}/manage, with `action` once one is chosen."""
    run = show_course_run(visit.call, visit.request.path("course_run_id"))
    possible = choices(run)
    # Chosen, but nothing, is a mistake; where a parcel is all there is to choose for, it is received already.
    asked = (visit.request.event.get("queryStringParameters") or {}).get("action")
    if asked is None and Choice.RECEIVE in possible and _OF_PARCEL.issuperset(possible):
        asked = Choice.RECEIVE
    if asked is None or not possible:
        return _choose(visit, run, possible)
    if asked not in possible:
        return _choose(visit, run, possible, NOT_NOW if asked else NOT_CHOSEN)
    choice = Choice(asked)
    if page := page_of(run, choice):
        return see_other(page)
    return _FORMS[choice](visit, run)


def to_manage(visit: Visit) -> Response:
    """GET of where Manage's forms lead, as when an address is opened again: back to Manage."""
    return see_other(f"{address(visit.request.path('course_run_id'))}/manage")


def _choose(
    visit: Visit, run: CourseRunView, possible: list[Choice], mistake: str | None = None
) -> Response:
    items = [(choice.value, LABELS[choice]) for choice in possible]
    facts = {
        "run": run,
        # Nobody takes one of several by not looking.
        "items": items if len(items) == 1 else [("", "Choose"), *items],
        "possible": possible,
        "nothing": nothing_to_do(run, visit.role),
        "form": Form(mistakes=[Mistake("action", mistake)] if mistake else []),
        "crumbs": crumbs(run, "Manage"),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if mistake else HTTPStatus.OK
    return visit.page("manage/choose.html", facts, status)


def _notify_form(visit: Visit, run: CourseRunView) -> Response:
    return managed(visit, run, Choice.NOTIFY_AGAIN, {"email": verifier_email(run)})


def notify(visit: Visit) -> Response:
    """POST /portal/course-runs/{course_run_id}/notifications."""
    course_run_id = visit.request.path("course_run_id")
    fresh = notify_again(visit.call, course_run_id).fresh
    done = "notified" if fresh else "notified-before"
    return see_other(f"{address(course_run_id)}?done={done}")


_FORMS: Mapping[Choice, Callable[[Visit, CourseRunView], Response]] = {
    Choice.RECEIVE: receipts.show,
    Choice.REPORT_NOT_ARRIVED: not_arrived.show,
    Choice.ANSWER_NOT_ARRIVED: not_arrived.show_answer,
    Choice.SETTLE: discrepancies.show,
    Choice.DISTRIBUTE: distribution.show,
    Choice.COME_BACK: distribution.show_return,
    Choice.ASK_REPLACEMENT: replacement.show,
    Choice.RECORD_REPLACEMENT: replacement.show,
    Choice.DECIDE_REPLACEMENT: decisions.show,
    Choice.ISSUE: run_certificates.show,
    Choice.OPEN_QUERY: run_queries.show_open,
    Choice.RESOLVE_QUERY: run_queries.show_resolve,
    Choice.NOTIFY_AGAIN: _notify_form,
}
