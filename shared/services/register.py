"""The AO registers centres, verifiers and course runs."""

from shared.domain.course_run import (
    CourseRun,
    CourseRunDetails,
    Roster,
    registration_warnings,
)
from shared.domain.faults import Conflict, Fault, Invalid
from shared.domain.fields import Fact
from shared.domain.life_cycle import Action, Status, may, next_status
from shared.domain.people import Centre, CentreDetails, Verifier, VerifierDetails
from shared.services.call import Answer, Call, use_case
from shared.store import course_runs, people, search


class CourseRunRegistered(Fact):
    """The answer to registering a course run."""

    course_run_id: str
    status: Status
    version: int
    learners: int
    units: int
    warnings: list[str]


def register_centre(call: Call, centre_id: str, details: CentreDetails) -> Centre:
    """Record what a centre is; repeating it changes nothing."""
    may(call.caller.role, Action.REGISTER)
    centre = Centre(centre_id=centre_id, **details.model_dump())
    people.save_centre(call.table, centre)
    return centre


def register_verifier(call: Call, verifier_id: str, details: VerifierDetails) -> Verifier:
    """Record who a verifier is; repeating it changes nothing."""
    may(call.caller.role, Action.REGISTER)
    verifier = Verifier(verifier_id=verifier_id, **details.model_dump())
    people.save_verifier(call.table, verifier)
    return verifier


@use_case(CourseRunRegistered)
def register_course_run(
    call: Call, course_run_id: str, details: CourseRunDetails
) -> Answer[CourseRunRegistered]:
    """Register a course run, or amend it while it is open.

    Raises Invalid with every fault, Conflict once results were submitted with other details.
    """
    may(call.caller.role, Action.REGISTER)
    run = course_runs.load(call.table, course_run_id)
    if run is not None and run.registered == details.fingerprint():
        return Answer(_answer(run, details), fresh=False)
    status = next_status(run.status if run else None, Action.REGISTER, call.caller.role)
    centre = people.load_centre(call.table, details.centre_id)
    faults = []
    if centre is None:
        faults.append(Fault("/centre_id", "There is no such centre."))
    if people.load_verifier(call.table, details.verifier_id) is None:
        faults.append(Fault("/verifier_id", "There is no such verifier."))
    if centre is None or faults:
        raise Invalid(faults)
    if run is not None and run.centre_id != details.centre_id:
        raise Conflict("A course run stays with its centre.", {"centre_id": run.centre_id})
    after = CourseRun(
        course_run_id=course_run_id,
        version=run.version + 1 if run else 1,
        status=status,
        centre_name=centre.name,
        registered=details.fingerprint(),
        learners=len(details.learners),
        units=len(details.units),
        updated_at=call.now,
        **details.model_dump(exclude={"learners", "units"}),
    )
    roster = Roster(
        registered=details.fingerprint(), learners=details.learners, units=details.units
    )
    puts = course_runs.transition(run, after, Action.REGISTER, call.caller)
    kept = course_runs.roster_snapshot(course_run_id, roster)
    listed = search.listing(after, roster, beside=kept)
    return call.save([*puts, *kept, *listed], _answer(after, details))


def _answer(run: CourseRun, details: CourseRunDetails) -> CourseRunRegistered:
    return CourseRunRegistered(
        course_run_id=run.course_run_id,
        status=run.status,
        version=run.version,
        learners=run.learners,
        units=run.units,
        warnings=registration_warnings(details, run.centre_name),
    )
