"""Course runs within what the caller may see; another's are not found, as if they did not exist."""

from shared.domain.course_run import CourseRun, Roster, may_see
from shared.domain.faults import NotFound
from shared.services.call import Call
from shared.store import course_runs
from shared.store.course_runs import WholeRun
from shared.store.table import Moved

NO_SUCH_RUN = "There is no such course run."


def head(call: Call, course_run_id: str) -> CourseRun:
    """Return a run's head, or raise NotFound."""
    run = course_runs.load(call.table, course_run_id)
    if run is None or not may_see(call.caller, run):
        raise NotFound(NO_SUCH_RUN)
    return run


def with_roster(call: Call, course_run_id: str) -> tuple[CourseRun, Roster]:
    """Return a run's head and roster, or raise NotFound."""
    try:
        found = course_runs.load_with_roster(call.table, course_run_id)
    except Moved:
        # Read on either side of an amendment: the next read is on one side of it.
        found = course_runs.load_with_roster(call.table, course_run_id)
    if found is None or not may_see(call.caller, found[0]):
        raise NotFound(NO_SUCH_RUN)
    return found


def whole(call: Call, course_run_id: str) -> WholeRun:
    """Return a run with its roster, queries, certificates and lines, or raise NotFound."""
    found = course_runs.load_whole(call.table, course_run_id)
    if found is None or not may_see(call.caller, found.head):
        raise NotFound(NO_SUCH_RUN)
    return found
