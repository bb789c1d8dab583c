"""Names and notes: labelled cases, scripts that need more than letters, what is never kept."""

import json
import time
import unicodedata
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.names import MOST_MARKS, MOST_NAME_CHARACTERS, clean_name, clean_text

CASES = [
    json.loads(line)
    for line in (Path(__file__).parent / "cases" / "name_cases.jsonl")
    .read_text(encoding="utf-8")
    .splitlines()
]
any_text = st.text(st.characters(codec=None, exclude_categories=()))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["why"])
def test_labelled_case(case: dict[str, Any]) -> None:
    if case["accept"]:
        assert clean_name(case["name"]) == case["nfc"].strip()
    else:
        with pytest.raises(ValueError, match=r"."):
            clean_name(case["name"])


@pytest.mark.parametrize(
    "name",
    [
        "X",
        "O\u2019Brien-N\u00ed Dhomhnaill",
        "\u02bbIolani",
        "X \u00c6 A-12",
        "=SUM(A1)",
        "<b>Bob</b> & {{7*7}}",
        "C\u266f Programming\u2122 \u00bd",
        "Nguy\u1ec5n Th\u1ecb \u00c1nh",
        "\u1eb9\u0301",  # Yoruba: no composed form
        "\u0639\u0644\u06cc\u200c\u0631\u0636\u0627",  # Persian with ZWNJ
        "\u0627\u0644\u0644\u0651\u064e\u0670\u0647",  # Arabic, shadda, fatha, small alef
        "\u0930\u094d\u200d\u092f",  # Devanagari with ZWJ
        "\u09b0\u200d\u09cd\u09af\u09be\u09ac",  # Bengali, ZWJ before the virama
        "\u0d05\u0d28\u0d3f\u0d32\u0d4d\u200d \u0d2e",  # Malayalam, a word ending in ZWJ
        "\u0dc1\u0dca\u200d\u0dbb\u0dd3",  # Sinhala
        "\u05e9\u05c1\u05bc\u05b8\u05a3\u05bd\u05dc",  # Hebrew with all its points
        "\u0e17\u0e35\u0e48",  # Thai: vowel and tone
        "\u0f66\u0f92\u0fb2\u0f7c\u0f63\u0f0b\u0f58",  # Tibetan
        "\u1000\u103c\u103d\u103e\u1031\u1038",  # Burmese: five marks
        "\u179f\u17d2\u178f\u17d2\u179a\u17b8\u200b\u1780",  # Khmer, with a word break
        "\u1820\u180b\u182d\u180e\u1820",  # Mongolian
        "\u845b\U000e0100\u98fe",  # Japanese, with a variation sequence
        "\u8fbb\ufe00",
        "\U0002ebf0\u660e",  # Han newer than Python's tables
        "\U0002ebf0",
        "\u05e9\u05e8\u05d4\u200f (Sarah)",  # a right-to-left mark after Hebrew
        "\U0001e900\U0001e93c",  # Adlam
        "\ud55c\uae00",
    ],
)
def test_name_is_kept_as_written(name: str) -> None:
    assert clean_name(name) == unicodedata.normalize("NFC", name)


