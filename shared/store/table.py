"""Reading and writing the table: the only calls of DynamoDB there are."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

from shared.store.items import Item, from_dynamodb, to_dynamodb
from shared.store.keys import VIEWS, Key

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

# `status` is one of DynamoDB's reserved words.
STATUS = {"#status": "status"}
# As many as one call reads.
_MOST_KEYS = 100


class Moved(Exception):
    """What a decision stood on has changed since it was read: read again and decide again."""


@dataclass(frozen=True, slots=True)
class Put:
    """One item of a transaction: written whole, only if `condition` holds; if not, `otherwise` is raised."""

    item: Item
    condition: str | None = "attribute_not_exists(pk)"
    values: Item | None = None
    otherwise: Exception | type[Exception] = Moved

    def request(self, table: str) -> dict[str, Any]:
        """Return the write as TransactWriteItems takes it."""
        put: dict[str, Any] = {"TableName": table, "Item": to_dynamodb(self.item)}
        if self.condition:
            put["ConditionExpression"] = self.condition
        if self.values:
            put["ExpressionAttributeValues"] = to_dynamodb(self.values)
        if self.condition and "#status" in self.condition:
            put["ExpressionAttributeNames"] = STATUS
        return {"Put": put}


@dataclass(frozen=True, slots=True)
class Set:
    """One item of a transaction: some attributes set and some taken away, without the rest being read first.

    Refused (Moved) unless the item is there and has none of the attributes `new`.
    """

    key: Key
    values: Item
    remove: Sequence[str] = ()
    new: Sequence[str] = ()
    otherwise: type[Exception] = Moved

    def request(self, table: str) -> dict[str, Any]:
        """Return the write as TransactWriteItems takes it."""
        sets = ", ".join(f"{name} = :{name}" for name in self.values)
        removes = f" REMOVE {', '.join(self.remove)}" if self.remove else ""
        unset = (f"attribute_not_exists({name})" for name in self.new)
        update = {
            "TableName": table,
            "Key": to_dynamodb(self.key),
            "UpdateExpression": f"SET {sets}{removes}",
            "ConditionExpression": " AND ".join(["attribute_exists(pk)", *unset]),
            "ExpressionAttributeValues": to_dynamodb({f":{k}": v for k, v in self.values.items()}),
        }
        return {"Update": update}


@dataclass(frozen=True, slots=True)
class Check:
    """One item of a transaction that is left as it is: if `condition` does not hold for it, Moved is raised."""

    key: Key
    condition: str
    values: Item
    otherwise: type[Exception] = Moved

    def request(self, table: str) -> dict[str, Any]:
        """Return the check as TransactWriteItems takes it."""
        check = {
            "TableName": table,
            "Key": to_dynamodb(self.key),
            "ConditionExpression": self.condition,
            "ExpressionAttributeValues": to_dynamodb(self.values),
        }
        return {"ConditionCheck": check}


Write = Put | Set | Check


@dataclass(frozen=True, slots=True)
class Only:
    """What of a list is wanted, in DynamoDB's words; the rest is read (and paid for) but not sent."""

    expression: str
    values: Item
    names: Mapping[str, str]


