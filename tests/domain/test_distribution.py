"""What may follow what at the centre, held to a table of its own; and what holds whatever is recorded."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from shared.domain.certificates import (
    CertificateState,
    IssuedCertificates,
    Kind,
    Wanted,
    numbered,
)
from shared.domain.consignments import Line
from shared.domain.distribution import (
    MAY_FOLLOW,
    Distribution,
    How,
    NewDistribution,
    distribute_by,
    same_facts,
)
from shared.domain.distribution_faults import distribution_faults, obstacle
from shared.domain.holdings import Holding, after, holdings, meant, recounted, to_distribute
from shared.domain.receipts import Receipt
from shared.domain.working_days import Division
from tests.services.bodies import distribution

BLOCK = "0000000"
RECEIVED, NOW = date(2026, 11, 23), datetime(2026, 12, 1, 9, tzinfo=UTC)
LEARNERS = [f"L{n}" for n in range(6)]
CERTIFICATES = numbered(BLOCK, [Wanted(each, Kind.UNIT) for each in LEARNERS])
NUMBERS = [each.certificate_number for each in CERTIFICATES]
# A row for what was recorded last, a column for what comes next.
EXPECTED = """
            handed_over posted returned destroyed
nothing     yes         yes    –        yes
handed_over –           –      yes      –
posted      –           –      yes      –
returned    yes         yes    –        yes
destroyed   –           –      –        –
"""
COLUMNS, *ROWS = (line.split() for line in EXPECTED.strip().splitlines())
CELLS = [
    (last, how, cell == "yes")
    for last, *cells in ROWS
    for how, cell in zip(COLUMNS, cells, strict=True)
]


def batch(**states: CertificateState) -> IssuedCertificates:
    return IssuedCertificates(
        block=BLOCK, issued_at=NOW, certificates=CERTIFICATES, states=dict(states)
    )


def line(*missing: str, received: bool = True) -> Line:
    parcel = {"consignment_id": "C-1", "centre_id": "C1", "centre_name": "Northbridge"}
    carriage = {"carrier": "dx", "tracking_number": "DX1", "division": "scotland"}
    of_run = {"course_run_id": "R1", "title": "Autumn", "certificates": len(NUMBERS)}
    dates = {"dispatched_on": RECEIVED, "recorded_at": NOW, "receipt_due_on": RECEIVED}
    problems = [{"certificate_number": n, "problem": "missing"} for n in missing]
    confirmed = {"confirmed_at": NOW, "confirmed_by": "Sam", "on_time": True}
    receipt = Receipt.model_validate(
        {"date_received": RECEIVED, "discrepancies": problems, **confirmed}
    )
    facts = {**parcel, **carriage, **of_run, **dates, "blocks": [BLOCK]}
    return Line.model_validate(facts | {"receipt": receipt if received else None})


def recorded(sequence: int, said: NewDistribution, held: dict[str, Holding]) -> Distribution:
    facts = said.model_dump(exclude={"certificate_numbers", "besides"})
    of = {"certificate_numbers": meant(said, held), "besides": None}
    return Distribution(**facts, **of, sequence=sequence, recorded_at=NOW, recorded_by="Sam")


def held_after(*hows: str) -> dict[str, Holding]:
    held = holdings([batch()], [line()], [])
    for sequence, how in enumerate(hows):
        said = distribution(how, certificate_numbers=NUMBERS[:1])
        held = after(held, recorded(sequence, said, held))
    return held


def test_the_table_names_every_way() -> None:
    assert [each.value for each in How] == COLUMNS
    assert set(MAY_FOLLOW) == {None, *How}


@pytest.mark.parametrize(("last", "how", "may"), CELLS)
def test_what_may_follow_what(last: str, how: str, may: bool) -> None:  # noqa: FBT001 - a cell
    assert (How(how) in MAY_FOLLOW[None if last == "nothing" else How(last)]) is may
    ways = {"nothing": (), "returned": ("posted", "returned")}.get(last, (last,))
    held = held_after(*ways)
    assert (obstacle(held[NUMBERS[0]], How(how)) is None) is may
    said = distribution(how, certificate_numbers=NUMBERS[:1])
    assert (distribution_faults(said, held, RECEIVED) == []) is may
    assert (NUMBERS[0] in to_distribute(held)) is (last in {"nothing", "returned"})


@pytest.mark.parametrize("state", [CertificateState.REPLACED, CertificateState.REVOKED])
def test_what_no_longer_holds_falls_away_and_may_only_be_destroyed(state: CertificateState) -> None:
    held = holdings([batch(**{NUMBERS[0]: state})], [line()], [])
    assert to_distribute(held) == NUMBERS[1:]
    allowed = {how for how in How if obstacle(held[NUMBERS[0]], how) is None}
    assert allowed == {How.DESTROYED}
    (counted,) = recounted([line()], held)
    assert counted.to_distribute == len(NUMBERS) - 1


def test_what_is_missing_or_not_received_is_not_there() -> None:
    held = holdings([batch()], [line(NUMBERS[0])], [])
    assert to_distribute(held) == NUMBERS[1:]
    assert recounted([line(NUMBERS[0])], held) == []
    for lines in ([], [line(received=False)]):
        held = holdings([batch()], lines, [])
        assert to_distribute(held) == []
        said = distribution(certificate_numbers=NUMBERS)
        assert len(distribution_faults(said, held, RECEIVED)) == len(NUMBERS)


@pytest.mark.parametrize(
    ("how", "said", "wrong"),
    [
        ("handed_over", {"identity_seen": " "}, ["identity_seen"]),
        ("handed_over", {"identity_seen": "passport 533 1234 5"}, ["identity_seen"]),
        ("handed_over", {"carrier": "dpd", "tracking_number": "1"}, ["carrier", "tracking_number"]),
        ("posted", {"carrier": None, "tracking_number": ""}, ["carrier", "tracking_number"]),
        ("posted", {"tracking_number": "RU936061245GB"}, ["tracking_number"]),
        ("posted", {"carrier": "other"}, ["carrier_name"]),
        ("posted", {"identity_seen": "passport"}, ["identity_seen"]),
        ("destroyed", {"note": None}, ["note"]),
        ("returned", {}, ["certificate_numbers"]),
        ("returned", {"certificate_numbers": []}, ["certificate_numbers"]),
        ("destroyed", {"certificate_numbers": ["1"], "except": ["2"]}, ["certificate_numbers", "except"]),
        ("handed_over", {"certificate_numbers": NUMBERS, "except": NUMBERS}, ["except"]),
        ("lost", {"on": "yesterday"}, ["how", "on"]),
    ],
)  # fmt: skip
def test_each_way_asks_for_its_own(how: str, said: dict[str, Any], wrong: list[str]) -> None:
    asked = {} if how == "lost" else distribution("destroyed").model_dump(include={"on"})
    begun = {"how": how, "on": "2026-11-23"} | asked
    if how in {"handed_over", "posted"}:
        begun = distribution(how).model_dump(exclude={"besides"})
    if how == "destroyed":
        begun |= {"note": "Shredded."}
    with pytest.raises(ValidationError) as refused:
        NewDistribution.model_validate(begun | said)
    assert [error["loc"][0] for error in refused.value.errors()] == wrong


@pytest.mark.parametrize(
    "seen", ["passport", "driving licence", "CitizenCard (PASS 18)", "Ausweis, form 102"]
)
def test_documents_are_named_in_words(seen: str) -> None:
    assert distribution(identity_seen=seen).identity_seen == seen


@pytest.mark.parametrize(("days", "wrong"), [(-1, ["/on"]), (0, []), (1, []), (2, ["/on"])])
def test_from_the_day_of_the_receipt_to_today(days: int, wrong: list[str]) -> None:
    held = held_after()
    said = distribution(on=RECEIVED + timedelta(days=days))
    faults = distribution_faults(said, held, RECEIVED + timedelta(days=1))
    assert [fault.pointer for fault in faults] == wrong


def test_not_before_what_was_recorded_last() -> None:
    posted = distribution("posted", on=RECEIVED + timedelta(days=3))
    held = held_after()
    held = after(held, recorded(1, posted, held))
    said = {"certificate_numbers": NUMBERS[:1], "on": RECEIVED + timedelta(days=2)}
    (fault,) = distribution_faults(distribution("returned", **said), held, date(2026, 12, 1))
    assert fault.detail == "Something later is recorded, of 26 November 2026."


@pytest.mark.parametrize(
    ("division", "by"),
    [
        (Division.ENGLAND_AND_WALES, date(2027, 1, 4)),
        # St Andrew's Day, on Monday 30 November.
        (Division.SCOTLAND, date(2027, 1, 6)),
        (Division.NORTHERN_IRELAND, date(2027, 1, 4)),
    ],
)
def test_working_days_are_those_of_the_division(division: Division, by: date) -> None:
    # Over Christmas; and in Scotland over 2 January, held on Monday the 4th.
    assert distribute_by(date(2026, 11, 25), 25, division) == by


steps = st.tuples(
    st.sampled_from(list(How)),
    st.none() | st.lists(st.sampled_from(NUMBERS), min_size=1, max_size=4),
    st.lists(st.sampled_from(NUMBERS), max_size=3, unique=True),
    st.integers(-1, 6),
)


@given(
    st.lists(steps, max_size=12),
    st.sets(st.sampled_from(NUMBERS), max_size=2),
    st.dictionaries(st.sampled_from(NUMBERS), st.sampled_from(list(CertificateState)), max_size=2),
)
def test_whatever_is_recorded(
    tried: list[tuple[How, list[str] | None, list[str], int]],
    missing: set[str],
    states: dict[str, CertificateState],
) -> None:
    batches, lines = [batch(**states)], [line(*missing)]
    today, records = RECEIVED + timedelta(days=5), []
    for how, named, besides, day in tried:
        held = holdings(batches, lines, records)
        if how is How.RETURNED and named is None:
            continue
        about = {"certificate_numbers": named} if named else {"except": besides}
        said = distribution(how, on=RECEIVED + timedelta(days=day), **about)
        if distribution_faults(said, held, today) or not meant(said, held):
            continue
        record = recorded(len(records), said, held)
        assert same_facts(record, said)
        # Worked out step by step or from the beginning, it is the same.
        records.append(record)
        assert after(held, record) == holdings(batches, lines, records)
    held = holdings(batches, lines, records)
    left = to_distribute(held)
    history: dict[str, list[Distribution]] = {number: [] for number in NUMBERS}
    for record in records:
        for number in record.certificate_numbers:
            history[number].append(record)
    for number, mine in history.items():
        hows = [each.how for each in mine]
        assert How.DESTROYED not in hows[:-1]
        assert [each.on for each in mine] == sorted(each.on for each in mine)
        assert all(RECEIVED <= each.on <= today for each in mine)
        assert not (mine and number in missing)
        holds = states.get(number, CertificateState.VALID) is CertificateState.VALID
        there = not hows or hows[-1] is How.RETURNED
        assert (number in left) is (holds and there and number not in missing)
    changed = {each.consignment_id: each.to_distribute for each in recounted(lines, held)}
    assert changed.get("C-1", lines[0].to_distribute) == len(left)
