"""Certificates in the table: batches of a run, each under a block of numbers that nobody else can take."""

from shared.domain.certificates import IssuedCertificates
from shared.store import keys
from shared.store.items import Item
from shared.store.snapshots import snapshot, unpack
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


def sent_with(table: Table, course_run_id: str, consignment_id: str) -> set[str]:
    """Return the numbers of a run's certificates in a consignment."""
    line = table.get(keys.line(course_run_id, consignment_id)) or {"blocks": []}
    batches = table.get_many([keys.certificates(course_run_id, each) for each in line["blocks"]])
    issued = (IssuedCertificates.model_validate(unpack([batch])) for batch in batches)
    return {each.certificate_number for batch in issued for each in batch.certificates}
