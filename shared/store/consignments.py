"""Consignments in the table: the parcel, its lines, the tracking number it takes, and the pending receipts."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from heapq import merge

from shared.domain.consignments import Consignment, Line
from shared.domain.course_run import CourseRun
from shared.domain.documents import Documents, Making
from shared.domain.receipts import Receipt
from shared.store import documents, keys
from shared.store.items import Item, facts
from shared.store.table import Only, Put, Set, Table

WAITING = {"status": Making.WAITING}
PENDING_VIEWS = ("centre_view", "organisation_view", "place")
_SAID_NOT_TO_HAVE_ARRIVED = Only(
    "attribute_exists(#not_arrived)", {}, {"#not_arrived": "not_arrived"}
)


class TrackingNumberUsed(Exception):
    """Another consignment of this carrier has this tracking number."""


def load(table: Table, consignment_id: str) -> Consignment | None:
    """Return one consignment."""
    item = table.get(keys.consignment(consignment_id))
    return Consignment.model_validate(item) if item else None


def load_with_documents(table: Table, consignment_id: str) -> tuple[Consignment, Documents] | None:
    """Return one consignment and what became of its documents."""
    partition = keys.consignment_partition(consignment_id)
    found = {item["sk"]: item for item in table.in_partition(partition, keys.CONSIGNMENT)}
    if keys.CONSIGNMENT not in found:
        return None
    consignment = Consignment.model_validate(found[keys.CONSIGNMENT])
    return consignment, Documents.model_validate(found.get(keys.DOCUMENTS, WAITING))


def by_tracking_number(
    table: Table, carrier: str, carrier_name: str | None, number: str
) -> Consignment | None:
    """Return the consignment that took a tracking number."""
    item = table.get(keys.tracking(carrier, carrier_name, number))
    return load(table, item["consignment_id"]) if item else None


def load_lines(table: Table, consignment: Consignment) -> list[Line]:
    """Return a consignment's lines in the order of its course runs."""
    runs = consignment.course_run_ids
    items = table.get_many([keys.line(run, consignment.consignment_id) for run in runs])
    lines = [Line.model_validate(item) for item in items]
    return sorted(lines, key=lambda line: runs.index(line.course_run_id))


def load_each(table: Table, lines: Iterable[tuple[str, str]]) -> list[Line]:
    """Return lines as they stand now, each named by its course run and consignment, in no promised order."""
    items = table.get_many([keys.line(*named) for named in lines])
    return [Line.model_validate(item) for item in items]


def lines_of_run(table: Table, course_run_id: str) -> list[Line]:
    """Return the lines of one run in all its consignments."""
    items = table.in_partition(keys.run_partition(course_run_id), keys.LINES)
    return [Line.model_validate(item) for item in items]


def dispatch(consignment: Consignment, lines: list[Line]) -> list[Put]:
    """Return the writes that store a consignment with its lines and take its tracking number.

    Refused with TrackingNumberUsed where another consignment has taken the number.
    """
    c = consignment
    tracking_key = keys.tracking(c.carrier, c.carrier_name, c.tracking_number)
    taken: Item = {**tracking_key, "kind": "tracking", "consignment_id": c.consignment_id}
    parcel = {**facts(c), **keys.consignment(c.consignment_id), "kind": "consignment"}
    return [
        Put(taken, otherwise=TrackingNumberUsed),
        Put(parcel),
        *(Put(_pending_line(line)) for line in lines),
    ]


def record_documents(consignment_id: str, made: Documents) -> Put:
    """Return the write that records what became of a consignment's documents since they were last asked for."""
    return documents.record(*_documents(consignment_id), made)


def ask_for_documents(consignment_id: str, before: Documents, asked: Documents) -> Put:
    """Return the write that has a consignment's documents made again."""
    return documents.ask(*_documents(consignment_id), before, asked)


def _documents(consignment_id: str) -> tuple[keys.Key, Item]:
    named = {"kind": "documents", "consignment_id": consignment_id}
    return keys.documents(consignment_id), named


