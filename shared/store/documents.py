"""What became of documents that are made together, in the table: of a consignment, or of a batch of certificates."""

from shared.domain.documents import Documents, Making
from shared.store.items import Item, facts
from shared.store.keys import Key
from shared.store.table import Put


def record(key: Key, named: Item, documents: Documents) -> Put:
    """Return the write that records what became of documents since they were last asked for.

    `named` says whose they are. Refused (Moved) once they are made, and where they were asked for again meanwhile.
    """
    return _put(key, named, documents, documents, ("#status <> :status", Making.MADE))


def ask(key: Key, named: Item, before: Documents, asked: Documents) -> Put:
    """Return the write that has documents made again: the stream carries it to where they are made.

    Refused (Moved) where they do not stand as `before` any more.
    """
    return _put(key, named, asked, before, ("#status = :status", before.status))


def _put(
    key: Key, named: Item, documents: Documents, before: Documents, only: tuple[str, Making]
) -> Put:
    """Return the write of `documents` where nothing is recorded yet, or they were last asked for as `before` says."""
    asked, values = "attribute_not_exists(asked_at)", {":status": only[1].value}
    if before.asked_at is not None:
        asked, values[":asked_at"] = "asked_at = :asked_at", facts(before)["asked_at"]
    condition = f"attribute_not_exists(pk) OR ({asked} AND {only[0]})"
    return Put({**facts(documents), **key, **named}, condition, values)
