"""Whoever may see a course run sees the results that stand submitted for it."""

from shared.domain.course_run import Learner, Submission, Unit
from shared.domain.fields import Fact
from shared.domain.results import Result
from shared.services import seen
from shared.services.call import Call
from shared.store import submissions


class ResultsShown(Fact):
    """The submission that stands, learner by learner and unit by unit; no results before there is one."""

    course_run_id: str
    submission: Submission | None
    learners: list[Learner]
    units: list[Unit]
    results: list[Result]


def show_results(call: Call, course_run_id: str) -> ResultsShown:
    """Return the submission that stands, with its results."""
    run, roster = seen.with_roster(call, course_run_id)
    version = run.submission.version if run.submission else None
    results = submissions.load_results(call.table, course_run_id, version) if version else []
    return ResultsShown(
        course_run_id=course_run_id,
        submission=run.submission,
        learners=roster.learners,
        units=roster.units,
        results=results,
    )
