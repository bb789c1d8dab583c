"""Lists of course runs in the order of their latest activity, each run with its place in the list."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from heapq import merge

from shared.domain.course_run import CourseRun, NotificationState
from shared.domain.life_cycle import Status
from shared.store import keys
from shared.store.items import Item
from shared.store.table import STATUS, Only, Table

Listed = Iterator[tuple[str, CourseRun]]

_NOT_SENT = Only(
    "notification.#state <> :sent", {":sent": NotificationState.SENT.value}, {"#state": "state"}
)


@dataclass(frozen=True, slots=True)
class Window:
    """The part of a list that is asked for: one status or all, beyond a place, in reads of `page` items.

    The newest activity comes first, unless the oldest is wanted first.
    """

    status: Status | None = None
    after: str | None = None
    page: int | None = None
    oldest_first: bool = False


def of_centre(table: Table, centre_id: str, window: Window) -> Listed:
    """Yield a centre's runs."""
    return _listed(_view(table, "by_centre", keys.centre_runs(centre_id), window))


def of_verifier(table: Table, verifier_id: str, window: Window) -> Listed:
    """Yield a verifier's runs."""
    return _listed(_view(table, "by_verifier", keys.verifier_runs(verifier_id), window))


def of_all(table: Table, window: Window) -> Listed:
    """Yield the runs of all centres: one status from its own view, all statuses merged."""
    anything = replace(window, status=None)
    statuses = [window.status] if window.status else list(Status)
    streams = (_view(table, "across_centres", keys.status_runs(s), anything) for s in statuses)
    newest_first = not window.oldest_first
    return _listed(merge(*streams, key=lambda item: str(item["place"]), reverse=newest_first))


def not_notified(table: Table) -> Listed:
    """Yield the submitted runs of all centres whose verifier's email has not been sent (yet), oldest activity first."""
    submitted = keys.status_runs(Status.SUBMITTED)
    return _listed(table.in_view("across_centres", submitted, only=_NOT_SENT))


def _view(table: Table, index: str, view: str, window: Window) -> Iterator[Item]:
    return table.in_view(
        index,
        view,
        after=window.after,
        newest_first=not window.oldest_first,
        only=_in(window.status) if window.status else None,
        page=window.page,
    )


def _in(status: Status) -> Only:
    return Only("#status = :status", {":status": status.value}, STATUS)


def _listed(items: Iterator[Item]) -> Listed:
    return ((item["place"], CourseRun.model_validate(item)) for item in items)
