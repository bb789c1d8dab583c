"""A course run's history in the table."""

from collections.abc import Iterator

from shared.domain.events import Event
from shared.store import keys
from shared.store.table import Table


def history(table: Table, course_run_id: str, after: int = 0) -> Iterator[Event]:
    """Yield a run's events, oldest first, beyond the sequence number `after`."""
    beyond = keys.event(course_run_id, after)["sk"] if after else None
    items = table.in_partition(keys.run_partition(course_run_id), keys.EVENTS, beyond)
    return (Event.model_validate(item) for item in items)
