"""All results of a course run: on screen, learner by learner, and as a file for spreadsheets."""

from collections import Counter
from itertools import groupby

from functions.portal import tellings
from functions.portal.administration.course_runs import crumbs
from functions.portal.pieces import piece
from functions.portal.visits import Visit
from shared.domain.faults import NotFound
from shared.pages.verification import copied
from shared.runtime.http import Response
from shared.services.show_results import show_results
from shared.services.track import show_course_run

# Rows of one page, however many units its learners have.
_ROWS = 600
NOTHING_SUBMITTED = "No results of this course run have been submitted yet."


def show(visit: Visit) -> Response:
    """GET /portal/course-runs/{course_run_id}/results."""
    run = show_course_run(visit.call, visit.request.path("course_run_id"))
    shown = show_results(visit.call, run.course_run_id)
    page = piece(visit.request, shown.learners, max(1, _ROWS // len(shown.units)))
    here = {learner.learner_id for learner in page.rows}
    # Results stand in the order of the roster, learner by learner.
    of_page = (result for result in shown.results if result.learner_id in here)
    by_learner = {who: [*of] for who, of in groupby(of_page, lambda result: result.learner_id)}
    facts = {
        "run": run,
        "submission": shown.submission,
        "learners": page,
        "results": by_learner,
        "summaries": {
            who: tellings.summary(Counter(result.outcome for result in of))
            for who, of in by_learner.items()
        },
        "titles": {unit.reference: unit.title for unit in shown.units},
        "crumbs": crumbs(run, "Results"),
    }
    return visit.page("course_runs/results.html", facts)


def download(visit: Visit) -> Response:
    """GET /portal/course-runs/{course_run_id}/results.csv."""
    shown = show_results(visit.call, visit.request.path("course_run_id"))
    if shown.submission is None:
        raise NotFound(NOTHING_SUBMITTED)
    version = shown.submission.version
    return copied(shown.course_run_id, version, shown.learners, shown.units, shown.results)
