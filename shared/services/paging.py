"""Pages of a list: so many at a time, and an opaque cursor to go on from."""

import base64
import binascii
import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice
from typing import Generic, TypeVar

from pydantic import BaseModel

from shared.domain import limits
from shared.domain.faults import Fault, Invalid

# A place is a date or time with two identifiers at most.
LONGEST_CURSOR = 300

T = TypeVar("T")
M = TypeVar("M", bound=BaseModel)


class Page(BaseModel, Generic[M]):
    """One page of a list; no cursor on the last."""

    items: list[M]
    next_cursor: str | None


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which page of a list is wanted: how many, beyond which place."""

    limit: int = limits.PAGE_DEFAULT
    after: str | None = None

    @property
    def read(self) -> int:
        """How many to read: one more than are shown tells whether there is a next page."""
        return self.limit + 1

    def of_size(self, limit: int) -> "Wanted":
        """Return the page of another size that begins at the same place."""
        return Wanted(limit, self.after)

    def of(self, places_and_things: Iterable[tuple[str, T]]) -> tuple[list[T], str | None]:
        """Return the things of the page, and the cursor of the next one if there is one."""
        found = list(islice(places_and_things, self.read))
        shown = found[: self.limit]
        return [thing for _, thing in shown], cursor(shown[-1][0]) if len(found) > len(
            shown
        ) else None


def cursor(place: str) -> str:
    """Return an opaque cursor for a place in a list."""
    return base64.urlsafe_b64encode(place.encode()).decode().rstrip("=")


def wanted(limit: str | None, cursor_text: str | None) -> Wanted:
    """Read `limit` and `cursor` as a request gives them; raise Invalid with what is wrong with either."""
    faults = []
    count, after = limits.PAGE_DEFAULT, None
    if limit is not None:
        count = int(limit) if re.fullmatch("[0-9]{1,3}", limit) else 0
        if not 1 <= count <= limits.PAGE_MOST:
            detail = f"limit is a whole number from 1 to {limits.PAGE_MOST}."
            faults.append(Fault("/limit", detail))
    if cursor_text is not None:
        after = _place(cursor_text)
        if after is None:
            faults.append(Fault("/cursor", "This cursor did not come from this list."))
    if faults:
        raise Invalid(faults)
    return Wanted(count, after)


def _place(cursor_text: str) -> str | None:
    if len(cursor_text) > LONGEST_CURSOR:
        return None
    try:
        padded = cursor_text + "=" * (-len(cursor_text) % 4)
        return base64.b64decode(padded, altchars=b"-_", validate=True).decode() or None
    except (binascii.Error, ValueError):
        return None
