"""Submissions: complete results come back from their grid as they were submitted."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain import limits
from shared.domain.course_run import Learner, Roster, Unit
from shared.domain.results import Outcome, Result
from shared.store.submissions import load_results, submission_snapshot
from tests.store.shelf import Shelf

said = st.fixed_dictionaries(
    {
        "outcome": st.sampled_from(Outcome),
        "grade": st.none() | st.sampled_from(["Pass", "Très bien", "=1+1", "優"]),
        "achieved_on": st.none() | st.dates(date(2000, 1, 1), date(2031, 12, 31)),
    }
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


@given(st.data(), st.integers(1, 5), st.integers(1, 4))
def test_results_come_back_as_they_were_submitted(
    data: st.DataObject, learners: int, units: int
) -> None:
    roster = roster_of(learners, units)
    results = [
        Result(learner_id=learner.learner_id, unit=unit.reference, **data.draw(said))
        for learner in roster.learners
        for unit in roster.units
    ]
    shelf = Shelf()
    shelf.write(submission_snapshot("R1", 3, roster, results))
    assert load_results(shelf.table, "R1", 3) == results


def test_versions_and_runs_lie_apart() -> None:
    roster, shelf = roster_of(1, 1), Shelf()
    (unit,) = roster.units
    outcomes = dict(zip([("R1", 1), ("R1", 2), ("R2", 1)], Outcome, strict=True))
    for (run, version), outcome in outcomes.items():
        result = Result(learner_id="L0", unit=unit.reference, outcome=outcome)
        shelf.write(submission_snapshot(run, version, roster, [result]))
    for (run, version), outcome in outcomes.items():
        assert [each.outcome for each in load_results(shelf.table, run, version)] == [outcome]
    with pytest.raises(LookupError):
        load_results(shelf.table, "R1", 3)


@pytest.mark.slow
def test_the_largest_submission_fits_one_transaction() -> None:
    learners = 1_000
    units = limits.RESULTS_PER_SUBMISSION // learners
    roster, shelf = roster_of(learners, units), Shelf()
    results = [
        Result(
            learner_id=learner.learner_id,
            unit=unit.reference,
            outcome=Outcome.ACHIEVED,
            grade=f"{(i * 7919) % 10_000} marks of ten thousand",
            achieved_on=date.fromordinal(date(2020, 1, 1).toordinal() + (i * 104_729) % 2_000),
        )
        for i, (learner, unit) in enumerate(
            (learner, unit) for learner in roster.learners for unit in roster.units
        )
    ]
    assert len(results) == limits.RESULTS_PER_SUBMISSION
    # The shelf refuses what is too large for an item or for a transaction.
    shelf.write(submission_snapshot("R1", 1, roster, results))
    assert load_results(shelf.table, "R1", 1) == results
