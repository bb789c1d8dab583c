"""Drafts of results: the grid as it was typed, what is in it, and every fault that keeps it from being submitted."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain import limits
from shared.domain.course_run import Learner, Roster, Unit
from shared.domain.drafts import (
    Counts,
    Draft,
    DraftRow,
    as_row,
    counted,
    grid,
    read_cells,
    row_faults,
)
from shared.domain.results import FAULTS_LISTED, Outcome, Result

TODAY = date(2026, 11, 23)
UNITS = ("A/506/0000", "A/506/0001")


def roster_of(learners: int = 2, units: tuple[str, ...] = UNITS) -> Roster:
    return Roster(
        registered="",
        learners=[Learner(learner_id=f"L{n}", name=f"Learner {n}") for n in range(learners)],
        units=[Unit(reference=each, title="Autism", level="2", credits=3) for each in units],
    )


def cell(learner_id: str = "L0", unit: str = UNITS[0], **said: str) -> DraftRow:
    return DraftRow(learner_id=learner_id, unit=unit, **said)


def faults_of(*cells: DraftRow) -> dict[str, str]:
    results, faults = read_cells(cells, TODAY)
    assert len(results) == len(cells) - len({fault.pointer.rpartition("/")[0] for fault in faults})
    return {fault.pointer: fault.detail for fault in faults}


def test_a_grid_has_a_cell_for_every_learner_and_unit_in_roster_order() -> None:
    said = [
        cell("L1", outcome="achieved"),
        cell("L0", UNITS[1], grade="Pass"),
        cell("L9"),
        cell("L0", "Z"),
    ]
    assert grid(roster_of(), said) == [
        cell("L0", UNITS[0]),
        cell("L0", UNITS[1], grade="Pass"),
        cell("L1", UNITS[0], outcome="achieved"),
        cell("L1", UNITS[1]),
    ]


def test_what_is_said_last_counts() -> None:
    said = [cell(outcome="achieved", grade="Pass"), cell(outcome="withdrawn")]
    assert grid(roster_of(1, UNITS[:1]), said) == [cell(outcome="withdrawn")]


results_of_anybody = st.builds(
    Result,
    learner_id=st.just("L0"),
    unit=st.just(UNITS[0]),
    outcome=st.sampled_from(Outcome),
    grade=st.none() | st.sampled_from(["Pass", "Très bien", "=1+1"]),
    achieved_on=st.none() | st.dates(date(2000, 1, 1), TODAY),
)


@given(results_of_anybody)
def test_a_result_in_a_grid_is_read_as_it_was(result: Result) -> None:
    assert read_cells([as_row(result)], TODAY) == ([result], [])


def test_cells_are_read_as_people_write_them() -> None:
    typed = cell(outcome="Not achieved", grade=" Referred ", achieved_on="1/11/2026")
    results, faults = read_cells([typed], TODAY)
    assert not faults
    assert results[0].model_dump(mode="json") == {
        "learner_id": "L0",
        "unit": UNITS[0],
        "outcome": "not_achieved",
        "grade": "Referred",
        "achieved_on": "2026-11-01",
    }


@pytest.mark.parametrize("outcome", ["", " ", "passed"])
def test_an_outcome_is_needed(outcome: str) -> None:
    assert faults_of(cell(outcome=outcome, grade="Pass")) == {
        "/cells/L0/A~1506~10000/outcome": "Choose achieved, not achieved or withdrawn."
    }


@pytest.mark.parametrize(
    ("typed", "detail"),
    [
        ("yesterday", "Write the date like 27/3/2026."),
        ("31/02/2026", "There is no such date as 2026-02-31."),
        ("24/11/2026", "This date is in the future."),
    ],
)
def test_a_date_must_be_one_that_has_been(typed: str, detail: str) -> None:
    said = cell(outcome="achieved", achieved_on=typed)
    assert faults_of(said) == {"/cells/L0/A~1506~10000/achieved_on": detail}
    assert not faults_of(cell(outcome="achieved", achieved_on="23/11/2026"))


def test_every_fault_of_every_cell_is_told_at_once() -> None:
    wrong = cell(outcome="?", grade="a\u202eb", achieved_on="?")
    told = faults_of(wrong, cell("L1", outcome="x", achieved_on="1/1/2030"), cell("L1", UNITS[1]))
    assert [pointer.removeprefix("/cells/") for pointer in told] == [
        "L0/A~1506~10000/outcome",
        "L0/A~1506~10000/achieved_on",
        "L0/A~1506~10000/grade",
        "L1/A~1506~10000/outcome",
        "L1/A~1506~10000/achieved_on",
        "L1/A~1506~10001/outcome",
    ]


def test_a_thousand_faults_are_told_and_no_more() -> None:
    empty = grid(roster_of(FAULTS_LISTED), [])
    assert len(read_cells(empty, TODAY)[1]) == FAULTS_LISTED


def test_cells_are_counted_by_what_they_say() -> None:
    said = ["achieved", "Achieved", "NOT achieved", "withdrawn", "passed", "", " "]
    assert counted([cell(outcome=each) for each in said]) == Counts(2, 1, 1, missing=3)


def test_rows_of_no_cell_are_told_each_where_they_stand() -> None:
    rows = [cell(), cell("L9"), cell("L1", "Z"), DraftRow(), cell(grade="x"), cell("L1", UNITS[1])]
    told = [(fault.pointer, fault.detail) for fault in row_faults(rows, roster_of())]
    assert told == [
        ("/results/1/learner_id", "There is no such learner in this course run."),
        ("/results/2/unit", "There is no such unit in this course run."),
        ("/results/3/learner_id", "There is no such learner in this course run."),
        ("/results/3/unit", "There is no such unit in this course run."),
        ("/results/4/unit", "This learner and unit stand in result 1 already."),
    ]


@pytest.mark.parametrize("member", ["outcome", "grade", "achieved_on"])
def test_a_cell_holds_only_so_much(member: str) -> None:
    longest = "x" * limits.GRADE_LENGTH
    (fault,) = row_faults([cell(**{member: longest + "x"})], roster_of())
    assert fault.pointer == f"/results/0/{member}"
    assert not row_faults([cell(**{member: longest})], roster_of())


def test_a_draft_is_kept_whole() -> None:
    at = datetime(2026, 11, 23, 9, tzinfo=UTC)
    said = cell(outcome="?", grade="=1", achieved_on="soon")
    draft = Draft(number=3, after_version=1, saved_at=at, saved_by="Zoë", cells=[said])
    assert Draft.model_validate(draft.model_dump(mode="json")) == draft
