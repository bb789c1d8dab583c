"""Queries about learners in the table: one item each."""

from shared.domain.queries import Query
from shared.store import keys
from shared.store.items import facts
from shared.store.table import Put, Table


def load(table: Table, course_run_id: str, query_id: str) -> Query | None:
    """Return one query of a run."""
    item = table.get(keys.query(course_run_id, query_id))
    return Query.model_validate(item) if item else None


def open_query(course_run_id: str, query: Query) -> Put:
    """Return the write that stores a new query."""
    return Put({**facts(query), **keys.query(course_run_id, query.query_id), "kind": "query"})


def resolve_query(course_run_id: str, query: Query) -> Put:
    """Return the write that stores a query's resolution, unless it has one."""
    item = {**facts(query), **keys.query(course_run_id, query.query_id), "kind": "query"}
    return Put(item, "attribute_not_exists(resolution)")
