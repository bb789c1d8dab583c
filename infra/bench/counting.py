"""Counts what handlers ask of AWS: each call as botocore is about to send it, and what its writes cost.

A read is a call that only reads. The images before and after a write are read back from the table with a client of
its own, so that any kind of write is counted from what it did.
"""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import boto3
from moto.backends import get_backend

from infra.bench.canned import default_session
from infra.bench.surroundings import REGION, TABLE
from infra.bench.write_units import Cost, TableKeys, Typed, cost, item_size

_READS = {"GetItem", "BatchGetItem", "Query", "Scan", "TransactGetItems"}
_TRANSACTION = "TransactWriteItems"
_MOTO_ACCOUNT = "123456789012"


@dataclass
class Written:
    """One item that was written: its kind, its size afterwards, and what writing it cost."""

    kind: str
    size: int
    cost: Cost


@dataclass
class Counted:
    """What was asked of AWS."""

    reads: Counter[str] = field(default_factory=Counter)
    writes: Counter[str] = field(default_factory=Counter)
    others: Counter[str] = field(default_factory=Counter)
    written: list[Written] = field(default_factory=list)

    @property
    def units(self) -> int:
        """All write request units."""
        return sum(each.cost.total for each in self.written)


@dataclass
class Meter:
    """Counts the calls of boto3's default session, from now on."""

    keys: TableKeys
    now: Counted = field(default_factory=Counted)
    _before: list[tuple[Any, Typed | None]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._reader: Any = boto3.session.Session(region_name=REGION).client("dynamodb")
        boto3.setup_default_session()
        events = default_session().events
        events.register("before-call", self._calls)
        events.register("after-call.dynamodb", self._called)

    def take(self) -> Counted:
        """What was counted since this was asked last."""
        counted, self.now = self.now, Counted()
        return counted

    def _calls(self, model: Any, params: dict[str, Any], **_: Any) -> None:
        if model.service_model.service_name != "dynamodb":
            self.now.others[model.name] += 1
        elif model.name in _READS:
            self.now.reads[model.name] += 1
        else:
            self.now.writes[model.name] += 1
            keys = list(self._written_keys(model.name, json.loads(params["body"])))
            self._before = [(key, self._image(key)) for key in keys]

    def _called(self, model: Any, http_response: Any, **_: Any) -> None:
        before, self._before = self._before, []
        if http_response.status_code != 200:
            return
        for key, old in before:
            new = self._image(key)
            known = new or old or {}
            kind = known.get("kind", {"S": "item"})["S"]
            spent = cost(self.keys, old, new, transaction=model.name == _TRANSACTION)
            self.now.written.append(Written(kind, item_size(known), spent))

    def _image(self, key: Typed) -> Typed | None:
        found: Typed | None = self._reader.get_item(TableName=TABLE, Key=key).get("Item")
        return found

    def _written_keys(self, operation: str, request: dict[str, Any]) -> Iterator[Typed]:
        """The key of each item that a request writes, whichever kind of write it is."""
        match operation:
            case "PutItem" | "UpdateItem" | "DeleteItem":
                actions = [request]
            case "BatchWriteItem":
                actions = [each for part in request["RequestItems"].values() for each in part]
            case "TransactWriteItems":
                actions = request["TransactItems"]
            case _:
                raise ValueError(f"{operation} writes in a way that is not counted here")
        for action in actions:
            (inner,) = action.values() if len(action) == 1 else [action]
            named = inner.get("Item") or inner["Key"]
            yield {name: named[name] for name in self.keys.key}


def make_table(properties: dict[str, Any]) -> TableKeys:
    """Makes the table of an AWS::DynamoDB::Table's properties on moto, as far as it is counted."""
    used = ("AttributeDefinitions", "BillingMode", "GlobalSecondaryIndexes", "KeySchema")
    client: Any = boto3.session.Session(region_name=REGION).client("dynamodb")
    client.create_table(TableName=TABLE, **{name: properties[name] for name in used})
    return TableKeys.of(properties)


def last_mail() -> bytes:
    """The message that SES was given last."""
    sent = get_backend("ses")[_MOTO_ACCOUNT][REGION].sent_messages
    return bytes(sent[-1].raw_data.encode())
