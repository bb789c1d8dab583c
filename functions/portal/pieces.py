"""Long tables in numbered pages: 5,000 learners on one would be a page of megabytes."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from shared.runtime.requests import Request

T = TypeVar("T")

ROWS = 100


@dataclass(frozen=True, slots=True)
class Piece(Generic[T]):
    """The rows that one page shows: which of how many pages, and how many rows there are in all."""

    rows: Sequence[T]
    number: int
    of: int
    total: int


def piece(request: Request, rows: Sequence[T], size: int = ROWS) -> Piece[T]:
    """Return the rows that the parameter `page` asks for; what is no page of theirs is the first."""
    pages = max(1, -(-len(rows) // size))
    asked = request.query("page") or ""
    number = int(asked) if asked.isdecimal() and asked.isascii() and len(asked) < 6 else 1
    number = number if 1 <= number <= pages else 1
    return Piece(rows[(number - 1) * size : number * size], number, pages, len(rows))
