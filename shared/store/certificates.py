"""Certificates in the table: batches of a run, each under a block of numbers that nobody else can take."""

from shared.domain.certificates import IssuedCertificates
from shared.store import keys
from shared.store.items import Item
from shared.store.snapshots import read, snapshot
from shared.store.table import Put, Table


def issue(course_run_id: str, batch: IssuedCertificates) -> list[Put]:
    """Return the writes that store a batch and take its block; refused (Moved) where the block is taken.

    A batch of the largest run compresses to a tenth of an item, so it is always one piece.
    """
    taken: Item = {**keys.block(batch.block), "kind": "block", "course_run_id": course_run_id}
    stored = snapshot(
        lambda _: keys.certificates(course_run_id, batch.block), batch.model_dump(mode="json")
    )
    return [*stored, Put(taken)]


def load(table: Table, course_run_id: str, block: str) -> IssuedCertificates:
    """Return one batch of a run's certificates; raises LookupError where there is none."""
    batch = read(table, lambda _: keys.certificates(course_run_id, block))
    if batch is None:
        raise LookupError(f"No batch {block}")
    return IssuedCertificates.model_validate(batch)
