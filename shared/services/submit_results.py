"""A centre submits its learners' results: complete, checked, and then one immutable version for the verifier."""

from shared.domain.course_run import CourseRun, Notification, Submission
from shared.domain.faults import Invalid
from shared.domain.fields import Fact
from shared.domain.life_cycle import Action, Status, may, next_status
from shared.domain.results import ReadResults, in_roster_order, result_faults, results_fingerprint
from shared.services import seen
from shared.services.call import Answer, Call, use_case
from shared.store import course_runs, submissions


class ResultsSubmitted(Fact):
    """The answer to a submission."""

    course_run_id: str
    status: Status
    submission: Submission


@use_case(ResultsSubmitted)
def submit_results(call: Call, course_run_id: str, read: ReadResults) -> Answer[ResultsSubmitted]:
    """Store a submission of any size in one transaction; its event asks for the verifier's email.

    The same results again, while they are the submission that stands, are the same submission. Other results while
    the verifier has not decided are the next version, and void the earlier link. Raises Invalid with every fault.
    """
    run, roster = seen.with_roster(call, course_run_id)
    may(call.caller.role, Action.SUBMIT_RESULTS)
    if faults := [*read.faults, *result_faults(read.results, roster, call.today)]:
        raise Invalid(faults)
    results = in_roster_order(filter(None, read.results), roster)
    sha256 = results_fingerprint(results)
    if run.submission and run.submission.sha256 == sha256 and run.status is not Status.RETURNED:
        return Answer(_answer(run, run.submission), fresh=False)
    status = next_status(run.status, Action.SUBMIT_RESULTS, call.caller.role)
    version = run.submission.version + 1 if run.submission else 1
    submission = Submission(
        version=version, sha256=sha256, submitted_at=call.now, results=len(results)
    )
    after = run.moved_on(
        status,
        call.now,
        submission=submission,
        notification=Notification(asked_by=run.version + 1, asked_at=call.now),
    )
    facts = {"submission_version": version, "sha256": sha256, "results": len(results)}
    puts = [
        *course_runs.transition(run, after, Action.SUBMIT_RESULTS, call.caller, facts),
        *submissions.submission_snapshot(course_run_id, version, roster, results),
    ]
    return call.save(puts, _answer(after, submission))


def _answer(run: CourseRun, submission: Submission) -> ResultsSubmitted:
    return ResultsSubmitted(
        course_run_id=run.course_run_id, status=run.status, submission=submission
    )
