"""Check digits and characters: one function for each published rule.

Every function wants ASCII characters of the right kind and number: whoever calls has looked at the
shape.
"""

from collections.abc import Iterable
from itertools import cycle
from typing import Final

ALPHANUMERIC: Final = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"

S10_WEIGHTS: Final = (8, 6, 4, 2, 3, 5, 9, 7)
FEDEX_12_WEIGHTS: Final = (3, 1, 7)
OFQUAL_WEIGHTS: Final = (8, 7, 6, 5, 4, 3, 2)
OFQUAL_CHECK_DIGITS: Final = "0123456789X"
OFQUAL_CHECK_LETTERS: Final = "ADFHJKLMRTY"
ULN_WEIGHTS: Final = (10, 9, 8, 7, 6, 5, 4, 3, 2, 1)


def weighted_sum(values: Iterable[int], weights: Iterable[int]) -> int:
    """Return the sum of each value times its weight; the weights start again when they run out."""
    return sum(value * weight for value, weight in zip(values, cycle(weights), strict=False))


def s10_holds(number: str) -> bool:
    """Tell whether the ninth digit of a 13-character identifier is right (UPU standard S10)."""
    digits = _digits(number[2:11])
    remainder = weighted_sum(digits[:8], S10_WEIGHTS) % 11
    return digits[8] == {0: 5, 1: 0}.get(remainder, 11 - remainder)


def ups_holds(number: str) -> bool:
    """Tell whether the last digit of `1Z` and sixteen characters is right: modulo 10, weights 1, 2.

    A letter counts as its place in the alphabet plus one, of which only the last digit matters.
    """
    values = [int(each) if each.isdigit() else (ord(each) - 63) % 10 for each in number[2:-1]]
    return number[-1] == str(-weighted_sum(values, (1, 2)) % 10)


def dhl_holds(number: str) -> bool:
    """Tell whether the tenth digit of a DHL Express waybill is the first nine modulo 7."""
    return int(number[:-1]) % 7 == int(number[-1])


def fedex_12_holds(number: str) -> bool:
    """Tell whether the last of FedEx's 12 digits is right: weights 3, 1, 7, modulo 11, then 10."""
    digits = _digits(number)
    return weighted_sum(digits[:-1], FEDEX_12_WEIGHTS) % 11 % 10 == digits[-1]


def fedex_15_holds(number: str) -> bool:
    """Tell whether the last of FedEx's 15 digits is right: modulo 10, weights 1 and 3."""
    digits = _digits(number)
    return -weighted_sum(digits[:-1], (1, 3)) % 10 == digits[-1]


def uln_holds(number: str) -> bool:
    """Tell whether ten digits are a ULN: weighted 10 to 1, they sum to 10 modulo 11 (HESA, LRS)."""
    return weighted_sum(_digits(number), ULN_WEIGHTS) % 11 == 10


def ofqual_remainder(digits: str) -> int:
    """Return what picks the check character of seven digits on Ofqual's Register.

    The rule is inferred from genuine numbers; Ofqual publishes none.
    """
    return weighted_sum(_digits(digits), OFQUAL_WEIGHTS) % 11


def iso7064_check_character(text: str) -> str:
    """Return the ISO 7064 MOD 37,36 check character of `text` (characters of ALPHANUMERIC).

    It finds every single wrong character, and all but about 1 in 600 swaps of two neighbours.
    """
    product = 36
    for each in text:
        product = ((product + ALPHANUMERIC.index(each)) % 36 or 36) * 2 % 37
    return ALPHANUMERIC[(37 - product) % 36]


def iso7064_holds(number: str) -> bool:
    """Tell whether the last character of `number` is the MOD 37,36 check of those before it."""
    return iso7064_check_character(number[:-1]) == number[-1]


def _digits(text: str) -> list[int]:
    return [int(each) for each in text]
