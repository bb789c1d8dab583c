"""Answers kept for a caller's Idempotency-Key, in the transaction that made them true."""

import zlib
from dataclasses import dataclass
from datetime import datetime

from shared.domain import limits
from shared.store import keys
from shared.store.items import Item
from shared.store.table import Put, Table


@dataclass(frozen=True, slots=True)
class Kept:
    """An answer given before: to which request, as JSON, and whether it told of something new."""

    fingerprint: str
    fresh: bool
    body: bytes


def load(table: Table, who: str, key: str, now: datetime) -> Kept | None:
    """Return the answer kept for a caller's key, unless it has expired (DynamoDB removes it some time later)."""
    item = table.get(keys.answer(who, key))
    if item is None or item["expires_at"] <= now.timestamp():
        return None
    return Kept(item["fingerprint"], item["fresh"], zlib.decompress(item["body"]))


def keep(who: str, key: str, kept: Kept, now: datetime) -> Put:
    """Return the write that keeps an answer; refused (Moved) where the key is in use by an answer that holds."""
    item: Item = {
        **keys.answer(who, key),
        "kind": "answer",
        "fingerprint": kept.fingerprint,
        "fresh": kept.fresh,
        "body": zlib.compress(kept.body),
        "expires_at": int((now + limits.ANSWERS_KEPT_FOR).timestamp()),
    }
    held = {":now": int(now.timestamp())}
    return Put(item, "attribute_not_exists(pk) OR expires_at <= :now", held)
