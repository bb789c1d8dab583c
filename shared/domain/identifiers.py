"""Identifiers: how each is read as people type it, and what is wrong with one that is not right."""

import re
import unicodedata
from typing import Final

from shared.domain.check_digits import (
    ALPHANUMERIC,
    OFQUAL_CHECK_DIGITS,
    OFQUAL_CHECK_LETTERS,
    iso7064_check_character,
    iso7064_holds,
    ofqual_remainder,
    uln_holds,
)

# Course runs, centres, verifiers and learners: safe in a path, a key and a file's name. No dot
# comes first, so that none is "." or "..". Without anchors: match it whole.
ID_PATTERN: Final = "[A-Za-z0-9_-][A-Za-z0-9_.-]{0,63}"

ULN_NOT_KNOWN: Final = "9999999999"

# Crockford's base 32: no I, L, O or U, which people misread or misspell.
CROCKFORD: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
BLOCK_LENGTH: Final = 7
SERIAL_LENGTH: Final = 4
MOST_SERIAL: Final = 32**SERIAL_LENGTH - 1
_MISREAD: Final = str.maketrans("OIL", "011")

_BETWEEN_GROUPS: Final = {"Zs", "Pd"}
# White space of ASCII, the minus sign, the soft hyphen, and characters without width.
_BETWEEN_GROUPS_TOO: Final = "\t\n\v\f\r\u2212\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"


def clean_code(text: str) -> str:
    """Return a number as typed in capitals, without spaces, hyphens and invisible characters.

    Text with characters beyond ASCII keeps its case, since capitals of those can be ASCII (a long s
    becomes S).
    """
    bare = "".join(
        each
        for each in text
        if unicodedata.category(each) not in _BETWEEN_GROUPS and each not in _BETWEEN_GROUPS_TOO
    )
    return bare.upper() if bare.isascii() else bare


def check_uln(value: str) -> bool:
    """Tell whether `value`, as typed, is a Unique Learner Number.

    It is where it has ten digits, the first not 0, and the published check holds. Spaces and
    hyphens between the digits do not matter; `normalise_uln` takes them out. 9999999999, the code
    for "not known", fails the published check like any other wrong number.
    """
    number = clean_code(value)
    return re.fullmatch("[1-9][0-9]{9}", number) is not None and uln_holds(number)


def normalise_uln(value: str) -> str:
    """Return the ten digits of a ULN; raise ValueError with the reason where it is none."""
    number = clean_code(value)
    if number == ULN_NOT_KNOWN:
        raise ValueError("9999999999 means that the ULN is not known: leave the ULN out.")
    if not re.fullmatch("[1-9][0-9]{9}", number):
        raise ValueError("A ULN has ten digits, the first of them not 0.")
    if not uln_holds(number):
        raise ValueError("The check digit of this ULN does not match: a digit is mistyped.")
    return number


def qualification_number_fault(value: str) -> str | None:
    """Return what is wrong with the shape of an Ofqual qualification number, if anything."""
    if re.fullmatch("[0-9]{3}/[0-9]{4}/[0-9X]", value):
        return None
    return "Write the qualification number like 601/1234/5: three digits, four, and a digit or X."


def qualification_number_warning(value: str) -> str | None:
    """Return a warning where the check digit of a well-formed qualification number does not match.

    A warning and no fault, since the rule is not published.
    """
    if qualification_number_fault(value):
        return None
    digits = value.replace("/", "")
    expected = OFQUAL_CHECK_DIGITS[ofqual_remainder(digits[:7])]
    return None if digits[7] == expected else _mismatch("qualification number", value)


def unit_reference_fault(value: str) -> str | None:
    """Return what is wrong with the shape of an Ofqual unit reference, if anything."""
    if re.fullmatch("[A-Z]/[0-9]{3}/[0-9]{4}", value):
        return None
    return "Write the unit reference like A/123/4567: a capital letter, three digits, and four."


def unit_reference_warning(value: str) -> str | None:
    """Return a warning where the letter of a well-formed unit reference does not match its digits.

    A warning and no fault, since the rule is not published.
    """
    if unit_reference_fault(value):
        return None
    expected = OFQUAL_CHECK_LETTERS[ofqual_remainder(value[1:].replace("/", ""))]
    return None if value[0] == expected else _mismatch("unit reference", value)


def certificate_number(block: str, serial: int) -> str:
    """Return the number of certificate `serial` (0 to MOST_SERIAL) of `block`, as XXXX-XXXX-XXXX.

    `block` is seven characters of CROCKFORD. The twelfth character is the ISO 7064 MOD 37,36 check
    character.
    """
    if len(block) != BLOCK_LENGTH or not set(block) <= set(CROCKFORD):
        raise ValueError(f"A block is {BLOCK_LENGTH} characters of Crockford's base 32.")
    if not 0 <= serial <= MOST_SERIAL:
        raise ValueError(f"A serial lies between 0 and {MOST_SERIAL}.")
    places = (CROCKFORD[serial >> 5 * place & 31] for place in reversed(range(SERIAL_LENGTH)))
    body = block + "".join(places)
    number = body + iso7064_check_character(body)
    return "-".join((number[:4], number[4:8], number[8:]))


def read_certificate_number(text: str) -> tuple[str, int]:
    """Return the block and serial of a certificate number as typed; ValueError says what is wrong.

    Small letters, spaces and hyphens do not matter, and O, I and L are read as 0, 1 and 1. Not so
    in the last place: the check character can be any letter, and to read one for another would let
    mistakes pass.
    """
    number = clean_code(text)
    body, check = number[:-1].translate(_MISREAD), number[-1:]
    if len(body) != BLOCK_LENGTH + SERIAL_LENGTH:
        raise ValueError("A certificate number has twelve letters and digits.")
    if not set(body) <= set(CROCKFORD) or check not in ALPHANUMERIC:
        raise ValueError(
            "A certificate number holds letters and digits only, and U only at its end."
        )
    if not iso7064_holds(body + check):
        raise ValueError("This is not a certificate number: at least one character is mistyped.")
    serial = 0
    for each in body[BLOCK_LENGTH:]:
        serial = serial * 32 + CROCKFORD.index(each)
    return body[:BLOCK_LENGTH], serial


def _mismatch(what: str, value: str) -> str:
    return f"The check character of the {what} {value} does not match: look for a mistyped digit."
