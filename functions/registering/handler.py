"""The AO registers centres, verifiers and course runs."""

from shared.domain.course_run import CourseRunDetails
from shared.domain.people import CentreDetails, VerifierDetails
from shared.runtime.calls import call_of
from shared.runtime.http import Response, answer, api, recorded
from shared.runtime.requests import Request
from shared.services.register import register_centre, register_course_run, register_verifier


def put_centre(request: Request) -> Response:
    """PUT /centres/{centre_id}."""
    centre_id = request.name("centre_id")
    return answer(register_centre(call_of(request), centre_id, request.json(CentreDetails)))


def put_verifier(request: Request) -> Response:
    """PUT /verifiers/{verifier_id}."""
    verifier_id = request.name("verifier_id")
    return answer(register_verifier(call_of(request), verifier_id, request.json(VerifierDetails)))


def put_course_run(request: Request) -> Response:
    """PUT /course-runs/{course_run_id}."""
    course_run_id = request.name("course_run_id")
    details = request.json(CourseRunDetails)
    return recorded(register_course_run(call_of(request), course_run_id, details))


handler = api(
    {
        "PUT /centres/{centre_id}": put_centre,
        "PUT /verifiers/{verifier_id}": put_verifier,
        "PUT /course-runs/{course_run_id}": put_course_run,
    }
)
