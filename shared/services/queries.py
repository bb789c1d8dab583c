"""The AO opens and resolves queries about single learners; each holds that learner's certificate and no one else's."""

from shared.domain.certificates import holders
from shared.domain.faults import Conflict, Fault, Invalid, NotFound
from shared.domain.fields import Body, Fact, Note
from shared.domain.life_cycle import Action, next_status
from shared.domain.queries import NewQuery, Query, Resolution
from shared.services import seen
from shared.services.call import Answer, Call, use_case
from shared.services.new_ids import new_query_id
from shared.store import course_runs
from shared.store import queries as stored


class QueryResolution(Body):
    """How a query was settled."""

    note: Note


class QueryRecorded(Fact):
    """A query as it is recorded."""

    course_run_id: str
    query: Query


@use_case(QueryRecorded)
def open_query(call: Call, course_run_id: str, body: NewQuery) -> Answer[QueryRecorded]:
    """Open a query about a learner who holds no certificate yet; the same open question again is the same query."""
    found = seen.whole(call, course_run_id)
    run = found.head
    status = next_status(run.status, Action.OPEN_QUERY, call.caller.role)
    about = [each for each in found.roster.learners if each.learner_id == body.learner_id]
    if not about:
        fault = Fault("/learner_id", "There is no such learner in this course run.")
        raise Invalid([fault])
    for query in found.queries:
        same = (query.learner_id, query.question) == (body.learner_id, body.question)
        if same and query.resolution is None:
            return Answer(QueryRecorded(course_run_id=course_run_id, query=query), fresh=False)
    if held := holders(found.batches).get(body.learner_id):
        raise Conflict(
            "This learner's certificate has been issued; a query can no longer hold it.",
            {"certificate_number": held.certificate_number},
        )
    query = Query(
        query_id=new_query_id(),
        opened_at=call.now,
        opened_by=call.caller.role,
        **body.model_dump(),
    )
    after = run.moved_on(status, call.now, outstanding_queries=run.outstanding_queries + 1)
    puts = course_runs.transition(run, after, Action.OPEN_QUERY, call.caller, _facts(query))
    return call.save(
        [*puts, stored.open_query(run, about[0], query)],
        QueryRecorded(course_run_id=course_run_id, query=query),
    )


@use_case(QueryRecorded)
def resolve_query(
    call: Call, course_run_id: str, query_id: str, body: QueryResolution
) -> Answer[QueryRecorded]:
    """Resolve a query, which releases its learner; a repeat with the same note is the same resolution."""
    run = seen.head(call, course_run_id)
    status = next_status(run.status, Action.RESOLVE_QUERY, call.caller.role)
    query = stored.load(call.table, course_run_id, query_id)
    if query is None:
        raise NotFound("There is no such query in this course run.")
    if query.resolution is not None:
        if query.resolution.note != body.note:
            recorded = {"query": query.model_dump(mode="json")}
            raise Conflict("This query was resolved with another note.", recorded)
        return Answer(QueryRecorded(course_run_id=course_run_id, query=query), fresh=False)
    resolution = Resolution(note=body.note, resolved_at=call.now)
    resolved = query.model_copy(update={"resolution": resolution})
    after = run.moved_on(status, call.now, outstanding_queries=run.outstanding_queries - 1)
    facts = {**_facts(query), "note": body.note}
    puts = course_runs.transition(run, after, Action.RESOLVE_QUERY, call.caller, facts)
    return call.save(
        [*puts, stored.resolve_query(course_run_id, resolved)],
        QueryRecorded(course_run_id=course_run_id, query=resolved),
    )


def _facts(query: Query) -> dict[str, str]:
    return {"query_id": query.query_id, "learner_id": query.learner_id}
