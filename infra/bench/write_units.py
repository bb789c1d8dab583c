"""DynamoDB's write request units, from what lay in the table before a write and what lies there after it.

The rules, from Amazon's DynamoDB Developer Guide:

Size of an item ("DynamoDB item sizes and formats"): the sum over its attributes of the UTF-8 bytes of the name and
the size of the value. Text: its UTF-8 bytes. Number: a byte for two significant digits, and one more. Binary: its raw
bytes. Null and Boolean: 1. List and map: 3, and for each element 1 and its size (in maps with its name). Set: its
elements.

Write units ("DynamoDB read and write operations"): one for each KB (1,024 bytes) begun of the larger of the item
before and after; in a transaction, twice that.

Index ("Using Global Secondary Indexes", Write capacity units): its entry has the index's key, the table's key and
what is projected, and there is one where the item has the index's whole key. An entry that appears or disappears
costs its size; one that changes within its place the larger of both sizes; one whose key changes both sizes, each
rounded up by itself; one that stays as it is nothing.

The guide does not say whether a transaction doubles the index's part as well. Measured on AWS it does not (pull
request 188 of nubo-db/dynoxide); how entries of more than 1 KB are rounded was measured too (issue 149 of
paritysuite/dynamodb-conformance).
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

KB = 1024

# An item in DynamoDB's JSON as boto3 gives it: {"name": {"S": "text"}}, binary as bytes.
Typed = Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True)
class Index:
    """A secondary index of a table: its key, and the further attributes it projects (None for all)."""

    name: str
    key: tuple[str, ...]
    projected: frozenset[str] | None

    def entry(self, item: Typed | None, table_key: tuple[str, ...]) -> Typed | None:
        """What the index holds of `item`, if it holds anything."""
        if item is None or any(name not in item for name in self.key):
            return None
        if self.projected is None:
            return item
        held = {*self.key, *table_key, *self.projected}
        return {name: value for name, value in item.items() if name in held}


@dataclass(frozen=True)
class TableKeys:
    """What of a table's definition decides the cost of writing to it."""

    key: tuple[str, ...]
    indexes: tuple[Index, ...]

    @classmethod
    def of(cls, properties: Mapping[str, Any]) -> "TableKeys":
        """Those of an AWS::DynamoDB::Table's properties in a template."""
        key = _key(properties)
        indexes = [
            Index(each["IndexName"], _key(each), _projected(each["Projection"]))
            for each in properties.get("GlobalSecondaryIndexes", [])
        ]
        return cls(key, tuple(indexes))


@dataclass(frozen=True)
class Cost:
    """The units of one item's write: on the table, and on each index that it touched."""

    table: int
    indexes: Mapping[str, int] = field(default_factory=dict)

    @property
    def total(self) -> int:
        """All units together."""
        return self.table + sum(self.indexes.values())


def cost(keys: TableKeys, before: Typed | None, after: Typed | None, *, transaction: bool) -> Cost:
    """The units that turning `before` into `after` costs (None: no item)."""
    table = _larger(before, after) * (2 if transaction else 1)
    by_index = {each.name: _index_units(each, before, after, keys.key) for each in keys.indexes}
    return Cost(table, {name: units for name, units in by_index.items() if units})


def item_size(item: Typed) -> int:
    """The bytes that an item counts for."""
    return sum(len(name.encode()) + _value_size(value) for name, value in item.items())


def attribute_sizes(item: Typed) -> dict[str, int]:
    """The bytes that each attribute counts for, the largest first."""
    sizes = {name: item_size({name: value}) for name, value in item.items()}
    return dict(sorted(sizes.items(), key=lambda named: -named[1]))


def _index_units(
    index: Index, before: Typed | None, after: Typed | None, table_key: tuple[str, ...]
) -> int:
    old, new = index.entry(before, table_key), index.entry(after, table_key)
    if old == new:
        return 0
    moved = old and new and any(old[name] != new[name] for name in index.key)
    return _units(old) + _units(new) if moved else _larger(old, new)


def _larger(old: Typed | None, new: Typed | None) -> int:
    return max(_units(old), _units(new), 1)


def _units(item: Typed | None) -> int:
    return math.ceil(item_size(item) / KB) if item else 0


def _value_size(typed: Mapping[str, Any]) -> int:
    ((kind, value),) = typed.items()
    match kind:
        case "S":
            size = len(value.encode())
        case "N":
            size = _number_size(value)
        case "B":
            size = len(value)
        case "NULL" | "BOOL":
            size = 1
        case "L":
            size = 3 + sum(1 + _value_size(each) for each in value)
        case "M":
            size = 3 + len(value) + item_size(value)
        case "SS" | "NS" | "BS":
            size = sum(_value_size({kind[0]: each}) for each in value)
        case _:
            raise ValueError(f"DynamoDB has no type {kind}")
    return size


def _number_size(text: str) -> int:
    digits = Decimal(text).normalize().as_tuple().digits
    return math.ceil(len(digits) / 2) + 1


def _key(definition: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(each["AttributeName"] for each in definition["KeySchema"])


def _projected(projection: Mapping[str, Any]) -> frozenset[str] | None:
    if projection["ProjectionType"] == "ALL":
        return None
    return frozenset(projection.get("NonKeyAttributes", []))
