"""Snapshots: documents of any size, compressed, in pieces that each fit an item.

A whole snapshot goes into the transaction that makes it count, so it is there entirely or not at all; the 4 MB that
a transaction takes are more than the largest body compresses to.
"""

import json
import zlib
from collections.abc import Callable
from typing import Any

from shared.store.items import Item
from shared.store.keys import Key
from shared.store.table import Put, Table

# An item takes 400 KB, its key and attribute names included.
PIECE_BYTES = 380_000


def snapshot(key_of: Callable[[int], Key], document: Any, *, again: bool = False) -> list[Put]:
    """Return the writes that store `document` (JSON) in pieces; only with `again` may they replace others."""
    packed = zlib.compress(json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode())
    pieces = [packed[i : i + PIECE_BYTES] for i in range(0, len(packed), PIECE_BYTES)]
    condition = None if again else "attribute_not_exists(pk)"
    return [
        Put({**key_of(i), "kind": "snapshot", "pieces": len(pieces), "data": piece}, condition)
        for i, piece in enumerate(pieces)
    ]


def unpack(items: list[Item]) -> Any:
    """Return the document whose pieces these are, in order of their keys."""
    pieces = sorted(items, key=lambda item: str(item["sk"]))[: int(items[0]["pieces"])]
    return json.loads(zlib.decompress(b"".join(piece["data"] for piece in pieces)))


def read(table: Table, key_of: Callable[[int], Key], first: Item | None = None) -> Any:
    """Return a stored document, or None where there is none; `first` spares reading its first piece again."""
    first = first or table.get(key_of(0))
    if first is None:
        return None
    rest = [key_of(i) for i in range(1, int(first["pieces"]))]
    return unpack([first, *(table.get_many(rest) if rest else [])])
