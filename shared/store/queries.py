"""Queries about learners in the table: one item each, which lists it by its age while it is open."""

from collections.abc import Iterator

from shared.domain.clock import stamp
from shared.domain.course_run import CourseRun, Learner
from shared.domain.queries import Query
from shared.store import keys
from shared.store.items import facts
from shared.store.table import Put, Table


class Listed(Query):
    """An open query with what it is about, so that lists of queries read nothing else."""

    course_run_id: str
    title: str
    centre_id: str
    centre_name: str
    learner_name: str


def load(table: Table, course_run_id: str, query_id: str) -> Query | None:
    """Return one query of a run."""
    item = table.get(keys.query(course_run_id, query_id))
    return Query.model_validate(item) if item else None


def of_run(table: Table, course_run_id: str) -> list[Query]:
    """Return all queries of a run."""
    items = table.in_partition(keys.run_partition(course_run_id), keys.QUERIES)
    return [Query.model_validate(item) for item in items]


def open_now(
    table: Table, centre_id: str | None = None, after: str | None = None, page: int | None = None
) -> Iterator[tuple[str, Listed]]:
    """Yield the open queries, the oldest first, each with its place in the list; of one centre where it is given."""
    if centre_id is not None:
        view = keys.centre_queries(centre_id)
        found = table.in_view("by_centre", view, after=after, page=page)
    else:
        found = table.in_view("across_centres", keys.OPEN_QUERIES, after=after, page=page)
    return ((item["place"], Listed.model_validate(item)) for item in found)


def open_query(run: CourseRun, learner: Learner, query: Query) -> Put:
    """Return the write that stores a new query about a learner of `run`."""
    listed = Listed(
        **query.model_dump(),
        **run.model_dump(include={"course_run_id", "title", "centre_id", "centre_name"}),
        learner_name=learner.name,
    )
    return Put(
        {
            **facts(listed),
            **keys.query(run.course_run_id, query.query_id),
            "kind": "query",
            "centre_view": keys.centre_queries(run.centre_id),
            "organisation_view": keys.OPEN_QUERIES,
            "place": f"{stamp(query.opened_at)}#{run.course_run_id}#{query.query_id}",
        }
    )


def resolve_query(course_run_id: str, query: Query) -> Put:
    """Return the write that stores a query's resolution, unless it has one, and takes it off the lists."""
    item = {**facts(query), **keys.query(course_run_id, query.query_id), "kind": "query"}
    return Put(item, "attribute_not_exists(resolution)")
