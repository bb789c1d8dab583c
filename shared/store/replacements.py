"""Replacements in the table: one item each, listed while it is under way, and then by its charge if there is one."""

from collections.abc import Iterator
from datetime import date
from itertools import takewhile

from shared.domain.clock import london_date, stamp
from shared.domain.replacing import UNDER_WAY, Replacement, ReplacementStatus
from shared.store import keys
from shared.store.items import Item, facts
from shared.store.table import Put, Table

Listed = Iterator[tuple[str, Replacement]]


def record(replacement: Replacement, *, new: bool = False) -> Put:
    """Return the write that stores a replacement as it stands; the course run's head guards it."""
    key = keys.replacement(replacement.course_run_id, replacement.replacement_id)
    item = {**facts(replacement), **key, "kind": "replacement", **_views(replacement)}
    return Put(item) if new else Put(item, "attribute_exists(pk)")


def under_way(
    table: Table,
    status: ReplacementStatus,
    centre_id: str | None = None,
    after: str | None = None,
    page: int | None = None,
) -> Listed:
    """Yield the replacements that are requested or approved, the oldest first, each with its place in the list.

    Those of a centre, where it is given, are of both kinds.
    """
    if centre_id is not None:
        view = keys.centre_replacements(centre_id)
        found = table.in_view("by_centre", view, after=after, page=page)
    else:
        view = keys.replacements(status)
        found = table.in_view("across_centres", view, after=after, page=page)
    return _listed(found)


def charged(
    table: Table,
    month: date,
    centre_id: str | None = None,
    after: str | None = None,
    page: int | None = None,
) -> Listed:
    """Yield the replacements that were charged in a month, by the date of issue; of one centre where it is given."""
    first = f"{month:%Y-%m}"
    if centre_id is None:
        view = keys.charges(first)
        return _listed(table.in_view("across_centres", view, after=after, page=page))
    view = keys.centre_charges(centre_id)
    found = table.in_view("by_centre", view, after=after or first, page=page)
    return _listed(takewhile(lambda item: str(item["place"]).startswith(first), found))


def _listed(items: Iterator[Item]) -> Listed:
    return ((item["place"], Replacement.model_validate(item)) for item in items)


def _views(of: Replacement) -> Item:
    named = f"{of.course_run_id}#{of.replacement_id}"
    if of.status in UNDER_WAY:
        return {
            "centre_view": keys.centre_replacements(of.centre_id),
            "organisation_view": keys.replacements(of.status),
            "place": f"{stamp(of.requested_at)}#{named}",
        }
    if of.issued_at is None or of.charge.pence == 0:
        return {}
    on = london_date(of.issued_at)
    return {
        "centre_view": keys.centre_charges(of.centre_id),
        "organisation_view": keys.charges(f"{on:%Y-%m}"),
        "place": f"{on}#{named}",
    }
