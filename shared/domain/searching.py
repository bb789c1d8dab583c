"""Searching: text as it is compared, whatever its accents and capitals, and what a course run is found by."""

import unicodedata
from collections.abc import Iterable, Iterator
from typing import Final

from shared.domain.course_run import CourseRun, Roster

# No name or title is longer, in whatever form its letters are typed.
LONGEST_TEXT: Final = 1_000

# Letters that are no other letter with an accent, and other ways to type an apostrophe or a hyphen.
_MARKS, _STROKED = "\u2018\u2019\u02bc\u02b9`\u2010\u2012\u2013\u2014\u2212", "łøđðħŧ\u0131"
_ALIKE: Final = str.maketrans(_MARKS + _STROKED, "'''''-----" + "loddhti") | str.maketrans(
    {"æ": "ae", "œ": "oe", "þ": "th"}
)


def folded(text: str) -> str:
    """Return `text` as it is compared: compatible characters, accents, capitals and white space do not count."""
    if not text.isascii():
        text = "".join(filter(_counts, unicodedata.normalize("NFKD", text))).casefold()
        # Folding capitals can bring accents back.
        text = "".join(filter(_counts, unicodedata.normalize("NFKD", text)))
    return " ".join(text.casefold().translate(_ALIKE).split())


def findable(course_run_id: str, title: str, text: str) -> bool:
    """Tell whether `text`, which is folded, is a part of a run's identifier or title."""
    return any(text in folded(each) for each in (course_run_id, title))


def said_of(run: CourseRun, roster: Roster) -> Iterator[str]:
    """Yield all that a centre finds a run by, each folded: first what is short, then the learners' names."""
    said = [run.course_run_id, run.title, run.qualification.title, run.qualification.number]
    said += [learner.learner_id for learner in roster.learners]
    said += [learner.uln for learner in roster.learners if learner.uln]
    said += [learner.name for learner in roster.learners]
    return map(folded, said)


def in_pieces(lines: Iterable[str], most: int, room: int) -> list[str]:
    """Return `lines` in pieces of up to `most` bytes, a line always whole, until `room` bytes are taken.

    No line is near as long as a piece.
    """
    pieces: list[list[str]] = [[]]
    piece = 0
    for line in lines:
        size = len(line.encode()) + 1
        room -= size
        if room < 0:
            break
        if piece + size > most:
            pieces.append([])
            piece = 0
        pieces[-1].append(line)
        piece += size
    return ["\n".join(piece) for piece in pieces]


def _counts(char: str) -> bool:
    """Tell whether a character counts: no accent or other mark on a letter, and nothing that shows nothing."""
    return not unicodedata.combining(char) and unicodedata.category(char) != "Cf"
