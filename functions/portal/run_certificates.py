"""Checking and issuing certificates: who gets which, who is held and why, and the decision to issue them."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from functions.portal import tellings
from functions.portal.choices import Choice, address
from functions.portal.managing import managed
from functions.portal.pieces import piece
from functions.portal.visits import Visit
from shared.domain.certificates import Kind, kind_for, sort_out
from shared.domain.queries import Query, outstanding
from shared.domain.results import Outcome, Result
from shared.pages.rendering import see_other
from shared.runtime.http import Response
from shared.services.issue_certificates import issue_certificates
from shared.services.show_results import show_results
from shared.services.views import CourseRunView, LearnerView


@dataclass(frozen=True, slots=True)
class _Sorted:
    """Who would get a certificate now, of which kind; who is held, by which query; and who achieved nothing."""

    now: list[tuple[LearnerView, Kind]]
    held: list[tuple[LearnerView, Query]]
    nothing: list[LearnerView]


def show(visit: Visit, run: CourseRunView) -> Response:
    """Return the page to check, as Manage shows it; the service decides anew when it is submitted."""
    found = _sorted(run, show_results(visit.call, run.course_run_id).results)
    facts = {
        "now": piece(visit.request, found.now),
        "kinds": Counter(kind for _, kind in found.now),
        "held": found.held,
        "nothing": found.nothing,
        "tellings": tellings,
    }
    return managed(visit, run, Choice.ISSUE, facts)


def issue(visit: Visit) -> Response:
    """POST /portal/course-runs/{course_run_id}/certificates."""
    course_run_id = visit.request.path("course_run_id")
    fresh = issue_certificates(visit.call, course_run_id).fresh
    return see_other(f"{address(course_run_id)}?done={'issued' if fresh else 'issued-before'}")


def _sorted(run: CourseRunView, results: Sequence[Result]) -> _Sorted:
    achieved: dict[str, list[bool]] = {learner.learner_id: [] for learner in run.learners}
    for result in results:
        achieved[result.learner_id].append(result.outcome is Outcome.ACHIEVED)
    kinds = {learner: kind_for(outcomes) for learner, outcomes in achieved.items()}
    queries = outstanding(query for learner in run.learners for query in learner.queries)
    have = {learner.learner_id for learner in run.learners if learner.certificate}
    holding = {learner: query.query_id for learner, query in queries.items()}
    now, held = sort_out(kinds, holding, have)
    held_ids = {each.learner_id for each in held}
    return _Sorted(
        [(each, now[each.learner_id]) for each in run.learners if each.learner_id in now],
        [(each, queries[each.learner_id]) for each in run.learners if each.learner_id in held_ids],
        [each for each in run.learners if kinds[each.learner_id] is None],
    )
