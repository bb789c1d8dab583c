"""A table's stream, read as Lambda reads it: filtered, in batches, as JSON."""

import base64
import json
import threading
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from infra.local.deployment import StreamMapping
from infra.local.engine import REGION
from infra.local.filters import matches

Batch = list[dict[str, Any]]


class StreamFeed:
    """Where one mapping has got to in its stream, from the stream's beginning; one at a time is `delivering`."""

    def __init__(self, mapping: StreamMapping, streams: Any) -> None:
        self.mapping = mapping
        self.delivering = threading.RLock()
        self._streams = streams
        self._reached: dict[str, str] = {}

    def read(self) -> Iterator[Batch]:
        """The records that came since the last time and pass the filter, in batches."""
        passed = [each for each in self._records() if matches(self.mapping.patterns, each)]
        for start in range(0, len(passed), self.mapping.batch_size):
            yield passed[start : start + self.mapping.batch_size]

    def _records(self) -> Batch:
        records: Batch = []
        for shard in self._shards():
            page = self._streams.get_records(ShardIterator=self._iterator(shard))
            while page["Records"]:
                records += [_as_lambda_says(each, self.mapping.stream) for each in page["Records"]]
                self._reached[shard] = page["Records"][-1]["dynamodb"]["SequenceNumber"]
                page = self._streams.get_records(ShardIterator=page["NextShardIterator"])
        return records

    def _shards(self) -> list[str]:
        described = self._streams.describe_stream(StreamArn=self.mapping.stream)
        return [shard["ShardId"] for shard in described["StreamDescription"]["Shards"]]

    def _iterator(self, shard: str) -> str:
        """A fresh iterator: moto's old ones go blind when a cancelled transaction is undone."""
        since: dict[str, str] = {"ShardIteratorType": "TRIM_HORIZON"}
        if shard in self._reached:
            number = self._reached[shard]
            since = {"ShardIteratorType": "AFTER_SEQUENCE_NUMBER", "SequenceNumber": number}
        found = self._streams.get_shard_iterator(
            StreamArn=self.mapping.stream, ShardId=shard, **since
        )
        return str(found["ShardIterator"])


def _as_lambda_says(record: dict[str, Any], stream: str) -> dict[str, Any]:
    # moto's records always say us-east-1.
    said = {**record, "awsRegion": REGION, "eventSourceARN": stream}
    as_json: dict[str, Any] = json.loads(json.dumps(said, default=_as_json))
    return as_json


def _as_json(value: Any) -> Any:
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    if isinstance(value, datetime):
        return value.timestamp()
    raise TypeError(f"{type(value).__name__} in a stream record")