@dataclass(frozen=True)
class Table:
    """The table, by its client and its name."""

    client: "DynamoDBClient"
    name: str

    def get(self, key: Key) -> Item | None:
        """Return one item as it stands now (a consistent read)."""
        found = self.client.get_item(TableName=self.name, Key=to_dynamodb(key), ConsistentRead=True)
        return from_dynamodb(found["Item"]) if "Item" in found else None

    def get_many(self, keys: Sequence[Key]) -> list[Item]:
        """Return the items that are there, in no promised order (consistent reads, a call for each 100)."""
        items: list[Item] = []
        for at in range(0, len(keys), _MOST_KEYS):
            some = [to_dynamodb(key) for key in keys[at : at + _MOST_KEYS]]
            asked: Any = {self.name: {"Keys": some, "ConsistentRead": True}}
            while asked:
                found = self.client.batch_get_item(RequestItems=asked)
                items += map(from_dynamodb, found["Responses"].get(self.name, []))
                asked = found.get("UnprocessedKeys")
        return items

    def in_partition(self, partition: str, prefix: str, after: str | None = None) -> Iterator[Item]:
        """Yield a partition's items whose sort key begins with `prefix` and comes after `after`, in order."""
        condition, values = "pk = :pk AND begins_with(sk, :sk)", {":pk": partition, ":sk": prefix}
        if after is not None:
            # begins_with and > cannot stand together; U+FFFF sorts behind every key of the prefix.
            condition = "pk = :pk AND sk BETWEEN :sk AND :end"
            values |= {":sk": after + "\0", ":end": prefix + "\uffff"}
        return self._pages(
            KeyConditionExpression=condition,
            ExpressionAttributeValues=to_dynamodb(values),
            ConsistentRead=True,
        )

    def in_view(
        self,
        index: str,
        view: str,
        *,
        after: str | None = None,
        newest_first: bool = False,
        only: Only | None = None,
        page: int | None = None,
    ) -> Iterator[Item]:
        """Yield the items listed under `view` of an index in its order, beyond `after`.

        `page` bounds each read, unless some of what is read is left out: then there is no telling how much to read.
        """
        condition, values = f"{VIEWS[index]} = :view", {":view": view}
        if after is not None:
            condition += f" AND place {'<' if newest_first else '>'} :after"
            values[":after"] = after
        more: dict[str, Any] = {"Limit": page} if page and not only else {}
        if only:
            values |= only.values
            more = {"FilterExpression": only.expression, "ExpressionAttributeNames": only.names}
        return self._pages(
            IndexName=index,
            KeyConditionExpression=condition,
            ExpressionAttributeValues=to_dynamodb(values),
            ScanIndexForward=not newest_first,
            **more,
        )

    def containing(self, partition: str, text: str, wanted: Sequence[str]) -> Iterator[Item]:
        """Yield the attributes `wanted` of a partition's items whose `folded` text contains `text`.

        Nothing is decided on what is found, so it may be moments old, which halves its price.
        """
        return self._pages(
            KeyConditionExpression="pk = :pk",
            FilterExpression="contains(folded, :text)",
            ProjectionExpression=", ".join(wanted),
            ExpressionAttributeValues=to_dynamodb({":pk": partition, ":text": text}),
        )

    def _pages(self, **query: Any) -> Iterator[Item]:
        while True:
            page = self.client.query(TableName=self.name, **query)
            yield from map(from_dynamodb, page["Items"])
            if "LastEvaluatedKey" not in page:
                return
            query["ExclusiveStartKey"] = page["LastEvaluatedKey"]

    def write(self, puts: Iterable[Write]) -> None:
        """Write all of `puts` or none, in one call.

        Raises the `otherwise` of the first whose condition does not hold, and Moved where another transaction is
        writing one of the items.
        """
        puts = list(puts)
        try:
            self.client.transact_write_items(TransactItems=[put.request(self.name) for put in puts])  # type: ignore[misc]
        except self.client.exceptions.TransactionCanceledException as refused:
            reasons = [reason.get("Code") for reason in refused.response["CancellationReasons"]]
            for put, reason in zip(puts, reasons, strict=True):
                if reason == "ConditionalCheckFailed":
                    raise put.otherwise from refused
            if "TransactionConflict" in reasons:
                raise Moved from refused
            raise

    def put(self, item: Item) -> None:
        """Write one item, whatever stood there."""
        self.client.put_item(TableName=self.name, Item=to_dynamodb(item))

    def put_new(self, item: Item) -> bool:
        """Write one item unless it is there; tell whether it was written."""
        return self.put_if(Put(item))

    def put_if(self, put: Put) -> bool:
        """Write one item by itself if its condition holds; tell whether it was written."""
        try:
            self.client.put_item(**put.request(self.name)["Put"])
        except ClientError as refused:
            if refused.response["Error"]["Code"] != "ConditionalCheckFailedException":
                raise
            return False
        return True
