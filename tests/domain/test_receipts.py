"""Receipts: when they can have been received, when they are overdue, and what repeats what."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from shared.domain.receipts import (
    Discrepancy,
    NewReceipt,
    Receipt,
    date_received_faults,
    discrepancy_faults,
    overdue,
    same_facts,
    working_days_left,
)
from shared.domain.working_days import Division

MONDAY = date(2026, 11, 23)
ONE, TWO = "GJNW-PJS0-001S", "GJNW-PJS0-002Q"

days = st.dates(date(2026, 1, 1), date(2027, 12, 31))


@pytest.mark.parametrize(
    ("received", "fault"),
    [
        (date(2026, 11, 15), "dispatched on 2026-11-16"),
        (date(2026, 11, 16), None),
        (date(2026, 11, 22), None),
        (MONDAY, None),
        (date(2026, 11, 24), "today or in the past"),
    ],
)
def test_a_receipt_lies_between_dispatch_and_today(received: date, fault: str | None) -> None:
    faults = date_received_faults(received, date(2026, 11, 16), MONDAY)
    assert [each.pointer for each in faults] == (["/date_received"] if fault else [])
    assert all(fault in each.detail for each in faults if fault)


@given(days, days, days)
def test_no_receipt_is_in_the_future_or_before_the_dispatch(
    received: date, dispatched: date, today: date
) -> None:
    fits = dispatched <= received <= today
    assert (date_received_faults(received, dispatched, today) == []) is fits


def test_overdue_starts_the_day_after_the_due_date() -> None:
    friday = date(2026, 11, 20)
    assert [overdue(friday, friday + timedelta(n)) for n in (-1, 0, 1, 2, 3)] == [
        *(False, False),
        *(True, True, True),
    ]


@pytest.mark.parametrize(
    ("due", "as_of", "division", "left"),
    [
        (date(2026, 11, 27), MONDAY, "england-and-wales", 4),
        (MONDAY, MONDAY, "england-and-wales", 0),
        (date(2026, 11, 20), MONDAY, "england-and-wales", -1),
        (date(2026, 11, 9), MONDAY, "england-and-wales", -10),
        # Nobody works at the weekend: a Friday's receipt is not yet a working day late on Sunday.
        (date(2026, 11, 20), date(2026, 11, 22), "england-and-wales", 0),
        # St Andrew's Day
        (date(2026, 12, 1), date(2026, 11, 27), "england-and-wales", 2),
        (date(2026, 12, 1), date(2026, 11, 27), "scotland", 1),
        (date(2026, 11, 27), date(2026, 11, 30), "scotland", 0),
        (date(2026, 11, 27), date(2026, 11, 30), "northern-ireland", -1),
    ],
)
def test_working_days_left(due: date, as_of: date, division: str, left: int) -> None:
    assert working_days_left(due, as_of, division) == left


@given(days, days, st.sampled_from(Division))
def test_the_sign_of_working_days_left_agrees_with_overdue(
    due: date, as_of: date, division: Division
) -> None:
    left = working_days_left(due, as_of, division)
    if overdue(due, as_of):
        assert left <= 0
    else:
        assert left >= 0
    assert working_days_left(as_of, as_of, division) == 0


def receipt(**said: object) -> NewReceipt:
    body = {"action": "CRF Received", "date_received": "2026-11-20"} | said
    return NewReceipt.model_validate(body)


def discrepancy(number: str, problem: str = "missing", note: str | None = None) -> Discrepancy:
    said = {"certificate_number": number, "problem": problem, "note": note}
    return Discrepancy.model_validate(said)


def test_the_action_is_the_guidances_own_words() -> None:
    assert receipt().action == "CRF Received"
    for other in ("CRF received", "Received", "", None):
        with pytest.raises(ValidationError):
            receipt(action=other)


def test_discrepancies_are_about_certificates_of_the_parcel_each_once() -> None:
    said = [discrepancy(ONE), discrepancy(TWO), discrepancy(ONE, "damaged")]
    assert [fault.pointer for fault in discrepancy_faults(said, {ONE, TWO})] == [
        "/discrepancies/2/certificate_number"
    ]
    assert [fault.pointer for fault in discrepancy_faults(said, {TWO})] == [
        "/discrepancies/0/certificate_number",
        "/discrepancies/2/certificate_number",
        "/discrepancies/2/certificate_number",
    ]
    assert discrepancy_faults([], set()) == []


def test_a_certificate_number_is_taken_as_people_type_it() -> None:
    assert discrepancy("gjnw pjso o01s").certificate_number == ONE
    with pytest.raises(ValidationError):
        discrepancy("GJNW-PJS0-001T")


def recorded(of: NewReceipt) -> Receipt:
    return Receipt(
        **of.model_dump(include={"date_received", "note", "discrepancies"}),
        confirmed_at=datetime(2026, 11, 20, 9, tzinfo=UTC),
        confirmed_by="someone",
        on_time=True,
    )


@pytest.mark.parametrize(
    ("said", "same"),
    [
        ({}, True),
        ({"consignment_id": "C-1"}, True),
        ({"note": "  As before.\n"}, True),
        ({"note": None}, False),
        ({"note": "Other."}, False),
        ({"date_received": "2026-11-19"}, False),
        ({"discrepancies": []}, False),
        ({"discrepancies": [{"certificate_number": ONE, "problem": "damaged"}]}, False),
    ],
)
def test_a_repeat_says_the_same_of_the_date_the_note_and_the_certificates(
    said: dict[str, object], *, same: bool
) -> None:
    first = {
        "note": "As before.",
        "discrepancies": [{"certificate_number": ONE, "problem": "missing"}],
    }
    assert same_facts(recorded(receipt(**first)), receipt(**(first | said))) is same
