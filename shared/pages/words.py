"""The service's states, steps, carriers and people in words for those who read pages."""

from collections.abc import Mapping
from datetime import date

from shared.domain.events import Event
from shared.domain.life_cycle import Action, Status
from shared.domain.pending import PendingRow
from shared.domain.people import Role
from shared.domain.results import Outcome
from shared.domain.tracking import CARRIERS as CARRIER_RULES
from shared.domain.tracking import Carrier

# Each status says what is waited for, with the colour of its tag.
STATUSES: Mapping[Status, tuple[str, str]] = {
    Status.OPEN: ("Results to submit", "blue"),
    Status.SUBMITTED: ("With the verifier", "yellow"),
    Status.RETURNED: ("Returned by the verifier", "orange"),
    Status.VERIFIED: ("Verified, certificates being checked", "purple"),
    Status.CERTIFICATED: ("Certificates ready to post", "teal"),
    Status.DISPATCHED: ("Certificates posted", "blue"),
    Status.RECEIVED: ("CRF Received", "green"),
}

STEPS: Mapping[Action, str] = {
    Action.REGISTER: "Course run registered",
    Action.SUBMIT_RESULTS: "Results submitted",
    Action.NOTIFY_AGAIN: "Email to the verifier asked for again",
    Action.RECORD_NOTIFIED: "Verifier emailed",
    Action.RECORD_NOT_REACHED: "Email to the verifier failed",
    Action.VERIFY: "Results verified",
    Action.RETURN: "Results returned",
    Action.OPEN_QUERY: "Query opened",
    Action.RESOLVE_QUERY: "Query resolved",
    Action.ISSUE_CERTIFICATES: "Certificates checked and issued",
    Action.DISPATCH: "Certificates posted",
    Action.CONFIRM_RECEIPT: "CRF Received",
    Action.CONFIRM_LAST_RECEIPT: "CRF Received",
    Action.RECORD_DISTRIBUTION: "Distribution recorded",
    Action.REPORT_NOT_ARRIVED: "Parcel said not to have arrived",
    Action.RESOLVE_NOT_ARRIVED: "Answered that the parcel has not arrived",
    Action.RESOLVE_DISCREPANCY: "Discrepancy settled",
    Action.REQUEST_REPLACEMENT: "Replacement asked for",
    Action.RECORD_REPLACEMENT: "Replacement recorded for a learner",
    Action.APPROVE_REPLACEMENT: "Replacement approved",
    Action.REFUSE_REPLACEMENT: "Replacement refused",
}

OUTCOMES: Mapping[Outcome, str] = {
    Outcome.ACHIEVED: "Achieved",
    Outcome.NOT_ACHIEVED: "Not achieved",
    Outcome.WITHDRAWN: "Withdrawn",
}

ROLES: Mapping[Role, str] = {
    Role.CENTRE: "Centre",
    Role.VERIFIER: "Verifier",
    Role.AWARDING_ORGANISATION: "Awarding organisation",
    Role.SERVICE: "The service",
}

CARRIERS: Mapping[str, str] = {each.value: CARRIER_RULES[each].name for each in Carrier}
# Working days before the due date from which a receipt is pointed out.
DUE_SOON = 3


def carrier(code: str, named: str | None = None) -> str:
    """Return a carrier's name; one without a code of its own is called as the dispatch desk named it."""
    return named or CARRIERS.get(code, code)


def who(event: Event) -> str:
    """Return who took a step: the role, with the name where one is recorded."""
    role = ROLES[Role(event.by["role"])]
    name = event.by.get("name") or (event.by["id"] if event.by["role"] == Role.VERIFIER else None)
    return f"{name} ({role[0].lower()}{role[1:]})" if name else role


def counted(number: int, one: str, many: str | None = None) -> str:
    """Return a number with its noun: 1 learner, 2 learners."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def short_day(day: date) -> str:
    """Return a date as tables show it: 3 Nov 2026."""
    return f"{day.day} {day:%b %Y}"


def receipt_state(row: PendingRow) -> tuple[str, str]:
    """Return how a pending receipt stands, with its tag's colour: overdue, due soon, or awaited."""
    left = row.working_days_left
    if row.overdue:
        return (f"Overdue by {counted(-left, 'working day')}" if left < 0 else "Overdue", "red")
    if left <= DUE_SOON:
        return ("Due today" if left == 0 else f"Due in {counted(left, 'working day')}", "yellow")
    return "Awaiting receipt", "grey"
