"""What can be wrong with a request, and the refusals that say so."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault of a body: an RFC 6901 pointer to it and what is wrong, in words for the person who sent it."""

    pointer: str
    detail: str
    line: int | None = None
    column: str | None = None


class Refusal(Exception):
    """A request that is answered with a reason instead of being done."""

    def __init__(self, detail: str) -> None:
        super().__init__(detail)
        self.detail = detail


class Malformed(Refusal):
    """The request cannot be read at all."""


class Invalid(Refusal):
    """The request can be read but breaks rules; carries every fault at once."""

    def __init__(self, faults: Iterable[Fault], detail: str | None = None) -> None:
        self.faults = tuple(faults)
        count = len(self.faults)
        super().__init__(detail or f"{count} fault{'' if count == 1 else 's'} in the request.")


class Forbidden(Refusal):
    """The caller may see this, but not do it."""


class NotFound(Refusal):
    """There is no such thing within what the caller may see."""


class Conflict(Refusal):
    """The request does not fit what is recorded; carries what is recorded."""

    def __init__(self, detail: str, recorded: Mapping[str, Any] | None = None) -> None:
        super().__init__(detail)
        self.recorded = dict(recorded or {})


def pointer(*steps: str | int) -> str:
    """Join `steps` to a JSON pointer, escaped as RFC 6901 asks."""
    return "".join("/" + str(step).replace("~", "~0").replace("/", "~1") for step in steps)
