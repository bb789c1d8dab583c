"""Outstanding queries: an open question about one learner holds that learner's certificate and no one else's."""

from collections.abc import Iterable
from datetime import datetime

from shared.domain.fields import Body, Fact, Identifier, Question


class NewQuery(Body):
    """A question about one learner."""

    learner_id: Identifier
    question: Question


class Resolution(Fact):
    """How and when a query was settled."""

    note: str
    resolved_at: datetime


class Query(Fact):
    """A question about one learner, outstanding until it has a resolution."""

    query_id: str
    learner_id: str
    question: str
    opened_at: datetime
    opened_by: str
    resolution: Resolution | None = None


def outstanding(queries: Iterable[Query]) -> dict[str, Query]:
    """Return the outstanding query of each learner who has one, the oldest where there are several."""
    open_now = [query for query in queries if query.resolution is None]
    return {q.learner_id: q for q in sorted(open_now, key=lambda q: q.opened_at, reverse=True)}
