"""What our documents can print, and the warning where they cannot."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from infra.printable_characters import module, printable
from shared.domain import limits, printable_characters
from shared.domain.course_run import registration_warnings
from shared.domain.printable import printing_warning, unprintable
from tests.documents.papers import NAMES
from tests.services.bodies import details

CHEROKEE = "ᏣᎳᎩ"
CASES = [
    case["nfc"]
    for line in (Path(__file__).parent / "cases" / "name_cases.jsonl").read_text().splitlines()
    if (case := json.loads(line))["accept"]
]


def test_the_table_is_that_of_the_fonts() -> None:
    kept = Path(str(printable_characters.__file__)).read_text(encoding="utf-8")
    assert kept == module(), "Run python -m infra.printable_characters"


@pytest.fixture(scope="module")
def in_fonts() -> set[int]:
    return printable()


@given(st.characters(codec="utf-8"))
def test_a_character_is_printed_if_a_font_has_it(in_fonts: set[int], char: str) -> None:
    printed = not unprintable(f"é{char}")
    assert printed == (ord(char) in in_fonts) or unseen(char)


def unseen(char: str) -> bool:
    return char in "\u061c\u180b\u180c\u180d\u180e\u180f\u200b\u200c\u200d\u200e\u200f" or (
        0xFE00 <= ord(char) < 0xFE10 or 0xE0100 <= ord(char) < 0xE01F0
    )


@pytest.mark.parametrize("name", [*CASES, *NAMES, "葛\U000e0100城", "क्\u200dष", "Siân\u00a0Llŷr"])
def test_names_as_they_are_given_are_printed(name: str) -> None:
    assert unprintable(name) == []
    assert printing_warning("It", name) is None


def test_what_no_font_has_is_named_once_and_in_order() -> None:
    assert unprintable(f"Zoë {CHEROKEE}{CHEROKEE}") == list(CHEROKEE)
    named = ", ".join(f"{char} (U+{ord(char):04X})" for char in CHEROKEE)
    assert printing_warning("The name of learner L1", CHEROKEE) == (
        "The name of learner L1 has characters that no font of our documents has, and a box will "
        f"stand for them: {named}."
    )
    many = "".join(map(chr, range(0x13A0, 0x13A8)))
    assert str(printing_warning("It", many)).endswith(", Ꭴ (U+13A4) and 3 more.")


def test_a_registration_is_warned_of_every_name_and_title_that_is_printed() -> None:
    said = details(learners=3, units=1, title=f"Bakery {CHEROKEE}")
    first, second, third = said.learners
    learners = [first, second.model_copy(update={"name": CHEROKEE}), third]
    qualification = said.qualification.model_copy(update={"title": CHEROKEE[::-1]})
    units = [said.units[0].model_copy(update={"title": CHEROKEE[0]})]
    changed = said.model_copy(
        update={"learners": learners, "qualification": qualification, "units": units}
    )
    told = registration_warnings(changed, f"Northbridge {CHEROKEE}")
    assert [warning.partition(" has ")[0] for warning in told] == [
        "The centre's name",
        "The course run's title",
        "The qualification's title",
        f"The title of unit {units[0].reference}",
        f"The name of learner {second.learner_id}",
    ]
    assert registration_warnings(said.model_copy(update={"title": "Bakery"}), "Northbridge") == []


def test_of_very_many_the_first_are_named() -> None:
    said = details(learners=limits.NAMES_WARNED_OF + 7)
    learners = [each.model_copy(update={"name": CHEROKEE}) for each in said.learners]
    told = registration_warnings(said.model_copy(update={"learners": learners}), "Northbridge")
    assert len(told) == limits.NAMES_WARNED_OF + 1
    assert told[-1] == "So have 7 more names."
