"""Lighter copies for moto's transactions.

moto copies the whole table, with every item and stream record, once for each member of a
transaction: 0.2 s at a thousand items. What a transaction could change is copied here, the rest
shared, with the same outcome when it is cancelled.
"""

import copy
from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from moto.dynamodb.models import DynamoDBBackend
from moto.dynamodb.models.dynamo_type import DynamoType
from moto.dynamodb.models.table import StreamRecord, Table

_genuine_transaction = DynamoDBBackend.transact_write_items


class _Snapshots:
    """The copies of tables that the transaction at hand may have to go back to."""

    def __init__(self) -> None:
        self.members: list[dict[str, Any]] | None = None
        self.taken: dict[int, Any] = {}

    def of(self, table: Any, memo: dict[int, Any]) -> Any:
        """A copy of a table: during a transaction one for all its members, sharing items."""
        if self.members is None:
            return _deeply(table, memo)
        if id(table) not in self.taken:
            self.taken[id(table)] = self._light(table)
        return self.taken[id(table)]

    def _light(self, table: Any) -> Any:
        light = copy.copy(table)
        light.items = defaultdict(dict)
        for hash_key, held in table.items.items():
            light.items[hash_key] = dict(held) if table.has_range_key else held
        for member in self.members or []:
            # A put replaces an item; an update alone changes the one that is there.
            update = member.get("Update", {})
            if update.get("TableName") == table.name:
                _copy_item(light, update["Key"])
        if table.stream_shard is not None:
            light.stream_shard = copy.copy(table.stream_shard)
            light.stream_shard.table = light
            light.stream_shard.items = list(table.stream_shard.items)
        return light


_SNAPSHOTS = _Snapshots()


def _copy_item(table: Any, key: Mapping[str, Any]) -> None:
    hash_key = DynamoType(key[table.hash_key_attr])
    held = table.items.get(hash_key)
    if held is not None and table.has_range_key:
        range_key = DynamoType(key[table.range_key_attr])
        if range_key in held:
            held[range_key] = copy.deepcopy(held[range_key])
    elif held is not None:
        table.items[hash_key] = copy.deepcopy(held)


def _deeply(table: Any, memo: dict[int, Any]) -> Any:
    made = copy.copy(table)
    memo[id(table)] = made
    made.__dict__ = {name: copy.deepcopy(each, memo) for name, each in vars(table).items()}
    return made


def _copy_table(table: Any, memo: dict[int, Any]) -> Any:
    return _SNAPSHOTS.of(table, memo)


def _transact(backend: Any, transact_items: list[dict[str, Any]]) -> None:
    _SNAPSHOTS.members = transact_items
    try:
        _genuine_transaction(backend, transact_items)
    finally:
        _SNAPSHOTS.members = None
        _SNAPSHOTS.taken.clear()


_REPLACEMENTS: list[tuple[type, str, Any]] = [
    # What was recorded never changes.
    (StreamRecord, "__deepcopy__", lambda record, _memo: record),
    (Table, "__deepcopy__", _copy_table),
    (DynamoDBBackend, "transact_write_items", _transact),
]


def lighten() -> None:
    """Has moto copy lightly from now on. Needs requests to come one at a time."""
    for patched, name, replacement in _REPLACEMENTS:
        setattr(patched, name, replacement)
