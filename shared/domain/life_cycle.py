"""The life cycle of a course run, as one table: what may be done in which state, by whom, and where it leads.

`open → submitted → (returned → submitted)* → verified → certificated → dispatched → received`. A status names
what is waited for next: `certificated` has certificates to post, `dispatched` has receipts to confirm. A learner
released from a query later, or a certificate that is replaced, takes the run back to `certificated`, for a later
consignment.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from shared.domain.faults import Conflict, Forbidden
from shared.domain.people import Role


class Status(StrEnum):
    """Where a course run stands."""

    OPEN = "open"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    VERIFIED = "verified"
    CERTIFICATED = "certificated"
    DISPATCHED = "dispatched"
    RECEIVED = "received"


class Action(StrEnum):
    """What can be done to a course run; also the type of the event that it leaves."""

    REGISTER = "course_run_registered"
    SUBMIT_RESULTS = "results_submitted"
    NOTIFY_AGAIN = "notification_requested"
    RECORD_NOTIFIED = "verifier_notified"
    RECORD_NOT_REACHED = "verifier_not_reached"
    VERIFY = "results_verified"
    RETURN = "results_returned"
    OPEN_QUERY = "query_opened"
    RESOLVE_QUERY = "query_resolved"
    ISSUE_CERTIFICATES = "certificates_issued"
    DISPATCH = "certificates_dispatched"
    CONFIRM_RECEIPT = "receipt_confirmed"
    CONFIRM_LAST_RECEIPT = "last_receipt_confirmed"
    RECORD_DISTRIBUTION = "distribution_recorded"
    REPORT_NOT_ARRIVED = "not_arrived_reported"
    RESOLVE_NOT_ARRIVED = "not_arrived_resolved"
    RESOLVE_DISCREPANCY = "discrepancy_resolved"
    REQUEST_REPLACEMENT = "replacement_requested"
    RECORD_REPLACEMENT = "replacement_recorded"
    APPROVE_REPLACEMENT = "replacement_approved"
    REFUSE_REPLACEMENT = "replacement_refused"


@dataclass(frozen=True, slots=True)
class Rule:
    """Who may take an action, and the state it leads to from each state in which it may be taken."""

    by: Role
    moves: Mapping[Status | None, Status]


def _same(*states: Status) -> dict[Status | None, Status]:
    return {state: state for state in states}


_SUBMITTED_ONCE = tuple(status for status in Status if status is not Status.OPEN)
_S = Status
# Also where certificates wait that were never posted: which were, its certificates tell.
_POSTED_ONCE = (_S.CERTIFICATED, _S.DISPATCHED, _S.RECEIVED)

LIFE_CYCLE: Mapping[Action, Rule] = {
    Action.REGISTER: Rule(Role.AWARDING_ORGANISATION, {None: _S.OPEN, _S.OPEN: _S.OPEN}),
    Action.SUBMIT_RESULTS: Rule(
        Role.CENTRE,
        {_S.OPEN: _S.SUBMITTED, _S.SUBMITTED: _S.SUBMITTED, _S.RETURNED: _S.SUBMITTED},
    ),
    Action.NOTIFY_AGAIN: Rule(Role.AWARDING_ORGANISATION, _same(_S.SUBMITTED)),
    Action.RECORD_NOTIFIED: Rule(Role.SERVICE, _same(*_SUBMITTED_ONCE)),
    Action.RECORD_NOT_REACHED: Rule(Role.SERVICE, _same(*_SUBMITTED_ONCE)),
    Action.VERIFY: Rule(Role.VERIFIER, {_S.SUBMITTED: _S.VERIFIED}),
    Action.RETURN: Rule(Role.VERIFIER, {_S.SUBMITTED: _S.RETURNED}),
    Action.OPEN_QUERY: Rule(Role.AWARDING_ORGANISATION, _same(*_SUBMITTED_ONCE)),
    Action.RESOLVE_QUERY: Rule(Role.AWARDING_ORGANISATION, _same(*_SUBMITTED_ONCE)),
    Action.ISSUE_CERTIFICATES: Rule(
        Role.AWARDING_ORGANISATION,
        dict.fromkeys((_S.VERIFIED, _S.CERTIFICATED, _S.DISPATCHED, _S.RECEIVED), _S.CERTIFICATED),
    ),
    Action.DISPATCH: Rule(Role.AWARDING_ORGANISATION, {_S.CERTIFICATED: _S.DISPATCHED}),
    Action.CONFIRM_RECEIPT: Rule(Role.CENTRE, _same(_S.CERTIFICATED, _S.DISPATCHED)),
    Action.CONFIRM_LAST_RECEIPT: Rule(
        Role.CENTRE, {_S.CERTIFICATED: _S.CERTIFICATED, _S.DISPATCHED: _S.RECEIVED}
    ),
    # Of what has been received, whatever the rest of the run waits for.
    Action.RECORD_DISTRIBUTION: Rule(Role.CENTRE, _same(*_POSTED_ONCE)),
    Action.REPORT_NOT_ARRIVED: Rule(Role.CENTRE, _same(_S.CERTIFICATED, _S.DISPATCHED)),
    Action.RESOLVE_NOT_ARRIVED: Rule(
        Role.AWARDING_ORGANISATION, _same(_S.CERTIFICATED, _S.DISPATCHED)
    ),
    Action.RESOLVE_DISCREPANCY: Rule(Role.AWARDING_ORGANISATION, _same(*_POSTED_ONCE)),
    Action.REQUEST_REPLACEMENT: Rule(Role.CENTRE, _same(*_POSTED_ONCE)),
    # For a learner who was referred to the awarding organisation.
    Action.RECORD_REPLACEMENT: Rule(Role.AWARDING_ORGANISATION, _same(*_POSTED_ONCE)),
    Action.APPROVE_REPLACEMENT: Rule(Role.AWARDING_ORGANISATION, _same(*_POSTED_ONCE)),
    Action.REFUSE_REPLACEMENT: Rule(Role.AWARDING_ORGANISATION, _same(*_POSTED_ONCE)),
}


def may(role: Role, action: Action) -> None:
    """Raise Forbidden unless `role` is the one that takes `action`."""
    if role is not LIFE_CYCLE[action].by:
        raise Forbidden(f"This is for the {LIFE_CYCLE[action].by.value.replace('-', ' ')}.")


def next_status(status: Status | None, action: Action, role: Role) -> Status:
    """Return the state that `action` leads to from `status`.

    Raises Forbidden for another role than the rule's, and Conflict where the action may not be taken in `status`.
    """
    may(role, action)
    following = LIFE_CYCLE[action].moves.get(status)
    if following is None:
        raise Conflict(
            f"This cannot be done while the course run is {status or 'not registered'}.",
            {"status": status} if status else None,
        )
    return following


def actions_in(status: Status, role: Role) -> list[Action]:
    """Return the actions that `role` may choose for a course run in `status`, in the table's order.

    Which receipt is the last is not chosen.
    """
    return [
        action
        for action, rule in LIFE_CYCLE.items()
        if rule.by is role and status in rule.moves and action is not Action.CONFIRM_LAST_RECEIPT
    ]
