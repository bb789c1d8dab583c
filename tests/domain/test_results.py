"""Results: complete for every learner and unit, valid, and the same however they are sent."""

import random
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from shared.domain.course_run import Learner, Roster, Unit
from shared.domain.results import (
    FAULTS_LISTED,
    Outcome,
    Result,
    in_roster_order,
    readable,
    result_faults,
    results_fingerprint,
)

TODAY = date(2026, 11, 23)

results_of_one = st.builds(
    lambda outcome, grade, achieved_on: {
        "outcome": outcome,
        "grade": grade,
        "achieved_on": achieved_on,
    },
    st.sampled_from(Outcome),
    st.none() | st.sampled_from(["Pass", "Merit", "Distinction"]),
    st.none() | st.dates(date(2020, 1, 1), TODAY),
)


def roster_of(learners: int, units: int) -> Roster:
    return Roster(
        registered="",
        learners=[Learner(learner_id=f"L{n}", name=f"Learner {n}") for n in range(learners)],
        units=[
            Unit(reference=f"A/506/{n:04d}", title=f"Unit {n}", level="2", credits=3)
            for n in range(units)
        ],
    )


@st.composite
def complete(draw: st.DrawFn) -> tuple[Roster, list[Result]]:
    """A roster, and an outcome for each of its learners and units."""
    roster = roster_of(draw(st.integers(1, 5)), draw(st.integers(1, 4)))
    results = [
        Result(learner_id=learner.learner_id, unit=unit.reference, **draw(results_of_one))
        for learner in roster.learners
        for unit in roster.units
    ]
    return roster, results


pairs = complete()


@given(pairs, st.randoms(use_true_random=False))
def test_complete_results_have_no_fault_in_any_order(
    pair: tuple[Roster, list[Result]], chance: random.Random
) -> None:
    roster, results = pair
    shuffled = chance.sample(results, len(results))
    assert result_faults(shuffled, roster, TODAY) == []
    assert in_roster_order(shuffled, roster) == results
    ordered = in_roster_order(shuffled, roster)
    assert results_fingerprint(ordered) == results_fingerprint(results)


@given(pairs, st.data())
def test_whatever_is_missing_is_told_with_its_learner(
    pair: tuple[Roster, list[Result]], data: st.DataObject
) -> None:
    roster, results = pair
    gone = data.draw(st.sets(st.sampled_from(range(len(results))), min_size=1))
    faults = result_faults([r for i, r in enumerate(results) if i not in gone], roster, TODAY)
    learners = sorted({results[i].learner_id for i in gone})
    assert [fault.pointer for fault in faults] == ["/results"] * len(learners)
    for learner, fault in zip(learners, faults, strict=True):
        assert f"Learner {learner} " in fault.detail
        for i, result in enumerate(results):
            if result.learner_id == learner:
                assert (result.unit in fault.detail) == (i in gone)


@given(pairs, st.data())
def test_a_repeated_result_is_a_fault_even_if_it_says_the_same(
    pair: tuple[Roster, list[Result]], data: st.DataObject
) -> None:
    roster, results = pair
    again = data.draw(st.sampled_from(range(len(results))))
    (fault,) = result_faults([*results, results[again]], roster, TODAY)
    assert fault.pointer == f"/results/{len(results)}/unit"
    assert f"result {again + 1} " in fault.detail


@given(pairs, results_of_one)
def test_strangers_are_told_each_where_they_stand(
    pair: tuple[Roster, list[Result]], said: dict[str, object]
) -> None:
    roster, results = pair
    known = results[0]
    learner = known.model_copy(update={"learner_id": "stranger"})
    unit = known.model_copy(update={"unit": "Z/999/9999"})
    both = Result(learner_id="stranger", unit="Z/999/9999", **said)
    n = len(results)
    assert [f.pointer for f in result_faults([*results, learner, unit, both], roster, TODAY)] == [
        f"/results/{n}/learner_id",
        f"/results/{n + 1}/unit",
        f"/results/{n + 2}/learner_id",
        f"/results/{n + 2}/unit",
    ]


@given(pairs, st.data())
def test_any_other_fact_is_another_fingerprint(
    pair: tuple[Roster, list[Result]], data: st.DataObject
) -> None:
    _, results = pair
    i = data.draw(st.sampled_from(range(len(results))))
    other = data.draw(results_of_one)
    changed = [*results[:i], results[i].model_copy(update=other), *results[i + 1 :]]
    same = changed[i] == results[i]
    assert (results_fingerprint(changed) == results_fingerprint(results)) is same


def test_a_fingerprint_is_what_it_is_documented_to_be() -> None:
    results = [
        Result(learner_id="L1", unit="A", outcome=Outcome.ACHIEVED, grade="Très bien"),
        Result(learner_id="L1", unit="B", outcome=Outcome.WITHDRAWN, achieved_on=date(2026, 3, 1)),
    ]
    # sha256sum of: ["L1","A","achieved","Très bien",null]\n["L1","B","withdrawn",null,"2026-03-01"]\n
    assert results_fingerprint(results) == (
        "ce7b5d61665b10e3a01b2370f609a0dcdd51bf7ebad5494a5a4ba9ba0b5b8a57"
    )


def test_a_date_is_not_in_the_future() -> None:
    roster = roster_of(1, 2)
    one, two = (unit.reference for unit in roster.units)
    today, tomorrow = (
        Result(learner_id="L0", unit=unit, outcome=Outcome.ACHIEVED, achieved_on=day)
        for unit, day in ((one, TODAY), (two, TODAY + timedelta(1)))
    )
    faults = result_faults([today, tomorrow], roster, TODAY)
    assert [fault.pointer for fault in faults] == ["/results/1/achieved_on"]


def test_a_thousand_faults_are_told_and_no_more() -> None:
    roster = roster_of(FAULTS_LISTED + 500, 1)
    assert len(result_faults([], roster, TODAY)) == FAULTS_LISTED


def test_the_same_unit_of_two_learners_is_no_repeat() -> None:
    roster = roster_of(2, 1)
    (unit,) = roster.units
    results = [
        Result(learner_id=each.learner_id, unit=unit.reference, outcome=Outcome.NOT_ACHIEVED)
        for each in roster.learners
    ]
    assert result_faults(results, roster, TODAY) == []


def test_what_can_be_read_of_bad_results_takes_its_place() -> None:
    rows = [
        {"learner_id": "L0", "unit": "A/506/0000", "outcome": "achieved"},
        {"learner_id": "L1", "unit": "A/506/0000", "outcome": "passed"},
        {"learner_id": 7, "unit": "A/506/0000", "outcome": "achieved"},
        "no result",
    ]
    places = readable({"results": rows})
    assert [each and each.learner_id for each in places] == ["L0", "L1", None, None]
    assert result_faults(places, roster_of(2, 1), TODAY) == []
    assert [fault.detail for fault in result_faults(places, roster_of(3, 1), TODAY)] == [
        "Learner L2 has no outcome for A/506/0000."
    ]
    for nothing in (None, [], {}, {"results": "none"}):
        assert readable(nothing) == []
