"""Event patterns of Lambda's event filtering, as far as the template uses them."""

from collections.abc import Iterable, Mapping
from typing import Any


class UnknownPattern(Exception):
    """A pattern uses a comparison that has no local meaning."""


def matches(patterns: Iterable[Mapping[str, Any]], record: Mapping[str, Any]) -> bool:
    """Whether a record passes any of the patterns; without patterns every record does."""
    alternatives = list(patterns)
    return not alternatives or any(_matches(pattern, record) for pattern in alternatives)


def _matches(pattern: Any, value: Any) -> bool:
    if isinstance(pattern, Mapping):
        inside = value if isinstance(value, Mapping) else {}
        return all(_matches(each, inside.get(name)) for name, each in pattern.items())
    return any(_passes(choice, value) for choice in pattern)


def _passes(choice: Any, value: Any) -> bool:
    if not isinstance(choice, Mapping):
        return bool(choice == value)
    ((comparison, argument),) = choice.items()
    if comparison == "exists":
        return (value is not None) is argument
    if comparison == "prefix":
        return isinstance(value, str) and value.startswith(argument)
    if comparison == "anything-but":
        return value is not None and value not in argument
    raise UnknownPattern(f"no local meaning of the comparison {comparison}")
