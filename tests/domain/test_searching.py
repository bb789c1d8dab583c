"""Text as it is compared in a search, and what a course run is found by."""

from unicodedata import normalize

import pytest

from shared.domain.searching import findable, folded, in_pieces


@pytest.mark.parametrize(
    ("text", "compared"),
    [
        ("  Zoë \t Ann\u00a0Lee\n", "zoe ann lee"),
        ("Zoe\u0308", "zoe"),
        ("ŁUKASZ Żółć", "lukasz zolc"),
        ("Søren Ærøskøbing", "soren aeroskobing"),
        ("İstanbul ISPARTA \u0131l\u0131k", "istanbul isparta ilik"),
        ("STRASSE Straße STRAẞE", "strasse strasse strasse"),
        ("Νίκος ΝΊΚΟΣ", "νικοσ νικοσ"),
        ("O’Brien O‘Brien O'Brien", "o'brien o'brien o'brien"),
        ("Ann\u2010Marie Ann–Marie", "ann-marie ann-marie"),
        ("ﬁne \uff26ull ½", "fine full 1\u20442"),
        ("soft\u00adhyphen", "softhyphen"),
        ("한국", "한국"),
        ("مُحَمَّد", "محمد"),
        ("", ""),
    ],
)
def test_text_is_compared_without_accents_and_capitals(text: str, compared: str) -> None:
    assert normalize("NFC", folded(text)) == compared


def test_folding_is_done_at_once() -> None:
    every = "".join(f"{chr(n)}." for n in range(0xD800))
    assert folded(folded(every)) == folded(every)


def test_a_run_is_findable_by_its_identifier_and_its_title() -> None:
    assert findable("NBC-1", "Lip Reading", "bc-1")
    assert findable("NBC-1", "Lip Reading", "lip")
    assert not findable("NBC-1", "Lip Reading", "1 lip")


@pytest.mark.parametrize(
    ("most", "room", "pieces"),
    [
        (100, 100, ["one\ntwo\nthrée"]),
        (8, 100, ["one\ntwo", "thrée"]),
        (7, 100, ["one", "two", "thrée"]),
        (100, 15, ["one\ntwo\nthrée"]),
        (100, 14, ["one\ntwo"]),
        (8, 3, [""]),
    ],
)
def test_lines_are_kept_whole(most: int, room: int, pieces: list[str]) -> None:
    assert in_pieces(["one", "two", "thrée"], most, room) == pieces
