"""Python values to DynamoDB's typed ones and back: whole numbers, text, bytes, lists and maps."""

from collections.abc import Mapping
from typing import Any

from boto3.dynamodb.types import TypeDeserializer, TypeSerializer
from pydantic import BaseModel

type_serializer = TypeSerializer()


class _Plain(TypeDeserializer):
    """Gives int and bytes back, where boto3 gives Decimal and its own Binary; the table holds no fractions."""

    def _deserialize_n(self, value: str) -> int:
        return int(value)

    def _deserialize_b(self, value: bytes) -> bytes:
        return value


_plain = _Plain()

Item = dict[str, Any]


def to_dynamodb(item: Mapping[str, Any]) -> dict[str, Any]:
    """Return `item` in DynamoDB's JSON, without the attributes that are None."""
    return {k: type_serializer.serialize(v) for k, v in item.items() if v is not None}


def from_dynamodb(item: Mapping[str, Any]) -> Item:
    """Return an item of DynamoDB's JSON as plain Python values."""
    return {k: _plain.deserialize(v) for k, v in item.items()}


def facts(record: BaseModel) -> Item:
    """Return a record's facts as the table keeps them: dates and times as text, absent ones left out."""
    return record.model_dump(mode="json", exclude_none=True)
