"""The public check: which surnames are taken for a name, and what is told of a certificate."""

from datetime import UTC, date, datetime
from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from shared.domain.certificate_check import CertificateToCheck, checked, is_surname
from shared.domain.certificates import (
    CertificateState,
    IssuedCertificates,
    Kind,
    Wanted,
    numbered,
)
from shared.domain.course_run import CourseRun, Learner, Qualification, Roster
from shared.domain.identifiers import certificate_number
from shared.domain.life_cycle import Status

# Some of the names are those of tests/domain/cases/name_cases.jsonl.
TAKEN = [
    ("Zoë Müller", "Müller"),
    ("Zoë Müller", "MULLER"),
    ("Zoë Müller", " zoe  muller "),
    ("Zoë Müller", "Mu\u0308ller"),
    ("Karel van der Berg", "van der Berg"),
    ("Karel van der Berg", "VanDerBerg"),
    ("Karel van der Berg", "Van-der Berg"),
    ("Karel van der Berg", "Berg"),
    ("Ana García Márquez", "Garcia Marquez"),
    ("Ana García Márquez", "Márquez"),
    ("Rhys Smith-Jones", "Smith Jones"),
    ("Rhys Smith-Jones", "smith\u2011jones"),
    ("Rhys Smith Jones", "Smith–Jones"),
    ("Sinéad O’Brien", "O'Brien"),
    ("Sinéad O’Brien", "OBRIEN"),
    ("Sinéad O’Brien", "O Brien"),
    ("Sinéad O Brien", "O`Brien"),
    ("J.R.R. Tolkien", "Tolkien"),
    ("Kiana Kaho\u02bbokele", "Kaho'okele"),
    ("Jean\u2011Luc", "Jean-Luc"),
    ("Sukarno", "sukarno"),
    ("A", "a"),
    ("ẞ Groß", "GROSS"),
    ("Søren Ærø", "Aero"),
    ("Łukasz Żak", "Zak"),
    ("محمد بن عبد الله", "عبد الله"),
    ("مُحَمَّد حَسَن", "حسن"),
    ("שרה כהן", "כהן"),
    ("สมชาย ใจดี", "ใจดี"),
    ("தமிழ்ச்செல்வன்", "தமிழ்ச்செல்வன்"),
    ("王小明", "王"),
    ("王小明", "王小明"),
    ("王 小明", "王"),
    ("王 小明", "王小明"),
    ("欧阳小明", "欧阳"),
    ("佐々木希", "佐々木"),
    ("高橋 さくら", "高橋"),
    ("김민준", "김"),
    (normalize("NFD", "김민준"), "김"),
    ("김 민준", normalize("NFD", "김")),
    ("ジョン・スミス", "スミス"),
    ("\U0003134b小明", "\U0003134b"),
    ("Wang Xiaoming", "Wang Xiaoming"),
    ("Robert'); DROP TABLE learners;--", "learners"),
    ("?!", "?!"),
]
REFUSED = [
    ("Zoë Müller", "Zoë"),
    ("Zoë Müller", "Müll"),
    ("Zoë Müller", "ller"),
    ("Zoë Müller", "Müller Zoë"),
    ("Zoë Müller", "Mueller"),
    ("Karel van der Berg", "Karel"),
    ("Karel van der Berg", "van der"),
    ("Karel van der Berg", "Karel Berg"),
    ("Karel van der Berg", "erg"),
    ("Ana García Márquez", "García"),
    ("Rhys Smith-Jones", "Rhys Smith"),
    ("Sinéad O’Brien", "Brien"),
    ("محمد بن عبد الله", "محمد"),
    ("สมชาย ใจดี", "สมชาย"),
    ("தமிழ்ச்செல்வன்", "தமிழ்"),
    ("王小明", "小明"),
    ("王小明", "明"),
    ("王 小明", "小明"),
    ("高橋 さくら", "さくら"),
    ("さくら", "さ"),
    ("김민준", "민준"),
    ("김민준", "\u1100"),
    ("김 민준", "민준"),
    ("ジョン・スミス", "ジョン"),
    ("Sukarno", "%"),
    ("Sukarno", ".*"),
    ("Sukarno", "\u200d"),
    ("Sukarno", "-"),
    ("Sukarno", "Sukarno" * 1_000),
    ("\U0003134b小明", "小明"),
    ("?!", "!"),
    ("?!", "a"),
]

# No letter is in both, and neither folds to one of the other.
first_names = st.text("abcdefghijklmABCDEFGHIJKLMáçéëíäÄÉ", min_size=1, max_size=8)
last_names = st.text("nopqrstuvwxyzNOPQRSTUVWXYZñóöøúüÿÑÖŠ", min_size=1, max_size=8)
between = st.sampled_from([" ", "  ", "-", "\u2011", "\u00a0", " - ", "\t"])


