"""Python values to DynamoDB's typed ones and back: text, whole numbers, bytes, yes and no, lists and maps.

boto3's own converters know more (sets, decimals, nulls) and take three times as long; the table holds none of that.
"""

from collections.abc import Callable, Mapping
from typing import Any

from pydantic import BaseModel

Item = dict[str, Any]


def to_dynamodb(item: Mapping[str, Any]) -> dict[str, Any]:
    """Return `item` in DynamoDB's JSON, without the attributes that are None."""
    return {name: _typed(value) for name, value in item.items() if value is not None}


def from_dynamodb(item: Mapping[str, Any]) -> Item:
    """Return an item of DynamoDB's JSON as plain Python values."""
    return {name: _plain(value) for name, value in item.items()}


def facts(record: BaseModel) -> Item:
    """Return a record's facts as the table keeps them: dates and times as text, absent ones left out."""
    return record.model_dump(mode="json", exclude_none=True)


def _typed(value: Any) -> dict[str, Any]:
    match value:
        case str():
            # Also of an enumeration, whose members are text but print as more.
            return {"S": str(value)}
        case bool():
            return {"BOOL": value}
        case int():
            return {"N": str(value)}
        case bytes():
            return {"B": value}
        case Mapping():
            return {"M": to_dynamodb(value)}
        case list():
            return {"L": [_typed(each) for each in value]}
        case _:
            raise TypeError(f"The table holds no {type(value).__name__}")


def _plain(value: Mapping[str, Any]) -> Any:
    ((kind, held),) = value.items()
    return _READERS[kind](held)


_READERS: dict[str, Callable[[Any], Any]] = {
    "S": str,
    "N": int,
    "B": bytes,
    "BOOL": bool,
    "M": from_dynamodb,
    "L": lambda held: [_plain(each) for each in held],
}
