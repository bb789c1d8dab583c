"""Drafts of results in the table: one a run, each written over the one before it, in pieces like any snapshot."""

from dataclasses import replace
from functools import partial

from shared.domain.course_run import CourseRun
from shared.domain.drafts import Draft
from shared.store import keys
from shared.store.items import Item
from shared.store.snapshots import read, snapshot
from shared.store.table import Check, Put, Table, Write

# A transaction takes 4 MB; only gibberish is that long once it is compressed.
MOST_PIECES = 10


class SavedSince(Exception):
    """Another draft has been saved since this one was read."""


class TooLarge(Exception):
    """More than one transaction takes."""


def load(table: Table, course_run_id: str) -> Draft | None:
    """Return a run's latest draft, also where it counts for nothing any more."""
    found = read(table, partial(keys.draft, course_run_id))
    return Draft.model_validate(found) if found else None


def unchanged(course_run_id: str, draft: Draft) -> Check:
    """Return the check that `draft` is still the latest; refused with SavedSince."""
    stands = {":number": draft.number}
    return Check(keys.draft(course_run_id, 0), "draft_number = :number", stands, SavedSince)


def save(run: CourseRun, draft: Draft, before: Draft | None) -> list[Write]:
    """Return the writes that put `draft` in the place of `before`, the draft that was loaded.

    Refused (Moved) where another draft has been saved since, or the run has changed. Raises TooLarge.
    """
    key_of = partial(keys.draft, run.course_run_id)
    first, *rest = snapshot(key_of, draft.model_dump(mode="json"), again=True)
    if len(rest) >= MOST_PIECES:
        raise TooLarge
    stands = Check(keys.head(run.course_run_id), "version = :version", {":version": run.version})
    return [_in_place_of(before, first, draft.number), *rest, stands]


def _in_place_of(before: Draft | None, first: Put, number: int) -> Put:
    item: Item = {**first.item, "draft_number": number}
    if before is None:
        return Put(item)
    return replace(
        first, item=item, condition="draft_number = :before", values={":before": before.number}
    )
