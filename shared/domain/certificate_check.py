"""The public check: anybody who holds a certificate can ask whether its number is good, and must know whose it is.

Numbers and surnames can be guessed. Of a number's twelve characters seven are random, which are 35 bits (serials count
from 1, and the check character follows from the rest): where 20,000 batches were issued, one guess in 1.7 million meets
a number. At the ten a second that API Gateway lets through in all, that takes two days, and half a year for a number
whose learner has the commonest of surnames, which one person in a hundred has. Who holds a certificate knows the
numbers beside it, of the same course run, and can try surnames on them. All that is learnt is that somebody of this
name holds this qualification: not enough to count tries, for which the addresses of all who ask would have to be kept.

Surnames are compared like any text, and not in constant time: reading the table takes a thousand times as long as
comparing, and a surname is no secret worth the tries to measure that.
"""

import re
from collections.abc import Iterator
from datetime import date
from itertools import accumulate
from typing import Annotated, Final
from unicodedata import category, normalize

from pydantic import StringConstraints

from shared.domain.certificates import CertificateState, IssuedCertificates, Kind
from shared.domain.clock import london_date
from shared.domain.course_run import CourseRun, Qualification, Roster
from shared.domain.fields import Body, Fact
from shared.domain.identifiers import certificate_number, read_certificate_number
from shared.domain.searching import LONGEST_TEXT, folded

# Apostrophes and their like, which part no words: O'Brien, and in Hawaiian and in transcribed Arabic.
_WITHIN: Final = "'\u02bb\u02be\u02bf"
_HAN_AND_HANGUL: Final = "\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\U00020000-\U0003ffff"
_KANA: Final = "\u3041-\u309f\u30a1-\u30fa\u30fc-\u30ff"
# A middle dot stands in none: it is between the parts of a foreign name, whose order it keeps.
_FAMILY_NAME_FIRST: Final = re.compile(f"[{_HAN_AND_HANGUL}][{_HAN_AND_HANGUL}{_KANA} ]*")


class CertificateToCheck(Body):
    """What is asked: a certificate's number and its learner's surname, both as they are typed."""

    number: str
    surname: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]

    def read(self) -> tuple[str, str] | None:
        """Return the block that the number lies in and the number as it is printed, or None where it can be none."""
        if len(self.number) > LONGEST_TEXT:
            return None
        try:
            block, serial = read_certificate_number(self.number)
        except ValueError:
            return None
        return block, certificate_number(block, serial)


class CertificateCheck(Fact):
    """What is answered: how the certificate stands and what it certifies, and nothing about the learner."""

    certificate_number: str
    state: CertificateState
    kind: Kind
    qualification: Qualification
    issued_on: date


def checked(
    number: str, surname: str, batch: IssuedCertificates, run: CourseRun, roster: Roster
) -> CertificateCheck | None:
    """Return how the certificate of a batch stands; None where none is of this number and this learner's surname."""
    of_number = {
        each.learner_id: each for each in batch.certificates if each.certificate_number == number
    }
    for learner in roster.learners:
        found = of_number.get(learner.learner_id)
        if found and is_surname(surname, found.name or learner.name):
            return CertificateCheck(
                certificate_number=number,
                state=batch.states.get(number, CertificateState.VALID),
                kind=found.kind,
                qualification=run.qualification,
                issued_on=london_date(batch.issued_at),
            )
    return None


def is_surname(asked: str, name: str) -> bool:
    """Tell whether `asked` is the surname of a registered `name`: its last word or words, or all of it.

    Accents, capitals, apostrophes, and what stands between words do not count: van der Berg is asked for as Berg,
    vanderberg or Van-Der-Berg. In Chinese, Japanese and Korean writing the family name comes first, often without a
    space behind it: there it is the first words or, of a single one, the first characters. What comes before a surname
    is never enough. Where one is written first in other letters, nothing tells it apart: the whole name is asked for.
    """
    if len(asked) > LONGEST_TEXT:
        return False
    if given := "".join(_words(asked)):
        return given in _surnames(name)
    # A name without a letter.
    return folded(asked) == folded(name)


def _surnames(name: str) -> Iterator[str]:
    """Yield all that counts as the surname of a name, without spaces; the whole name does."""
    words = _words(name)
    if not _FAMILY_NAME_FIRST.fullmatch(_compared(name)):
        yield from accumulate(reversed(words), lambda end, word: word + end)
        return
    yield from accumulate(words[:-1] if len(words) > 1 else words[0])
    yield "".join(words)


def _words(text: str) -> list[str]:
    """Return the words of a name as they are compared.

    Characters that Python does not know belong to them: each Unicode adds Han that only names have.
    """
    parts = (" " if category(e)[0] in "PSZ" else e for e in _compared(text) if e not in _WITHIN)
    return "".join(parts).split()


def _compared(text: str) -> str:
    # Folding takes Korean syllables apart, and a first letter is no first character.
    return normalize("NFC", folded(text))