@pytest.mark.parametrize(("name", "surname"), TAKEN)
def test_the_end_of_a_name_is_taken_in_whatever_form(name: str, surname: str) -> None:
    assert is_surname(surname, name)


@pytest.mark.parametrize(("name", "surname"), REFUSED)
def test_anything_else_is_not(name: str, surname: str) -> None:
    assert not is_surname(surname, name)


@given(st.lists(first_names, min_size=1, max_size=3), st.lists(last_names, min_size=1, max_size=3))
def test_first_names_alone_are_never_enough(first: list[str], last: list[str]) -> None:
    name = " ".join([*first, *last])
    assert not is_surname(" ".join(first), name)
    assert not any(is_surname(each, name) for each in first)
    assert not is_surname(" ".join([*last, *first]), name)
    for given_up in range(1, len(last)):
        assert not is_surname(" ".join([*first, *last[:-given_up]]), name)


@given(st.lists(first_names, max_size=3), st.lists(last_names, min_size=1, max_size=3), between)
def test_any_form_of_a_surname_is_taken(first: list[str], last: list[str], gap: str) -> None:
    name = gap.join([*first, *last])
    for surname in (" ".join(last), gap.join(last), "".join(last), last[-1], name):
        for form in ("NFC", "NFD"):
            typed = normalize(form, surname)  # type: ignore[arg-type]
            assert is_surname(typed, name)
            assert is_surname(typed.upper(), name)
            assert is_surname(f" {typed.lower()}\u00ad ", name)


@given(st.text(max_size=30), st.text(max_size=30))
def test_nothing_that_is_typed_makes_it_fail(surname: str, name: str) -> None:
    assert is_surname(surname, name) in {True, False}


def asked(number: str, surname: str = "Müller") -> CertificateToCheck:
    return CertificateToCheck(number=number, surname=surname)


def test_a_number_is_read_as_people_type_it() -> None:
    assert asked("7k3f q2xo oo68").read() == ("7K3FQ2X", "7K3F-Q2X0-0068")
    for none in ("", "7K3F-Q2X0-0069", "7K3F-Q2X0-0068 " * 1_000, "X", "\uff17K3F-Q2X0-0068", "\0"):
        assert asked(none).read() is None


@pytest.mark.parametrize("blank", ["", " ", "\n"])
def test_a_surname_must_be_given(blank: str) -> None:
    with pytest.raises(ValidationError):
        asked("7K3F-Q2X0-0068", blank)


BLOCK = "7K3FQ2X"
FIRST, SECOND = (certificate_number(BLOCK, serial) for serial in (1, 2))
# Past eleven at night in UTC, which is the next day in London.
BATCH = IssuedCertificates(
    block=BLOCK,
    issued_at=datetime(2026, 6, 30, 23, 30, tzinfo=UTC),
    certificates=numbered(BLOCK, [Wanted("L1", Kind.QUALIFICATION), Wanted("L2", Kind.UNIT)]),
    states={SECOND: CertificateState.REVOKED},
)
LEARNERS = [
    Learner(learner_id=f"L{n}", name=name)
    for n, name in enumerate(("Zoë Müller", "Łukasz Żak", "Siân Llŷr"), start=1)
]
ROSTER = Roster(registered="", learners=LEARNERS, units=[])
QUALIFICATION = Qualification(number="601/3589/X", title="Skills for Work", level="2")
RUN = CourseRun(
    course_run_id="R1",
    version=5,
    status=Status.CERTIFICATED,
    centre_id="C1",
    centre_name="Northbridge",
    verifier_id="V1",
    title="Autumn",
    qualification=QUALIFICATION,
    starts_on=date(2026, 1, 1),
    ends_on=date(2026, 6, 1),
    registered="",
    learners=3,
    units=1,
    updated_at=BATCH.issued_at,
)


def test_what_is_told_names_nobody() -> None:
    answer = checked(FIRST, "Müller", BATCH, RUN, ROSTER)
    assert answer is not None
    assert answer.model_dump(mode="json") == {
        "certificate_number": FIRST,
        "state": "valid",
        "kind": "qualification",
        "qualification": {"number": "601/3589/X", "title": "Skills for Work", "level": "2"},
        "issued_on": "2026-07-01",
    }


def test_a_state_is_of_its_own_certificate() -> None:
    answer = checked(SECOND, "Zak", BATCH, RUN, ROSTER)
    assert answer is not None
    assert (answer.state, answer.kind) == (CertificateState.REVOKED, Kind.UNIT)


@pytest.mark.parametrize(
    ("number", "surname"),
    [(FIRST, "Żak"), (SECOND, "Müller"), (certificate_number(BLOCK, 3), "Llŷr"), (FIRST, "Zoë")],
)
def test_the_surname_must_be_this_certificates(number: str, surname: str) -> None:
    assert checked(number, surname, BATCH, RUN, ROSTER) is None
