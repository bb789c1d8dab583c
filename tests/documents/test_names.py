"""Names are read from a document as they are stored, each letter in a font that has it."""

import json
import unicodedata
from pathlib import Path

import pytest

from shared.documents.certificate_summary import summary_pdf
from shared.domain.printable import unprintable
from tests.documents.accessible import faults
from tests.documents.papers import LETTERHEAD, NAMES, NOT_PRINTABLE, ODD_NAMES, summary
from tests.documents.read_aloud import rows

CASES = Path(__file__).parents[1] / "domain" / "cases" / "name_cases.jsonl"
LABELLED = [
    case["nfc"].strip()
    for line in CASES.read_text(encoding="utf-8").splitlines()
    if (case := json.loads(line))["accept"]
]
EVERY = list(dict.fromkeys([*LABELLED, *NAMES, *ODD_NAMES]))
# Set of pieces that each stand for the whole letter: an Arabic letter and its dots, a Bengali letter and its nukta.
IN_PIECES = {"ARABIC", "BENGALI"}


def as_read(name: str) -> str:
    """What is read of a name, white space left out: of what is written leftward the glyphs come as they are shown."""
    together = "".join(name.split())
    leftward = unicodedata.bidirectional(name[0]) in {"R", "AL"}
    return together[::-1] if leftward else together


@pytest.mark.parametrize("name", EVERY)
def test_a_name_is_read_as_it_is_stored(name: str) -> None:
    printed = summary_pdf(summary([name], held=[]), LETTERHEAD)
    assert printed.complete
    assert faults(printed.content) == []
    read = rows(printed.content)[1][1]
    if unicodedata.name(name[0]).partition(" ")[0] in IN_PIECES:
        assert set(read) == set(as_read(name))
    else:
        assert read == as_read(name)


@pytest.mark.parametrize(
    "name",
    [
        *NOT_PRINTABLE,
        f"Zoë {NOT_PRINTABLE}",
        "\u182e\u180b",
        "\U00010350",
        "\U0001e900",
        "\U00030000\U000323af",
        "葛\U000e0100",
        "塚\ufe00",
        "क्\u200dष",
        "x\u0331",
        "王\u0301",
        "א\u05b7",
        "Anna\u00a0Li",
    ],
)
def test_what_is_warned_of_is_what_cannot_be_printed(name: str) -> None:
    printed = summary_pdf(summary([name], held=[]), LETTERHEAD)
    assert printed.complete == (unprintable(name) == [])


@pytest.mark.slow
def test_two_thousand_learners_are_all_in_it_in_their_order() -> None:
    """Also the largest that is measured: `make bench` says how long it takes, and how much memory."""
    names = [f"{NAMES[n % len(NAMES)]} {n}" for n in range(2_000)]
    said = summary(names, held=NAMES)
    printed = summary_pdf(said, LETTERHEAD)
    assert printed.complete
    assert faults(printed.content) == []
    read = rows(printed.content)
    # The headers of two tables, once each, and whoever is held back.
    assert len(read) == len(names) + len(NAMES) + 2
    certificates = [row for row in read if len(row) == 6][1:]
    assert [row[0] for row in certificates] == [e.certificate_number for e in said.certificates]
    assert [row[2] for row in certificates] == [each.learner_id for each in said.certificates]
    assert certificates[-2][1] == as_read(names[-2])