@pytest.mark.parametrize("space", [" ", "\u00a0", "\u3000", "\u2003", "\u202f", " \u00a0 "])
def test_outer_spaces_go_and_inner_ones_stay(space: str) -> None:
    assert clean_name(f"{space}Bob{space}Smith{space}") == f"Bob{space}Smith"


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("", "blank"),
        (" \u00a0\u3000", "blank"),
        ("\u2060", "invisible"),
        ("\u3164", "invisible"),
        ("\u2800\u2800", "invisible"),
        ("Bob\u200bSmith", "invisible"),
        ("Bob\u200dSmith", "invisible"),
        ("\u200cBob", "invisible"),
        ("\u0639\u0644\u06cc\u200c", "invisible"),
        ("\u0639\u200c\u200c\u0644", "invisible"),
        ("Bob\u00adSmith", "invisible"),
        ("\ufeffBob", "invisible"),
        ("Bob\u200e", "invisible"),
        ("Bob\u115fSmith", "invisible"),
        ("Bob\tSmith", "control"),
        ("Bob\x00", "control"),
        ("Bob\x85", "control"),
        ("Bob\x1b[31m", "control"),
        ("Bob\n", "line break"),
        ("Bob\rSmith", "line break"),
        ("Bob\u2028Smith", "line break"),
        ("Bob\u2029Smith", "line break"),
        ("Bob\u202dSmith", "reorders"),
        ("\u05e9\u202b\u05e8", "reorders"),
        ("Bob\u2066Smith\u2069", "reorders"),
        ("Bob\ud83d", "surrogate"),
        ("Bob\ue000", "private"),
        ("Bob\U000f0000", "private"),
        ("Bob\ufdd0", "unassigned"),
        ("Bob\uffff", "unassigned"),
        ("\U0002fffe", "unassigned"),
        ("Bob\u0378", "unassigned"),
        ("Bob\ufffd", "lost text"),
        ("Bob \U0001f600", "emoji"),
        ("Bob \u2764", "emoji"),
        ("Bob \u263a\ufe0f", "emoji"),
        ("1\ufe0f\u20e3", "emoji"),
        ("Bob\u00a9\ufe0f", "emoji"),
        ("\U0001f1ec\U0001f1e7", "emoji"),
        ("\U0001f3f4\U000e0067\U000e007f", "emoji"),
        ("Bob\U000e0041", "emoji"),
        ("Bob\u180b", "variation"),
        ("Bob\U000e0101", "variation"),
        ("\u0301Bob", "Start with a letter"),
        ("e" + "\u0301" * (MOST_MARKS + 2), "combining marks"),
        ("\u0915" + "\u094d\u200d" * (MOST_MARKS + 1), "combining marks"),
        ("x" * (MOST_NAME_CHARACTERS + 1), "at most 255"),
        ("x" * 5_000_000, "at most 255"),
    ],
    ids=lambda value: ascii(value)[:40],
)
def test_name_is_refused(name: str, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        clean_name(name)


def test_length_is_counted_after_composing() -> None:
    assert clean_name("e\u0301" * 255) == "\u00e9" * 255
    assert clean_name("  " + "x" * 255 + "  ") == "x" * 255


def test_reason_names_the_character_and_not_the_name() -> None:
    with pytest.raises(ValueError, match=r"^Remove the control character \(U\+0007\)\.$"):
        clean_name("Secret\x07Name")


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("  One.\r\nTwo.\r\tThree.\n\n", "One.\nTwo.\n\tThree."),
        ("One.\u2028Two.", "One.\nTwo."),
        ("Well done \U0001f469\u200d\U0001f393 \u2764\ufe0f 1\ufe0f\u20e3", None),
        ("\U0001f3f4\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f", None),
        ("\U0001faea", None),  # an emoji newer than Python's tables
        ("Pasted\u200b from\u00ad\ufeff a page\u200e", None),
        ("e\u0301", "\u00e9"),
        ("-", None),
    ],
)
def test_text_is_kept(text: str, kept: str | None) -> None:
    assert clean_text(text, 100) == (text if kept is None else kept)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("\n \t\r\n", "blank"),
        ("\u200b\ufeff", "blank"),
        ("x" * 101, "at most 100"),
        ("One\x0bTwo", "control"),
        ("One\x00", "control"),
        ("One \u202eTwo", "reorders"),
        ("One \u2067Two", "reorders"),
        ("One\ud800", "surrogate"),
        ("One\uf0b7", "private"),
        ("One\U000e0041\U000e0042", "hidden"),
        ("\U000e0041", "hidden"),
        ("One \U0001f600\U000e0101", "variation"),
        ("a\n" + "o" + "\u0336" * 20, "combining marks"),
    ],
)
def test_text_is_refused(text: str, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        clean_text(text, 100)


@given(any_text)
def test_what_a_name_is_once_kept(text: str) -> None:
    try:
        name = clean_name(text)
    except ValueError:
        return
    assert clean_name(name) == name
    assert unicodedata.is_normalized("NFC", name)
    assert 1 <= len(name) <= MOST_NAME_CHARACTERS
    assert name == name.strip()
    assert name.splitlines() == [name]
    assert not {unicodedata.category(char) for char in name} & {"Cc", "Cs", "Co", "Zl", "Zp"}
    assert name.encode().decode() == name


@given(any_text)
def test_what_a_text_is_once_kept(text: str) -> None:
    try:
        kept = clean_text(text, 200)
    except ValueError:
        return
    assert clean_text(kept, 200) == kept
    assert unicodedata.is_normalized("NFC", kept)
    assert kept.encode().decode() == kept
    categories = {unicodedata.category(char) for char in kept if char not in "\n\t"}
    assert not categories & {"Cc", "Cs", "Co", "Zl", "Zp"}


@given(st.text(st.characters(categories=["Lu", "Ll", "Lt"]), min_size=1, max_size=80))
def test_letters_with_case_are_always_taken(name: str) -> None:
    assert clean_name(name) == unicodedata.normalize("NFC", name)


def test_a_hostile_text_costs_little() -> None:
    began = time.process_time()
    for text in ("a" + "\u0301\u0327" * 3_000_000, "\u0301" * 4_000, "\u05d0\u200f" * 1_000):
        with pytest.raises(ValueError, match=r"."):
            clean_text(text, 2_000 - 1)
    assert time.process_time() - began < 2
