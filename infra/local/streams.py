"""A table's stream, read as Lambda reads it: filtered, in batches, as JSON."""

import base64
import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from infra.local.deployment import StreamMapping
from infra.local.engine import REGION
from infra.local.filters import matches

Batch = list[dict[str, Any]]


class StreamFeed:
    """Where one mapping has got to in its stream, from the stream's beginning."""

    def __init__(self, mapping: StreamMapping, streams: Any) -> None:
        self.mapping = mapping
        self._streams = streams
        self._iterators: dict[str, str] = {}

    def read(self) -> Iterator[Batch]:
        """The records that came since the last time and pass the filter, in batches."""
        passed = [each for each in self._records() if matches(self.mapping.patterns, each)]
        for start in range(0, len(passed), self.mapping.batch_size):
            yield passed[start : start + self.mapping.batch_size]

    def _records(self) -> Batch:
        if not self._iterators:
            self._begin()
        records: Batch = []
        for shard, iterator in self._iterators.items():
            page = self._streams.get_records(ShardIterator=iterator)
            while page["Records"]:
                records += [_as_lambda_says(each, self.mapping.stream) for each in page["Records"]]
                page = self._streams.get_records(ShardIterator=page["NextShardIterator"])
            self._iterators[shard] = page["NextShardIterator"]
        return records

    def _begin(self) -> None:
        arn = self.mapping.stream
        shards = self._streams.describe_stream(StreamArn=arn)["StreamDescription"]["Shards"]
        for shard in shards:
            self._iterators[shard["ShardId"]] = self._streams.get_shard_iterator(
                StreamArn=arn, ShardId=shard["ShardId"], ShardIteratorType="TRIM_HORIZON"
            )["ShardIterator"]


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
