"""Which characters our documents can print: those that one of their fonts has. Of any other, a box stands in its place.

Told as a warning when a name is registered, while there is time to ask how it is to be written, or for a font.
"""

from bisect import bisect_right
from functools import cache
from itertools import accumulate
from typing import Final

from shared.domain.printable_characters import RUNS

# As many of a text's characters as a warning names.
_NAMED: Final = 5
# What names may have and fonts need not, since it shows nothing (Unicode's Default_Ignorable_Code_Point): joiners and
# direction marks, and variation selectors, which are passed over where a font has no variant.
_SHOWS_NOTHING: Final = (
    range(0x061C, 0x061D),
    range(0x180B, 0x1810),
    range(0x200B, 0x2010),
    range(0xFE00, 0xFE10),
    range(0xE0100, 0xE01F0),
)


def unprintable(text: str) -> list[str]:
    """Return the characters of `text` that no font of ours has, each once, in their order."""
    if text.isascii():
        return []
    return [char for char in dict.fromkeys(text) if not _is_printed(ord(char))]


def printing_warning(whose: str, text: str) -> str | None:
    """Return what is to be known before `text`, named as `whose`, is printed; None where all of it can be."""
    found = unprintable(text)
    if not found:
        return None
    named = ", ".join(f"{char} (U+{ord(char):04X})" for char in found[:_NAMED])
    more = f" and {len(found) - _NAMED} more" if len(found) > _NAMED else ""
    return f"{whose} has characters that no font of our documents has, and a box will stand for them: {named}{more}."


def _is_printed(point: int) -> bool:
    return bisect_right(_edges(), point) % 2 == 0 or any(point in each for each in _SHOWS_NOTHING)


@cache
def _edges() -> list[int]:
    """Return where it changes whether characters are printed; the first that are follow the first edge."""
    return [0, *accumulate(map(int, RUNS.split()))]