def confirm(
    run: CourseRun, consignment_id: str, receipt: Receipt, *, to_distribute: bool = True
) -> Set:
    """Return the write that stores a line's receipt, unless it has one.

    It moves from the pending receipts to what the centre has to distribute, unless there is nothing to distribute, and
    to the discrepancies if there are any.
    """
    named = (run.course_run_id, consignment_id)
    centre_id = run.centre_id if to_distribute else None
    amiss = bool(receipt.discrepancies)
    views = _received_views(named, receipt.date_received, centre_id, amiss=amiss)
    return _changed(named, {"receipt": facts(receipt)}, views, new=["receipt"])


def change(line: Line, *changed: str) -> Set:
    """Return the write that stores what has `changed` of a line, by attribute, with the lists that it now stands on.

    The course run's head guards it: whoever changes the line has read both, and moves the head on.
    """
    named, values = (line.course_run_id, line.consignment_id), facts(line)
    told = {name: values[name] for name in changed if name in values}
    if line.receipt is None:
        return _changed(named, told, _pending_views(line) if line.pending else {})
    centre_id = line.centre_id if line.to_distribute else None
    on, amiss = line.receipt.date_received, bool(line.open_discrepancies)
    return _changed(named, told, _received_views(named, on, centre_id, amiss=amiss))


def to_distribute(
    table: Table, centre_id: str, after: str | None = None, page: int | None = None
) -> Iterator[tuple[str, Line]]:
    """Yield what a centre has still to distribute, the first received first, each with its place in the list."""
    view = keys.centre_to_distribute(centre_id)
    found = table.in_view("by_centre", view, after=after, page=page)
    return ((item["place"], Line.model_validate(item)) for item in found)


def not_right(
    table: Table, after: str | None = None, page: int | None = None
) -> Iterator[tuple[str, Line]]:
    """Yield the received lines of which something is not settled, the first received first, each with its place."""
    found = table.in_view("across_centres", keys.OPEN_DISCREPANCIES, after=after, page=page)
    return ((item["place"], Line.model_validate(item)) for item in found)


def not_arrived(table: Table, after: str | None = None) -> Iterator[tuple[str, Line]]:
    """Yield the pending lines whose centre has said that the parcel has not arrived, by due date, each with its place.

    What is pending is read, and all but these stay with DynamoDB.
    """
    return (
        (place, line)
        for place, line in pending_receipts(table, after=after, only=_SAID_NOT_TO_HAVE_ARRIVED)
        if line.said_not_to_have_arrived
    )


def _received_views(
    named: tuple[str, str], received: date, to_distribute_by: str | None, *, amiss: bool
) -> Item:
    """Return the lists that a received line stands on: of its centre, and of discrepancies where something is amiss."""
    views: Item = {"organisation_view": keys.OPEN_DISCREPANCIES} if amiss else {}
    if to_distribute_by is not None:
        views["centre_view"] = keys.centre_to_distribute(to_distribute_by)
    return views | {"place": "#".join((received.isoformat(), *named))} if views else {}


def _changed(named: tuple[str, str], values: Item, views: Item, new: Sequence[str] = ()) -> Set:
    left = [each for each in PENDING_VIEWS if each not in views]
    return Set(keys.line(*named), values | views, left, new)


def pending_receipts(
    table: Table,
    centre_id: str | None = None,
    after: str | None = None,
    page: int | None = None,
    only: Only | None = None,
) -> Iterator[tuple[str, Line]]:
    """Yield pending receipts by due date, each with its place in the list; of one centre where it is given."""
    if centre_id is not None:
        view = keys.centre_pending(centre_id)
        found = table.in_view("by_centre", view, after=after, page=page, only=only)
    else:
        partitions = (keys.pending(i) for i in range(keys.PENDING_PARTITIONS))
        streams = (
            table.in_view("across_centres", v, after=after, page=page, only=only)
            for v in partitions
        )
        found = merge(*streams, key=lambda item: str(item["place"]))
    return ((item["place"], Line.model_validate(item)) for item in found)


def _pending_line(line: Line) -> Item:
    key = keys.line(line.course_run_id, line.consignment_id)
    return {**facts(line), **key, "kind": "line", **_pending_views(line)}


def _pending_views(line: Line) -> Item:
    partition = keys.pending_partition(line.course_run_id)
    place = f"{line.receipt_due_on}#{line.course_run_id}#{line.consignment_id}"
    views = (keys.centre_pending(line.centre_id), keys.pending(partition), place)
    return dict(zip(PENDING_VIEWS, views, strict=True))
