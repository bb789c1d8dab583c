"""Verification: what a link is still good for, and what a decision has to say."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from shared.domain import limits
from shared.domain.course_run import CourseRun, Decision, Learner, Qualification, Roster, Submission
from shared.domain.life_cycle import Status
from shared.domain.verification import (
    Link,
    LinkState,
    VerifierDecision,
    decision_faults,
    link_state,
)

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
UNTIL = NOW + timedelta(days=30)


def run_with(submitted: int | None, decided: int | None = None) -> CourseRun:
    """A run with so many versions submitted, of which one was decided."""
    submission = decision = None
    if submitted:
        submission = Submission(version=submitted, sha256="", submitted_at=NOW, results=1)
    if decided:
        decision = Decision(
            submission_version=decided,
            decision="return",
            name="Priya Raman",
            decided_at=NOW,
        )
    return CourseRun(
        course_run_id="R1",
        version=1,
        status=Status.SUBMITTED,
        centre_id="C-1",
        centre_name="Northbridge",
        verifier_id="V-1",
        title="Customer service",
        qualification=Qualification(number="601/3589/X", title="Skills", level="2"),
        starts_on=date(2026, 1, 5),
        ends_on=date(2026, 6, 30),
        registered="",
        learners=1,
        units=1,
        updated_at=NOW,
        submission=submission,
        decision=decision,
    )


@pytest.mark.parametrize(
    ("link_of", "submitted", "decided", "state"),
    [
        (1, 1, None, LinkState.WAITING),
        (1, 1, 1, LinkState.DECIDED),
        (1, 2, None, LinkState.SUPERSEDED),
        # The first version was returned, and another has come.
        (1, 2, 1, LinkState.DECIDED),
        (2, 2, 1, LinkState.WAITING),
        (2, 2, 2, LinkState.DECIDED),
        (2, 3, 1, LinkState.SUPERSEDED),
        (1, 3, 2, LinkState.SUPERSEDED),
        (1, None, None, LinkState.SUPERSEDED),
    ],
)
def test_a_link_is_good_for_its_own_version_once(
    link_of: int, submitted: int | None, decided: int | None, state: LinkState
) -> None:
    link = Link(course_run_id="R1", submission_version=link_of, holds_until=UNTIL)
    assert link_state(link, run_with(submitted, decided), NOW) is state


@pytest.mark.parametrize(
    ("after", "state"),
    [
        (timedelta(microseconds=-1), LinkState.WAITING),
        (timedelta(0), LinkState.EXPIRED),
        (timedelta(days=1), LinkState.EXPIRED),
    ],
)
def test_a_link_holds_until_its_moment(after: timedelta, state: LinkState) -> None:
    link = Link(course_run_id="R1", submission_version=1, holds_until=UNTIL)
    assert link_state(link, run_with(1), UNTIL + after) is state
    # What was decided stays so, and what is superseded too.
    assert link_state(link, run_with(1, 1), UNTIL + after) is LinkState.DECIDED
    assert link_state(link, run_with(2), UNTIL + after) is LinkState.SUPERSEDED


def decide(**said: Any) -> VerifierDecision:
    return VerifierDecision.model_validate({"decision": "verify", "name": "Priya Raman"} | said)


def refused(**said: Any) -> list[tuple[str | int, ...]]:
    with pytest.raises(ValidationError) as invalid:
        decide(**said)
    return [error["loc"] for error in invalid.value.errors()]


def test_there_is_no_decision_by_default() -> None:
    with pytest.raises(ValidationError) as invalid:
        VerifierDecision.model_validate({})
    assert [error["loc"] for error in invalid.value.errors()] == [("decision",), ("name",)]


def test_a_reason_is_required_to_return_and_taken_to_verify() -> None:
    assert refused(decision="return") == [("reason",)]
    assert refused(decision="return", reason="  \n") == [("reason",)]
    assert decide(decision="return", reason="Grades are missing.").reason == "Grades are missing."
    assert decide(reason="All well.").reason == "All well."
    assert decide().reason is None


def test_every_fault_of_a_decision_is_told_at_once() -> None:
    said = {"decision": "perhaps", "name": " ", "queries": [{"learner_id": "L1"}], "more": 1}
    assert set(refused(**said)) == {
        ("decision",),
        ("name",),
        ("queries", 0, "question"),
        ("more",),
    }


def test_queries_are_about_learners_of_the_run_each_once() -> None:
    learners = [Learner(learner_id="L1", name="One"), Learner(learner_id="L2", name="Two")]
    roster = Roster(registered="", learners=learners, units=[])
    asked = [("L1", "Why?"), ("L2", "Why?"), ("L1", "Who?"), ("L1", " Why? "), ("L9", "Why?")]
    decision = decide(queries=[{"learner_id": who, "question": what} for who, what in asked])
    assert [fault.pointer for fault in decision_faults(decision, roster)] == [
        "/queries/3",
        "/queries/4/learner_id",
    ]
    assert decision_faults(decide(), roster) == []


def test_as_many_queries_as_a_transaction_takes() -> None:
    many = [{"learner_id": f"L{n}", "question": "Why?"} for n in range(91)]
    assert len(decide(queries=many[: limits.QUERIES_PER_DECISION]).queries) == 90
    assert refused(queries=many) == [("queries",)]


decisions = st.builds(
    decide,
    decision=st.sampled_from(["verify", "return"]),
    name=st.sampled_from(["Priya Raman", "Tom Ellis"]),
    reason=st.sampled_from(["Wrong grades.", "Wrong dates."]),
    queries=st.lists(
        st.fixed_dictionaries(
            {"learner_id": st.sampled_from(["L1", "L2"]), "question": st.just("Why?")}
        ),
        max_size=2,
    ),
)


@given(decisions, decisions)
def test_a_repeat_is_known_by_all_that_was_decided(
    one: VerifierDecision, other: VerifierDecision
) -> None:
    assert (one.fingerprint() == other.fingerprint()) is (one == other)
