"""A table of plain items, kept as DynamoDB keeps them: enough to write snapshots to and read them from."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, cast

from shared.store.items import Item, from_dynamodb, to_dynamodb
from shared.store.keys import Key
from shared.store.table import Put, Table

# An item takes 400 KB, and a transaction 4 MB.
ITEM_BYTES, TRANSACTION_BYTES = 400 * 1024, 4 * 1024 * 1024


def size(item: Any) -> int:
    """About what DynamoDB counts: names, text and bytes."""
    if isinstance(item, dict):
        return sum(len(name) + size(value) for name, value in item.items())
    return len(item.encode() if isinstance(item, str) else item)


@dataclass
class Shelf:
    """Items by their keys."""

    items: dict[tuple[str, str], dict[str, Any]] = field(default_factory=dict)

    @property
    def table(self) -> Table:
        return cast("Table", self)

    def write(self, puts: Iterable[Put]) -> None:
        written = [put.request("table")["Put"]["Item"] for put in puts]
        assert sum(map(size, written)) <= TRANSACTION_BYTES
        for item in written:
            assert size(item) <= ITEM_BYTES
            self.items[item["pk"]["S"], item["sk"]["S"]] = item

    def get(self, key: Key) -> Item | None:
        item = self.items.get((key["pk"], key["sk"]))
        return from_dynamodb(item) if item else None

    def get_many(self, keys: Sequence[Key]) -> list[Item]:
        # In no promised order.
        found = [self.get(key) for key in reversed(keys)]
        return [item for item in found if item]


def stored(item: Item) -> Item:
    """An item as it comes back."""
    return from_dynamodb(to_dynamodb(item))
