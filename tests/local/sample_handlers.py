"""The functions of sample.yaml."""

import os
from typing import Any

import boto3

# What the functions were given, and what they are to do: tests look in and set.
seen: list[Any] = []
failing: set[str] = set()


def echo(event: dict[str, Any], context: Any) -> dict[str, Any]:
    about = {
        "name": context.function_name,
        "arn": context.invoked_function_arn,
        "memory": context.memory_limit_in_mb,
        "left": context.get_remaining_time_in_millis(),
    }
    return {"event": event, "context": about, "greeting": os.environ["GREETING"]}


def answer_as_told(_event: dict[str, Any], _context: Any) -> Any:
    told = seen.pop()
    if isinstance(told, Exception):
        raise told
    return told


def write(event: dict[str, Any], _context: Any) -> dict[str, Any]:
    table = boto3.client("dynamodb")
    table.put_item(TableName=os.environ["TABLE_NAME"], Item={"pk": {"S": "written"}})
    if event.get("body"):
        table.delete_item(TableName=os.environ["TABLE_NAME"], Key={"pk": {"S": "written"}})
    return {"statusCode": 204}


def read_stream(event: dict[str, Any], _context: Any) -> dict[str, Any]:
    """Fails whole batches with `crash` in them, and single records in `failing`."""
    keys = [record["dynamodb"]["Keys"]["pk"]["S"] for record in event["Records"]]
    seen.append(keys)
    if any(key.startswith("crash") for key in keys):
        raise RuntimeError("crashed")
    bad = [r for r, key in zip(event["Records"], keys, strict=True) if key in failing]
    failures = [{"itemIdentifier": r["dynamodb"]["SequenceNumber"]} for r in bad]
    return {"batchItemFailures": failures}


def nightly(event: dict[str, Any], _context: Any) -> dict[str, Any]:
    seen.append(event)
    if "nightly" in failing:
        raise ValueError("not tonight")
    return {"done": event["time"]}
