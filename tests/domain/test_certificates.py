"""Certificates: of which kind, for whom, under which number, and who is held back."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.certificates import (
    IssuedCertificates,
    Kind,
    Wanted,
    holders,
    kind_for,
    numbered,
    sort_out,
)
from shared.domain.identifiers import BLOCK_LENGTH, CROCKFORD, read_certificate_number
from shared.domain.queries import Query, Resolution, outstanding

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)

learners = st.sampled_from([f"L{n}" for n in range(8)])
kinds_of = st.dictionaries(learners, st.none() | st.sampled_from(Kind))
queries_of = st.dictionaries(learners, st.sampled_from(["Q-1", "Q-2", "Q-3"]))
blocks = st.text(CROCKFORD, min_size=BLOCK_LENGTH, max_size=BLOCK_LENGTH)


@pytest.mark.parametrize(
    ("outcomes", "kind"),
    [
        ([True, True, True], Kind.QUALIFICATION),
        ([True], Kind.QUALIFICATION),
        ([True, False], Kind.UNIT),
        ([False, False, True], Kind.UNIT),
        ([False], None),
        ([False, False], None),
        ([], None),
    ],
)
def test_all_units_make_the_qualification_and_some_make_units(
    outcomes: list[bool], kind: Kind | None
) -> None:
    assert kind_for(outcomes) is kind


@given(kinds_of, queries_of, st.sets(learners))
def test_everyone_is_certificated_now_or_held_or_has_nothing_to_wait_for(
    kinds: dict[str, Kind | None], queries: dict[str, str], have: set[str]
) -> None:
    now, held = sort_out(kinds, queries, have)
    waiting = {learner for learner, kind in kinds.items() if kind and learner not in have}
    assert set(now) == {learner for learner in waiting if learner not in queries}
    assert {each.learner_id: each.query_id for each in held} == {
        learner: queries[learner] for learner in waiting if learner in queries
    }
    assert all(kind is kinds[learner] for learner, kind in now.items())


@given(kinds_of, queries_of, st.sets(learners), learners)
def test_a_query_holds_its_own_learner_and_no_one_else(
    kinds: dict[str, Kind | None], queries: dict[str, str], have: set[str], queried: str
) -> None:
    without = {learner: query for learner, query in queries.items() if learner != queried}
    freely, _ = sort_out(kinds, without, have)
    now, held = sort_out(kinds, without | {queried: "Q-9"}, have)
    assert now == {learner: kind for learner, kind in freely.items() if learner != queried}
    assert (queried in freely) == (queried in [each.learner_id for each in held])


@given(blocks, blocks, st.integers(0, 60), st.integers(0, 60))
def test_no_number_is_given_twice(one: str, other: str, first: int, second: int) -> None:
    given_out = [
        each
        for block, count in {one: first, other: second}.items()
        for each in numbered(block, [Wanted(f"L{n}", Kind.UNIT) for n in range(count)])
    ]
    numbers = [each.certificate_number for each in given_out]
    assert len(set(numbers)) == len(numbers)
    assert {read_certificate_number(number)[0] for number in numbers} <= {one, other}


def test_certificates_are_numbered_in_order_from_one() -> None:
    kinds = {"L2": Kind.UNIT, "L1": Kind.QUALIFICATION}
    issued = numbered("GJNWPJS", [Wanted(*each) for each in kinds.items()])
    assert [(each.learner_id, each.kind) for each in issued] == list(kinds.items())
    assert [read_certificate_number(each.certificate_number)[1] for each in issued] == [1, 2]


def test_holders_are_those_of_all_batches() -> None:
    batches = [
        IssuedCertificates(
            block=block, issued_at=NOW, certificates=numbered(block, [Wanted(learner, Kind.UNIT)])
        )
        for block, learner in (("GJNWPJS", "L1"), ("8PYZ0KQ", "L2"))
    ]
    assert {who: each.certificate_number[:4] for who, each in holders(batches).items()} == {
        "L1": "GJNW",
        "L2": "8PYZ",
    }


def query(name: str, learner: str, minutes: int, *, resolved: bool = False) -> Query:
    resolution = Resolution(note="Settled.", resolved_at=NOW) if resolved else None
    return Query(
        query_id=name,
        learner_id=learner,
        question="?",
        opened_at=NOW + timedelta(minutes=minutes),
        opened_by="verifier",
        resolution=resolution,
    )


def test_the_oldest_open_query_is_the_one_that_holds() -> None:
    queries = [
        query("Q-late", "L1", 5),
        query("Q-early", "L1", 1),
        query("Q-settled", "L1", 0, resolved=True),
        query("Q-other", "L2", 0, resolved=True),
    ]
    assert {who: each.query_id for who, each in outstanding(queries).items()} == {"L1": "Q-early"}
    assert outstanding([]) == {}
