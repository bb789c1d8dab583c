"""Course runs and consignments within what the caller may see; another's are not found, as if they did not exist."""

from shared.domain.consignments import Consignment
from shared.domain.course_run import CourseRun, Roster, may_see
from shared.domain.documents import Documents
from shared.domain.faults import NotFound
from shared.domain.people import Role
from shared.services.call import Call
from shared.store import consignments, course_runs
from shared.store.course_runs import WholeRun
from shared.store.table import Moved

NO_SUCH_RUN = "There is no such course run."


def head(call: Call, course_run_id: str) -> CourseRun:
    """Return a run's head, or raise NotFound."""
    run = course_runs.load(call.table, course_run_id)
    if run is None or not may_see(call.caller, run):
        raise NotFound(NO_SUCH_RUN)
    return run


def parcel(call: Call, consignment_id: str) -> tuple[Consignment, Documents]:
    """Return a consignment and what became of its documents, or raise NotFound.

    The files to print certificates from are the AO's alone: a centre must not be able to print its own.
    """
    found = consignments.load_with_documents(call.table, consignment_id)
    sees = found and (
        call.caller.role is Role.AWARDING_ORGANISATION
        or (call.caller.role is Role.CENTRE and call.caller.centre_id == found[0].centre_id)
    )
    if found is None or not sees:
        raise NotFound("There is no such consignment.")
    consignment, documents = found
    if call.caller.role is not Role.AWARDING_ORGANISATION:
        documents = documents.without_certificates()
    return consignment, documents


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
