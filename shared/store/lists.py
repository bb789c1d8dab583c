"""Lists of course runs, newest activity first, each run with its place in the list."""

from collections.abc import Iterator
from dataclasses import dataclass
from heapq import merge

from shared.domain.course_run import CourseRun
from shared.domain.life_cycle import Status
from shared.store import keys
from shared.store.items import Item
from shared.store.table import Table

Listed = Iterator[tuple[str, CourseRun]]


@dataclass(frozen=True, slots=True)
class Window:
    """The part of a list that is asked for: one status or all, beyond a place, in reads of `page` items."""

    status: Status | None = None
    after: str | None = None
    page: int | None = None


def of_centre(table: Table, centre_id: str, window: Window) -> Listed:
    """Yield a centre's runs."""
    return _listed(_view(table, "by_centre", keys.centre_runs(centre_id), window))


def of_verifier(table: Table, verifier_id: str, window: Window) -> Listed:
    """Yield a verifier's runs."""
    return _listed(_view(table, "by_verifier", keys.verifier_runs(verifier_id), window))


def of_all(table: Table, window: Window) -> Listed:
    """Yield the runs of all centres: one status from its own view, all statuses merged."""
    anything = Window(None, window.after, window.page)
    statuses = [window.status] if window.status else list(Status)
    streams = (_view(table, "across_centres", keys.status_runs(s), anything) for s in statuses)
    return _listed(merge(*streams, key=lambda item: str(item["place"]), reverse=True))


def _view(table: Table, index: str, view: str, window: Window) -> Iterator[Item]:
    return table.in_view(
        index, view, after=window.after, newest_first=True, status=window.status, page=window.page
    )


def _listed(items: Iterator[Item]) -> Listed:
    return ((item["place"], CourseRun.model_validate(item)) for item in items)
