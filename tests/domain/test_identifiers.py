"""Identifiers: ULNs, the Register's numbers, ids and certificate numbers."""

import csv
import json
import re
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from shared.domain.check_digits import ALPHANUMERIC, iso7064_check_character
from shared.domain.identifiers import (
    BLOCK_LENGTH,
    CROCKFORD,
    ID_PATTERN,
    MOST_SERIAL,
    certificate_number,
    check_uln,
    clean_code,
    normalise_uln,
    qualification_number_fault,
    qualification_number_warning,
    read_certificate_number,
    unit_reference_fault,
    unit_reference_warning,
)

FOLDER = Path(__file__).parent / "cases"
ULN_CASES = [
    json.loads(line)
    for line in (FOLDER / "uln_cases.jsonl").read_text(encoding="utf-8").splitlines()
]
# Genuine numbers of Ofqual's Register (Open Government Licence v3.0).
REGISTER = list(
    csv.DictReader((FOLDER / "register_numbers.csv").read_text(encoding="utf-8").splitlines())
)
QUALIFICATIONS = [row["number"] for row in REGISTER if row["kind"] == "qualification"]
UNITS = [row["number"] for row in REGISTER if row["kind"] == "unit"]

DIGITS = "0123456789"
blocks = st.text(CROCKFORD, min_size=BLOCK_LENGTH, max_size=BLOCK_LENGTH)
serials = st.integers(0, MOST_SERIAL)


@pytest.mark.parametrize("case", ULN_CASES, ids=lambda case: case["why"])
def test_labelled_uln(case: dict[str, Any]) -> None:
    assert check_uln(case["uln"]) is case["valid"]
    if case["valid"]:
        assert normalise_uln(case["uln"]) == case["normalised"]
    else:
        with pytest.raises(ValueError, match="ULN"):
            normalise_uln(case["uln"])


@pytest.mark.parametrize(
    "typed",
    [" 9276308686 ", "927 630 8686", "92763-08686", "9276308686\u00a0", "\ufeff9276308686\r\n"],
)
def test_uln_as_typed(typed: str) -> None:
    assert check_uln(typed)
    assert normalise_uln(typed) == "9276308686"


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        ("9999999999", "not known"),
        ("0100000001", "ten digits"),  # the check holds
        ("927630868", "ten digits"),
        ("92763086860", "ten digits"),
        ("927630868X", "ten digits"),
        ("9276308686.0", "ten digits"),
        ("\uff19276308686", "ten digits"),
        ("", "ten digits"),
        ("9276308687", "mistyped"),
    ],
)
def test_what_is_no_uln(value: str, reason: str) -> None:
    assert not check_uln(value)
    with pytest.raises(ValueError, match=reason):
        normalise_uln(value)


@given(st.integers(100_000_000, 999_999_999), st.integers(0, 9), st.sampled_from(DIGITS))
def test_one_wrong_digit_of_a_uln_is_noticed(first_nine: int, place: int, digit: str) -> None:
    good = next((f"{first_nine}{last}" for last in DIGITS if check_uln(f"{first_nine}{last}")), "")
    assume(good and good[place] != digit)
    assert not check_uln(good[:place] + digit + good[place + 1 :])


@pytest.mark.parametrize("number", QUALIFICATIONS)
def test_genuine_qualification_number(number: str) -> None:
    assert qualification_number_fault(number) is None
    assert qualification_number_warning(number) is None


@pytest.mark.parametrize("reference", UNITS)
def test_genuine_unit_reference(reference: str) -> None:
    assert unit_reference_fault(reference) is None
    assert unit_reference_warning(reference) is None


@pytest.mark.parametrize(
    "value",
    ["", "60112345", "601/1234/x", "601/1234/5\n", "601/123/45", " 601/1234/5", "\u066601/1234/5"],
)
def test_misshapen_qualification_number(value: str) -> None:
    assert "601/1234/5" in (qualification_number_fault(value) or "")
    assert qualification_number_warning(value) is None


@pytest.mark.parametrize(
    "value", ["", "A5062130", "a/506/2130", "A/506/2130\n", "5/506/2130", "A/506/21300"]
)
def test_misshapen_unit_reference(value: str) -> None:
    assert "A/123/4567" in (unit_reference_fault(value) or "")
    assert unit_reference_warning(value) is None


@given(st.sampled_from(QUALIFICATIONS), st.sampled_from([0, 1, 2, 4, 5, 6, 7, 9]), st.data())
def test_one_wrong_digit_of_a_qualification_number_is_warned_of(
    number: str, place: int, data: st.DataObject
) -> None:
    digit = data.draw(st.sampled_from(DIGITS.replace(number[place], "")))
    wrong = number[:place] + digit + number[place + 1 :]
    assert qualification_number_fault(wrong) is None
    assert wrong in (qualification_number_warning(wrong) or "")


