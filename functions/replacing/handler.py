"""Another certificate in the place of one: its charge is told, it is asked for, decided on, and listed."""

from shared.domain.replacements import AtFault, NewReplacement, Reason
from shared.domain.replacing import NewReplacementDecision
from shared.runtime import wiring
from shared.runtime.calls import call_of
from shared.runtime.http import Response, answer, api, recorded
from shared.runtime.requests import Request
from shared.services.decide_replacement import decide_replacement
from shared.services.paging import wanted
from shared.services.replacements import UnderWay, replacements_under_way
from shared.services.request_replacement import replacement_charge, request_replacement


def get_charge(request: Request) -> Response:
    """GET /certificates/{certificate_number}/replacement-charge."""
    reason, at_fault = request.choice("reason", Reason), request.choice("at_fault", AtFault)
    number, within = request.typed_path("certificate_number"), wiring.free_replacement_within()
    return answer(replacement_charge(call_of(request), number, reason, at_fault, within))


def post_replacement(request: Request) -> Response:
    """POST /certificates/{certificate_number}/replacements."""
    said, within = request.json(NewReplacement), wiring.free_replacement_within()
    number = request.typed_path("certificate_number")
    return recorded(request_replacement(call_of(request), number, said, within))


def post_decision(request: Request) -> Response:
    """POST /course-runs/{course_run_id}/replacements/{replacement_id}/decision."""
    said, within = request.json(NewReplacementDecision), wiring.free_replacement_within()
    ids = request.path("course_run_id"), request.path("replacement_id")
    return recorded(decide_replacement(call_of(request), *ids, said, within))


def get_replacements(request: Request) -> Response:
    """GET /replacements."""
    page = wanted(request.query("limit"), request.query("cursor"))
    status = request.choice("state", UnderWay) or UnderWay.REQUESTED
    centre_id = request.filter("centre_id")
    return answer(replacements_under_way(call_of(request), page, status, centre_id))


handler = api(
    {
        "GET /certificates/{certificate_number}/replacement-charge": get_charge,
        "POST /certificates/{certificate_number}/replacements": post_replacement,
        "POST /course-runs/{course_run_id}/replacements/{replacement_id}/decision": post_decision,
        "GET /replacements": get_replacements,
    }
)
