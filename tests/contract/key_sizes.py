"""DynamoDB's limits on keys, which moto does not hold its callers to.

Developer guide, "Quotas in Amazon DynamoDB": a partition key has at most 2,048 bytes and a sort key 1,024; anything
longer in a Get or a Query is a ValidationException.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from shared.runtime import wiring

PARTITION, SORT = 2_048, 1_024
MOST = {"pk": PARTITION, "sk": SORT}
MOST |= {":pk": PARTITION, ":view": PARTITION, ":sk": SORT, ":end": SORT, ":after": SORT}


class KeyTooLong(Exception):
    """What DynamoDB would answer with a ValidationException."""


def keys_in(parameters: Any) -> Iterator[tuple[str, str]]:
    """The keys, and the values of key conditions, anywhere in a call's parameters."""
    if isinstance(parameters, list):
        for each in parameters:
            yield from keys_in(each)
    elif isinstance(parameters, Mapping):
        for name, value in parameters.items():
            if name in MOST and isinstance(value, Mapping) and "S" in value:
                yield name, value["S"]
            else:
                yield from keys_in(value)


def _hold(params: Any, **_: Any) -> None:
    for name, value in keys_in(params):
        if len(value.encode()) > MOST[name]:
            raise KeyTooLong(name)


@contextmanager
def held_to_key_sizes() -> Iterator[None]:
    """Until the end, the functions' table refuses keys as DynamoDB would."""
    events = wiring.table().client.meta.events
    events.register("before-parameter-build.dynamodb", _hold)
    try:
        yield
    finally:
        events.unregister("before-parameter-build.dynamodb", _hold)