@given(st.sampled_from(UNITS), st.sampled_from([2, 3, 4, 6, 7, 8, 9]), st.data())
def test_one_wrong_digit_of_a_unit_reference_is_warned_of(
    reference: str, place: int, data: st.DataObject
) -> None:
    digit = data.draw(st.sampled_from(DIGITS.replace(reference[place], "")))
    wrong = reference[:place] + digit + reference[place + 1 :]
    assert unit_reference_fault(wrong) is None
    assert wrong in (unit_reference_warning(wrong) or "")


@pytest.mark.parametrize("value", ["a", "RUN-2026.1", "_x", "-", "A" * 64, "0"])
def test_id(value: str) -> None:
    assert re.fullmatch(ID_PATTERN, value)


@pytest.mark.parametrize(
    "value", ["", ".", "..", ".git", "a/b", "a b", "a\n", "A" * 65, "caf\u00e9", "a#b", "a%2e"]
)
def test_no_id(value: str) -> None:
    assert not re.fullmatch(ID_PATTERN, value)


@given(blocks, serials)
def test_certificate_number_reads_back(block: str, serial: int) -> None:
    number = certificate_number(block, serial)
    assert re.fullmatch(
        "[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{3}.", number
    )
    assert read_certificate_number(number) == (block, serial)
    assert read_certificate_number(f" {number.lower().replace('-', ' ')}\u00a0") == (block, serial)


@given(blocks, serials)
def test_certificate_number_with_letters_for_digits(block: str, serial: int) -> None:
    number = certificate_number(block, serial).replace("-", "")
    for letters in ("OI", "OL", "oi", "ol"):
        typed = number[:-1].translate(str.maketrans("01", letters)) + number[-1]
        assert read_certificate_number(typed) == (block, serial)


@given(blocks, serials, st.integers(0, 11), st.sampled_from(ALPHANUMERIC))
def test_one_wrong_character_of_a_certificate_number_is_noticed(
    block: str, serial: int, place: int, char: str
) -> None:
    number = certificate_number(block, serial).replace("-", "")
    meant = char if place == 11 else char.translate(str.maketrans("OIL", "011"))
    assume(meant != number[place])
    with pytest.raises(ValueError, match="certificate number"):
        read_certificate_number(number[:place] + char + number[place + 1 :])


def test_known_certificate_number() -> None:
    assert certificate_number("0123456", 0) == "0123-4560-000R"
    assert certificate_number("ZZZZZZZ", MOST_SERIAL)[:-1] == "ZZZZ-ZZZZ-ZZZ"


@pytest.mark.parametrize(
    ("block", "serial", "reason"),
    [
        ("012345", 0, "block"),
        ("01234567", 0, "block"),
        ("012345I", 0, "block"),
        ("012345a", 0, "block"),
        ("0123456", -1, "serial"),
        ("0123456", MOST_SERIAL + 1, "serial"),
    ],
)
def test_impossible_certificate_number(block: str, serial: int, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        certificate_number(block, serial)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "twelve"),
        ("0123-4560-000", "twelve"),
        ("0123-4560-000RR", "twelve"),
        ("U123-4560-000R", "U only at its end"),
        ("\u0660123-4560-000R", "U only at its end"),
        ("0123-4560-000\u0666", "U only at its end"),
        ("0123-4560-000S", "mistyped"),
    ],
)
def test_what_is_no_certificate_number(text: str, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        read_certificate_number(text)


def test_iso_7064_misses_one_swap_of_neighbours_in_six_hundred() -> None:
    # The 36 characters, coming first, bring about each of the 36 states that the rule can be in.
    swaps = [(first, a, b) for first in ALPHANUMERIC for a in CROCKFORD for b in CROCKFORD if a < b]
    missed = [
        (first, a, b)
        for first, a, b in swaps
        if iso7064_check_character(first + a + b) == iso7064_check_character(first + b + a)
    ]
    assert len(missed) < len(swaps) / 600


def test_iso_7064_published_example() -> None:
    assert iso7064_check_character("A12425GABC1234002") == "M"


@given(st.text())
def test_clean_code_is_idempotent(text: str) -> None:
    cleaned = clean_code(text)
    assert clean_code(cleaned) == cleaned


def test_serials_sort_as_their_numbers_do() -> None:
    numbers = [certificate_number("ABCDEFG", serial)[:-1] for serial in range(2_000)]
    assert all(one < two for one, two in pairwise(numbers))
