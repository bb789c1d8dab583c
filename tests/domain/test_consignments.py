"""Consignments: carriers, dates, and when their receipts are due in each division."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from shared.domain import limits
from shared.domain.consignments import (
    Consignment,
    CountsFrom,
    NewConsignment,
    ReceiptTerms,
    dispatch_faults,
    receipt_due_on,
)
from shared.domain.tracking import Carrier
from shared.domain.working_days import Division, is_working_day

TODAY = date(2026, 11, 23)
PARCEL = {
    "centre_id": "C-1",
    "carrier": "royal_mail",
    "tracking_number": "RU 9360 6124 4GB",
    "dispatched_on": "2026-11-20",
}
WEEKDAYS_OFF = {
    "christmas": (date(2026, 12, 14), "2026-12-30", "2026-12-30", "2026-12-30"),
    # 2 January falls on a Saturday: in Scotland the Monday makes up for it.
    "new year": (date(2026, 12, 18), "2027-01-06", "2027-01-07", "2027-01-06"),
    # Good Friday everywhere, Easter Monday not in Scotland, St Patrick's Day in Northern Ireland.
    "easter": (date(2027, 3, 15), "2027-03-31", "2027-03-30", "2027-04-01"),
    "battle of the boyne": (date(2027, 7, 9), "2027-07-23", "2027-07-23", "2027-07-26"),
    "st andrew": (date(2026, 11, 27), "2026-12-11", "2026-12-14", "2026-12-11"),
    "no holiday": (date(2026, 11, 2), "2026-11-16", "2026-11-16", "2026-11-16"),
    "on a saturday": (date(2026, 10, 31), "2026-11-13", "2026-11-13", "2026-11-13"),
}
DIVISIONS = ("england-and-wales", "scotland", "northern-ireland")


def parcel(dispatched_on: date, division: str, delivered_on: date | None = None) -> Consignment:
    return Consignment(
        consignment_id="C-ABC",
        centre_id="C-1",
        centre_name="Northbridge",
        division=Division(division),
        carrier="dpd",
        tracking_number="15501234567890",
        dispatched_on=dispatched_on,
        delivered_on=delivered_on,
        recorded_at=datetime(2026, 11, 23, tzinfo=UTC),
        course_run_ids=["R1"],
    )


@pytest.mark.parametrize("case", WEEKDAYS_OFF)
def test_a_receipt_is_due_on_the_tenth_working_day_of_the_division(case: str) -> None:
    dispatched_on, *due = WEEKDAYS_OFF[case]
    assert [
        receipt_due_on(parcel(dispatched_on, division), ReceiptTerms()).isoformat()
        for division in DIVISIONS
    ] == due


@pytest.mark.parametrize(
    ("terms", "delivered_on", "due"),
    [
        (ReceiptTerms(), date(2026, 11, 4), "2026-11-16"),
        (ReceiptTerms(10, CountsFrom.DELIVERY), date(2026, 11, 4), "2026-11-18"),
        (ReceiptTerms(10, CountsFrom.DELIVERY), None, "2026-11-16"),
        (ReceiptTerms(1), None, "2026-11-03"),
        (ReceiptTerms(60), None, "2027-01-28"),
    ],
)
def test_number_and_start_are_settings(
    terms: ReceiptTerms, delivered_on: date | None, due: str
) -> None:
    of = parcel(date(2026, 11, 2), "england-and-wales", delivered_on)
    assert receipt_due_on(of, terms).isoformat() == due


@given(
    st.dates(date(2025, 1, 1), date(2030, 6, 30)), st.sampled_from(DIVISIONS), st.integers(1, 60)
)
def test_between_dispatch_and_due_date_lie_as_many_working_days_as_are_allowed(
    dispatched_on: date, division: str, allowed: int
) -> None:
    due = receipt_due_on(parcel(dispatched_on, division), ReceiptTerms(allowed))
    between = [dispatched_on + timedelta(n + 1) for n in range((due - dispatched_on).days)]
    assert sum(is_working_day(day, division) for day in between) == allowed
    assert is_working_day(due, division)


def faults(**said: Any) -> list[str]:
    return [fault.pointer for fault in dispatch_faults(consignment(**said), TODAY)]


def consignment(**said: Any) -> NewConsignment:
    return NewConsignment.model_validate(PARCEL | said)


def test_a_dispatch_is_today_or_in_the_past_but_not_long_ago() -> None:
    oldest = TODAY - limits.DISPATCH_RECORDED_WITHIN
    for day in (TODAY, oldest):
        assert faults(dispatched_on=day.isoformat()) == []
    for day in (TODAY + timedelta(1), oldest - timedelta(1)):
        assert faults(dispatched_on=day.isoformat()) == ["/dispatched_on"]


def test_a_delivery_lies_between_dispatch_and_today() -> None:
    for day in ("2026-11-20", "2026-11-23", None, ""):
        assert faults(delivered_on=day) == []
    for day in ("2026-11-19", "2026-11-24"):
        assert faults(delivered_on=day) == ["/delivered_on"]
    both = {"dispatched_on": "2026-11-25", "delivered_on": "2026-11-24"}
    assert faults(**both) == ["/dispatched_on", "/delivered_on"]


def refused(**said: Any) -> list[tuple[str | int, ...]]:
    with pytest.raises(ValidationError) as invalid:
        consignment(**said)
    return [error["loc"] for error in invalid.value.errors()]


def test_only_another_carrier_is_named_and_it_has_to_be() -> None:
    other = {"carrier": "other", "tracking_number": "AB 12", "carrier_name": "Bicycle Post"}
    assert consignment(**other).carrier_name == "Bicycle Post"
    assert refused(**(other | {"carrier_name": None})) == [("carrier_name",)]
    assert refused(carrier="other", tracking_number="AB12") == [("carrier_name",)]
    assert refused(carrier_name="Royal Mail") == [("carrier_name",)]
    assert refused(carrier="pigeon", carrier_name="Pigeon") == [("carrier",)]


def test_a_tracking_number_is_kept_as_the_carrier_writes_it_or_refused() -> None:
    assert consignment().tracking_number == "RU936061244GB"
    for number in ("", "RU936061245GB", "X" * 65, "RU936061244GB; and more"):
        assert refused(tracking_number=number) == [("tracking_number",)]


def test_every_fault_is_told_at_once() -> None:
    said = {
        "centre_id": "a/b",
        "course_run_ids": ["R1", "R1"],
        "carrier_name": "Royal Mail",
        "service": "x" * 61,
        "tracking_number": "RU936061245GB",
        "dispatched_on": "20/11/2026",
        "delivered_on": "2026-11-31",
    }
    assert refused(**said) == [(name,) for name in said]


def test_a_parcel_holds_as_many_runs_as_a_transaction_takes() -> None:
    most = [f"R{n}" for n in range(limits.COURSE_RUNS_PER_CONSIGNMENT)]
    assert consignment(course_run_ids=most).course_run_ids == most
    assert refused(course_run_ids=[*most, "one-more"]) == [("course_run_ids",)]
    assert refused(course_run_ids=[]) == [("course_run_ids",)]
    # Three items for each run, the parcel, its tracking number and the kept answer.
    assert 3 * len(most) + 3 <= 100


@pytest.mark.parametrize("carrier", Carrier)
def test_a_link_is_https_or_there_is_none(carrier: Carrier) -> None:
    of = parcel(TODAY, "scotland").model_copy(update={"carrier": carrier.value})
    assert of.tracking_url is None or of.tracking_url.startswith("https://")
