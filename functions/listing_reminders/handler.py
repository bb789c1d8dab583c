"""Whom the daily reminders would go to, without sending any."""

from shared.runtime import wiring
from shared.runtime.calls import call_of
from shared.runtime.http import Response, answer, api
from shared.runtime.requests import Request
from shared.services.paging import wanted
from shared.services.reminders_due import reminders_due


def get_reminders(request: Request) -> Response:
    """GET /reminders."""
    page, on = wanted(request.query("limit"), request.query("cursor")), request.day("on")
    terms, compliance = wiring.reminder_terms(), wiring.compliance_address()
    return answer(reminders_due(call_of(request), page, terms, compliance, on))


handler = api({"GET /reminders": get_reminders})
