"""Certificates in the table: batches of a run, each under a block of numbers that nobody else can take."""

from dataclasses import dataclass
from functools import partial

from shared.domain.certificates import IssuedCertificates
from shared.domain.course_run import CourseRun, Roster
from shared.store import keys
from shared.store.items import Item
from shared.store.snapshots import read, snapshot, unpack
from shared.store.table import Put, Table

# Where there is nothing to find: no course run can be called so.
_NO_RUN = "#"


@dataclass(frozen=True, slots=True)
class Behind:
    """What a certificate's number leads to: its batch, and the run it was issued for."""

    batch: IssuedCertificates
    head: CourseRun
    roster: Roster


def issue(course_run_id: str, batch: IssuedCertificates) -> list[Put]:
    """Return the writes that store a batch and take its block; refused (Moved) where the block is taken.

    A batch of the largest run compresses to a tenth of an item, so it is always one piece.
    """
    # Written once and never again: from the table's stream, it has the certificates printed.
    whose = {"course_run_id": course_run_id, "block": batch.block}
    taken: Item = {**keys.block(batch.block), "kind": "block", **whose}
    stored = snapshot(
        lambda _: keys.certificates(course_run_id, batch.block), batch.model_dump(mode="json")
    )
    return [*stored, Put(taken)]


def restate(course_run_id: str, batch: IssuedCertificates) -> list[Put]:
    """Return the writes that store a batch with what its certificates have become; the run's head guards them."""
    key = keys.certificates(course_run_id, batch.block)
    return snapshot(lambda _: key, batch.model_dump(mode="json"), again=True)


def run_of(table: Table, block: str) -> str | None:
    """Return the course run whose certificates have their numbers from a block, or None where it was never taken."""
    taken = table.get(keys.block(block))
    return str(taken["course_run_id"]) if taken else None


def behind(table: Table, block: str) -> Behind | None:
    """Return what lies behind a block of numbers, or None where it was never taken.

    That is found out by the same reads, so that they do not tell. Only an open run is amended, so the head and the
    roster of one with certificates belong together.
    """
    taken = table.get(keys.block(block))
    run = str(taken["course_run_id"]) if taken else _NO_RUN
    roster_key = partial(keys.roster, run)
    parts = [keys.head(run), roster_key(0), keys.certificates(run, block)]
    found = {item["sk"]: item for item in table.get_many(parts)}
    if not found:
        return None
    head, roster, batch = (found[part["sk"]] for part in parts)
    return Behind(
        IssuedCertificates.model_validate(unpack([batch])),
        CourseRun.model_validate(head),
        Roster.model_validate(read(table, roster_key, roster)),
    )


def sent_with(table: Table, course_run_id: str, consignment_id: str) -> set[str]:
    """Return the numbers of a run's certificates in a consignment."""
    line = table.get(keys.line(course_run_id, consignment_id)) or {"blocks": []}
    batches = table.get_many([keys.certificates(course_run_id, each) for each in line["blocks"]])
    issued = (IssuedCertificates.model_validate(unpack([batch])) for batch in batches)
    return {each.certificate_number for batch in issued for each in batch.certificates}
