"""Open queries, the oldest first: the questions that hold a learner's certificate."""

from datetime import datetime

from shared.domain.faults import Forbidden
from shared.domain.fields import Fact
from shared.domain.people import Role
from shared.services.call import Call
from shared.services.paging import Page, Wanted
from shared.store import queries


class OpenQuery(Fact):
    """An open query as lists show it."""

    course_run_id: str
    title: str
    centre_id: str
    centre_name: str
    learner_id: str
    learner_name: str
    query_id: str
    question: str
    opened_at: datetime
    opened_by: str


def open_queries(call: Call, wanted: Wanted, centre_id: str | None = None) -> Page[OpenQuery]:
    """Return a page of the open queries: a centre sees its own, the AO all or one centre's."""
    caller = call.caller
    if caller.role not in {Role.CENTRE, Role.AWARDING_ORGANISATION}:
        raise Forbidden("Open queries are for centres and the awarding organisation.")
    if caller.role is Role.CENTRE:
        if caller.centre_id is None or centre_id not in {None, caller.centre_id}:
            return Page(items=[], next_cursor=None)
        centre_id = caller.centre_id
    listed = queries.open_now(call.table, centre_id, wanted.after, wanted.read)
    found, next_cursor = wanted.of(listed)
    items = [OpenQuery.model_validate(query.model_dump()) for query in found]
    return Page(items=items, next_cursor=next_cursor)
