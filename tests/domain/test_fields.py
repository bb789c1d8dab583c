"""The kinds of value that bodies are made of, and the dates that moments fall on."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from shared.domain import limits
from shared.domain.clock import london_date, stamp
from shared.domain.course_run import CourseRunDetails
from shared.domain.faults import pointer
from shared.domain.fields import (
    Body,
    Day,
    Fact,
    Grade,
    Identifier,
    Level,
    Maybe,
    Note,
    Uln,
    is_identifier,
)

day = TypeAdapter(Day)
DETAILS: dict[str, Any] = {
    "centre_id": "C-1",
    "title": "Customer service",
    "qualification": {"number": "601/3589/X", "title": "Skills", "level": 2},
    "verifier_id": "V-1",
    "starts_on": "2026-01-05",
    "ends_on": "2026-06-30",
    "units": [
        {"reference": "A/506/2130", "title": "Deliver", "level": 2, "credits": 5},
        {"reference": "F/506/2131", "title": "Understand", "level": 2, "credits": 2},
    ],
    "learners": [{"learner_id": "L1", "name": "One"}, {"learner_id": "L2", "name": "Two"}],
}


@given(st.dates())
def test_a_day_is_written_as_the_contract_says(value: date) -> None:
    assert day.validate_json(f'"{value.isoformat()}"') == value
    assert day.validate_python(value.isoformat()) == value


@pytest.mark.parametrize(
    "written",
    [
        *("0", "86400", "20261110", "2026-1-1", "10/11/2026", "2026-02-30", "2026-11-10T00:00:00"),
        *("2026-11-10 ", "\u0662026-11-10", "", 0, 86_400, 1.5, True, None, ["2026-11-10"]),
    ],
)
def test_any_other_day_is_refused(written: object) -> None:
    with pytest.raises(ValidationError):
        day.validate_python(written)


@pytest.mark.parametrize("value", ["a", "R-2026_1.b", "_", "-", "x" * 64, "9"])
def test_an_identifier_is_taken(value: str) -> None:
    assert TypeAdapter(Identifier).validate_python(value) == value
    assert is_identifier(value)


@pytest.mark.parametrize(
    "value",
    [
        "",
        ".",
        "..",
        ".hidden",
        "a/b",
        "a#b",
        "a b",
        "a\n",
        "\na",
        "é",
        "a\u200b",
        "x" * 65,
        "a%2fb",
    ],
)
def test_what_is_not_safe_in_a_path_or_key_is_no_identifier(value: str) -> None:
    with pytest.raises(ValidationError):
        TypeAdapter(Identifier).validate_python(value)
    assert not is_identifier(value)


@given(st.text(max_size=70))
def test_a_body_and_a_path_take_the_same_identifiers(value: str) -> None:
    try:
        taken = TypeAdapter(Identifier).validate_python(value) == value
    except ValidationError:
        taken = False
    assert is_identifier(value) is taken


def test_what_was_left_empty_in_a_form_is_absent() -> None:
    for blank in ("", "  ", "\t\n", None):
        assert TypeAdapter(Maybe[Note]).validate_python(blank) is None
    with pytest.raises(ValidationError):
        TypeAdapter(Note).validate_python(" ")


def test_text_is_as_long_as_its_kind_allows() -> None:
    assert TypeAdapter(Note).validate_python("x" * limits.NOTE_LENGTH)
    assert TypeAdapter(Grade).validate_python(" " + "x" * limits.GRADE_LENGTH)
    for kind, most in ((Note, limits.NOTE_LENGTH), (Grade, limits.GRADE_LENGTH)):
        with pytest.raises(ValidationError):
            TypeAdapter(kind).validate_python("x" * (most + 1))


def test_a_level_may_be_a_number() -> None:
    assert [TypeAdapter(Level).validate_python(each) for each in (2, "2", "Entry 3")] == [
        *("2", "2", "Entry 3")
    ]
    for other in (True, 2.5, None, ""):
        with pytest.raises(ValidationError):
            TypeAdapter(Level).validate_python(other)


def test_a_uln_is_kept_as_its_digits() -> None:
    assert TypeAdapter(Uln).validate_python("927 630-8686") == "9276308686"
    with pytest.raises(ValidationError):
        TypeAdapter(Uln).validate_python("9999999999")


def test_bodies_refuse_what_they_do_not_know_and_records_pass_over_it() -> None:
    class Said(Body):
        known: int

    class Kept(Fact):
        known: int

    with pytest.raises(ValidationError):
        Said.model_validate({"known": 1, "unknown": 2})
    assert Kept.model_validate({"known": 1, "unknown": 2}).model_dump() == {"known": 1}
    for model in (Said, Kept):
        with pytest.raises(ValidationError):
            model(known=1).known = 2  # type: ignore[misc]


def faults(**said: Any) -> set[str]:
    try:
        CourseRunDetails.model_validate(DETAILS | said)
    except ValidationError as invalid:
        return {pointer(*error["loc"]) for error in invalid.errors()}
    return set()


def test_repeats_are_told_with_whatever_else_is_wrong() -> None:
    assert faults() == set()
    uln = {"uln": "9276308686"}
    learners = [learner | uln for learner in DETAILS["learners"]]
    assert faults(learners=learners) == {"/learners/1/uln"}
    twice = [DETAILS["units"][0], DETAILS["units"][0] | {"credits": -1}]
    assert faults(units=twice, ends_on="2026-01-04") == {
        *("/units/1/reference", "/units/1/credits", "/ends_on")
    }
    nameless = [{"learner_id": "L1", "name": ""}, DETAILS["learners"][0]]
    assert faults(learners=nameless) == {"/learners/0/name", "/learners/1/learner_id"}
    typed_differently = [learners[0], learners[1] | {"uln": "927 630 8686"}]
    assert faults(learners=typed_differently) == {"/learners/1/uln"}


def test_a_run_has_learners_and_units_up_to_their_limits() -> None:
    assert faults(learners=[], units=[]) == {"/learners", "/units"}
    assert faults(learners=None, units="A/506/2130") == {"/learners", "/units"}
    one = DETAILS["learners"][0]
    many = [one | {"learner_id": f"L{n}"} for n in range(limits.LEARNERS_PER_RUN + 1)]
    assert faults(learners=many) == {"/learners"}
    assert faults(learners=many[1:]) == set()


def test_a_run_may_end_on_the_day_it_starts() -> None:
    assert faults(ends_on=DETAILS["starts_on"]) == set()
    assert faults(starts_on="soon", ends_on="2026-01-01") == {"/starts_on"}


@pytest.mark.parametrize(
    ("steps", "text"),
    [
        ((), ""),
        (("results", 0, "unit"), "/results/0/unit"),
        (("a/b", "m~n", "~1", ""), "/a~1b/m~0n/~01/"),
    ],
)
def test_a_pointer_is_as_rfc_6901_asks(steps: tuple[str | int, ...], text: str) -> None:
    assert pointer(*steps) == text


@pytest.mark.parametrize(
    ("moment", "there"),
    [
        ("2026-11-23T23:59:59", "2026-11-23"),
        ("2026-06-30T22:59:59", "2026-06-30"),
        ("2026-06-30T23:00:00", "2026-07-01"),
        # The clocks go forward on 29 March 2026 and back on 25 October.
        ("2026-03-28T23:30:00", "2026-03-28"),
        ("2026-03-29T23:30:00", "2026-03-30"),
        ("2026-10-24T23:30:00", "2026-10-25"),
        ("2026-10-25T23:30:00", "2026-10-25"),
    ],
)
def test_a_moment_falls_on_londons_date(moment: str, there: str) -> None:
    assert london_date(datetime.fromisoformat(moment).replace(tzinfo=UTC)).isoformat() == there


@given(st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1)), st.timedeltas(timedelta(0)))  # noqa: DTZ001
def test_stamps_are_in_order_as_text(moment: datetime, later: timedelta) -> None:
    one = moment.replace(tzinfo=UTC)
    other = one + min(later, timedelta(days=36_500))
    assert (stamp(one) < stamp(other)) is (one < other)
    assert datetime.fromisoformat(stamp(one)) == one
