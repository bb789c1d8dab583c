"""Consignments in the table: the parcel, its lines, the tracking number it takes, and the pending receipts."""

from collections.abc import Iterable, Iterator
from datetime import date
from heapq import merge

from shared.domain.consignments import Consignment, Line
from shared.domain.course_run import CourseRun
from shared.domain.documents import Documents, Making
from shared.domain.receipts import Receipt
from shared.store import keys
from shared.store.items import Item, facts
from shared.store.table import Put, Set, Table

WAITING = {"status": Making.WAITING}
PENDING_VIEWS = ("centre_view", "organisation_view", "place")
DISTRIBUTION_VIEWS = ("centre_view", "place")


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


def record_documents(consignment_id: str, documents: Documents) -> Put:
    """Return the write that records what became of a consignment's documents; refused (Moved) once they are made."""
    item: Item = {**facts(documents), **keys.documents(consignment_id), "kind": "documents"}
    condition = "attribute_not_exists(pk) OR #status <> :made"
    return Put(item, condition, {":made": Making.MADE.value})


def confirm(
    run: CourseRun, consignment_id: str, receipt: Receipt, *, to_distribute: bool = True
) -> Set:
    """Return the write that stores a line's receipt, unless it has one.

    It moves from the pending receipts to what the centre has to distribute, unless there is nothing to distribute.
    """
    line, received = (run.course_run_id, consignment_id), {"receipt": facts(receipt)}
    key = keys.line(*line)
    if not to_distribute:
        return Set(key, received, PENDING_VIEWS, new=["receipt"])
    views = _distribution_views(run.centre_id, receipt.date_received, *line)
    return Set(key, received | views, ["organisation_view"], new=["receipt"])


def distribute(line: Line, undistributed: int) -> Set:
    """Return the write that says how many of a received line's certificates are still to be distributed.

    The line stands on the list of what is to be distributed while there are any.
    """
    key = keys.line(line.course_run_id, line.consignment_id)
    left = {"undistributed": undistributed}
    if undistributed == 0 or line.receipt is None:
        return Set(key, left, DISTRIBUTION_VIEWS)
    on = line.receipt.date_received
    views = _distribution_views(line.centre_id, on, line.course_run_id, line.consignment_id)
    return Set(key, left | views)


def to_distribute(
    table: Table, centre_id: str, after: str | None = None, page: int | None = None
) -> Iterator[tuple[str, Line]]:
    """Yield what a centre has still to distribute, the first received first, each with its place in the list."""
    view = keys.centre_to_distribute(centre_id)
    found = table.in_view("by_centre", view, after=after, page=page)
    return ((item["place"], Line.model_validate(item)) for item in found)


def _distribution_views(
    centre_id: str, received: date, course_run_id: str, consignment_id: str
) -> Item:
    place = f"{received}#{course_run_id}#{consignment_id}"
    views = (keys.centre_to_distribute(centre_id), place)
    return dict(zip(DISTRIBUTION_VIEWS, views, strict=True))


def pending_receipts(
    table: Table, centre_id: str | None = None, after: str | None = None, page: int | None = None
) -> Iterator[tuple[str, Line]]:
    """Yield pending receipts by due date, each with its place in the list; of one centre where it is given."""
    if centre_id is not None:
        view = keys.centre_pending(centre_id)
        found = table.in_view("by_centre", view, after=after, page=page)
    else:
        partitions = (keys.pending(i) for i in range(keys.PENDING_PARTITIONS))
        streams = (table.in_view("across_centres", v, after=after, page=page) for v in partitions)
        found = merge(*streams, key=lambda item: str(item["place"]))
    return ((item["place"], Line.model_validate(item)) for item in found)


def _pending_line(line: Line) -> Item:
    partition = keys.pending_partition(line.course_run_id)
    place = f"{line.receipt_due_on}#{line.course_run_id}#{line.consignment_id}"
    views = (keys.centre_pending(line.centre_id), keys.pending(partition), place)
    return {
        **facts(line),
        **keys.line(line.course_run_id, line.consignment_id),
        "kind": "line",
        **dict(zip(PENDING_VIEWS, views, strict=True)),
    }
