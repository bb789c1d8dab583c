"""Replacements that wait for a decision, or were approved and wait to be issued: the oldest first."""

from enum import StrEnum

from shared.domain.faults import Forbidden
from shared.domain.people import Role
from shared.domain.replacing import Replacement, ReplacementStatus
from shared.services.call import Call
from shared.services.paging import Page, Wanted
from shared.store import replacements


class UnderWay(StrEnum):
    """What the AO lists: what it has to decide on, or to issue."""

    REQUESTED = "requested"
    APPROVED = "approved"


def replacements_under_way(
    call: Call, wanted: Wanted, status: UnderWay = UnderWay.REQUESTED, centre_id: str | None = None
) -> Page[Replacement]:
    """Return a page of the replacements in a status; a centre sees its own, whichever of the two they are in.

    So does the AO of a centre that it names.
    """
    caller = call.caller
    if caller.role not in {Role.CENTRE, Role.AWARDING_ORGANISATION}:
        raise Forbidden("Replacements are for centres and the awarding organisation.")
    if caller.role is Role.CENTRE:
        if caller.centre_id is None or centre_id not in {None, caller.centre_id}:
            return Page(items=[], next_cursor=None)
        centre_id = caller.centre_id
    of = ReplacementStatus(status)
    listed = replacements.under_way(call.table, of, centre_id, wanted.after, wanted.read)
    found, next_cursor = wanted.of(listed)
    return Page(items=found, next_cursor=next_cursor)
