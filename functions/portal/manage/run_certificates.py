"""Checking and issuing certificates: who gets which, who is held and why, and the decision to issue them."""

from collections import Counter
from dataclasses import dataclass

from functions.portal import tellings
from functions.portal.manage.choices import Choice, address
from functions.portal.manage.managed import managed
from functions.portal.pieces import piece
from functions.portal.visits import Visit
from shared.domain.certificates import Kind
from shared.domain.charges import told
from shared.domain.queries import Query
from shared.domain.replacing import Replacement, ReplacementStatus
from shared.pages.rendering import see_other
from shared.runtime.http import Response
from shared.services.issue_certificates import (
    CertificatesToIssue,
    certificates_to_issue,
    issue_certificates,
)
from shared.services.learner_views import LearnerView
from shared.services.print_again import print_again
from shared.services.views import CourseRunView


@dataclass(frozen=True, slots=True)
class _Sorted:
    """Who would get a certificate now, of which kind; who is held, by which query; and who achieved nothing."""

    now: list[tuple[LearnerView, Kind]]
    held: list[tuple[LearnerView, Query]]
    nothing: list[LearnerView]


def show(visit: Visit, run: CourseRunView) -> Response:
    """Return the page to check, as Manage shows it; the service decides anew when it is submitted."""
    to_issue = certificates_to_issue(visit.call, run.course_run_id)
    found = _sorted(run, to_issue)
    facts = {
        "now": piece(visit.request, found.now),
        "kinds": Counter(kind for _, kind in found.now),
        "held": found.held,
        "nothing": found.nothing,
        "replacements": to_issue.replacements,
        "count": len(found.now) + sum(len(e.certificate_numbers) for e in to_issue.replacements),
        "waiting": _waiting(run, to_issue),
        "charge_told": told,
        "decides": Choice.DECIDE_REPLACEMENT,
        "tellings": tellings,
    }
    return managed(visit, run, Choice.ISSUE, facts)


def issue(visit: Visit) -> Response:
    """POST /portal/course-runs/{course_run_id}/certificates."""
    course_run_id = visit.request.path("course_run_id")
    fresh = issue_certificates(visit.call, course_run_id).fresh
    return see_other(f"{address(course_run_id)}?done={'issued' if fresh else 'issued-before'}")


def print_(visit: Visit) -> Response:
    """POST /portal/course-runs/{course_run_id}/certificates/documents."""
    course_run_id = visit.request.path("course_run_id")
    fresh = print_again(visit.call, course_run_id).fresh
    return see_other(f"{address(course_run_id)}?done={'printing' if fresh else 'printed'}")


def _waiting(run: CourseRunView, to_issue: CertificatesToIssue) -> list[Replacement]:
    """Return the approved replacements not issued now: their parcel turned up, or they are too many at once."""
    now = {each.replacement_id for each in to_issue.replacements}
    approved = (each for each in run.replacements if each.status is ReplacementStatus.APPROVED)
    return [each for each in approved if each.replacement_id not in now]


def _sorted(run: CourseRunView, to_issue: CertificatesToIssue) -> _Sorted:
    queries = {query.query_id: query for learner in run.learners for query in learner.queries}
    holding = {held.learner_id: queries[held.query_id] for held in to_issue.held}
    kinds = to_issue.kinds
    rest = [each for each in run.learners if not each.certificate]
    return _Sorted(
        [(each, kinds[each.learner_id]) for each in rest if each.learner_id in kinds],
        [(each, holding[each.learner_id]) for each in rest if each.learner_id in holding],
        [each for each in rest if each.learner_id not in kinds.keys() | holding.keys()],
    )
