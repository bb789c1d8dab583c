"""Ladders of reminders: a date for every step, over weekends, bank holidays and changes of the clock."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.consignments import CountsFrom, Line, ReceiptTerms, receipt_due_on
from shared.domain.course_run import CourseRun
from shared.domain.reminders import (
    Ladder,
    Reached,
    ReminderTerms,
    Step,
    due_step,
    escalated,
    receipt_steps,
    verifier_steps,
)
from shared.domain.working_days import Division, add_working_days, is_working_day

ENGLAND, SCOTLAND, NORTHERN_IRELAND = (
    Division.ENGLAND_AND_WALES,
    Division.SCOTLAND,
    Division.NORTHERN_IRELAND,
)
TERMS = ReminderTerms()
LATER = date(2026, 12, 31)


def line(
    dispatched_on: date, division: Division = ENGLAND, within: int = 10, **other: date
) -> Line:
    said = {
        "consignment_id": "C-1",
        "centre_id": "C1",
        "centre_name": "Northbridge",
        "division": division,
        "carrier": "dx",
        "tracking_number": "DX1",
        "dispatched_on": dispatched_on,
        "recorded_at": datetime.combine(dispatched_on, time(12), UTC),
        "course_run_id": "R1",
        "title": "Autumn",
        "certificates": 3,
        "blocks": ["7K3F"],
        "receipt_due_on": dispatched_on,
        **other,
    }
    made = Line.model_validate(said)
    counts_from = CountsFrom.DELIVERY if other else CountsFrom.DISPATCH
    due_on = receipt_due_on(made, ReceiptTerms(within, counts_from))
    return made.model_copy(update={"receipt_due_on": due_on})


def waiting(submitted_at: datetime) -> CourseRun:
    return CourseRun.model_construct(
        course_run_id="R1",
        submission=type("Submission", (), {"submitted_at": submitted_at, "version": 1}),
        status="submitted",
    )


def dates(of: Line, terms: ReminderTerms = TERMS, until: date = LATER) -> list[str]:
    return [f"{step.on:%d %b}" for step in receipt_steps(of, terms, until)]


@pytest.mark.parametrize(
    ("dispatched_on", "division", "until", "expected"),
    [
        # Scotland keeps St Andrew's Day; Christmas and Boxing Day, a Saturday, fall away everywhere.
        ("2026-11-23", ENGLAND, "2026-12-31", "30 Nov, 03 Dec, 07 Dec, 14 Dec, 21 Dec, 30 Dec"),
        ("2026-11-23", SCOTLAND, "2026-12-31", "01 Dec, 04 Dec, 08 Dec, 15 Dec, 22 Dec, 31 Dec"),
        # From a Saturday as from the Friday before.
        ("2026-11-21", ENGLAND, "2026-12-07", "27 Nov, 02 Dec, 04 Dec"),
        ("2026-11-20", ENGLAND, "2026-12-07", "27 Nov, 02 Dec, 04 Dec"),
        # The clocks go forward on 29 March; Easter Monday is a working day in Scotland alone.
        ("2026-03-20", ENGLAND, "2026-04-14", "27 Mar, 01 Apr, 07 Apr, 14 Apr"),
        ("2026-03-20", SCOTLAND, "2026-04-14", "27 Mar, 01 Apr, 06 Apr, 13 Apr"),
        ("2026-03-20", NORTHERN_IRELAND, "2026-04-14", "27 Mar, 01 Apr, 07 Apr, 14 Apr"),
        # They go back on 25 October.
        ("2026-10-19", ENGLAND, "2026-11-09", "26 Oct, 29 Oct, 02 Nov, 09 Nov"),
        # Northern Ireland keeps 12 July, in 2026 a Sunday, on the Monday.
        ("2026-07-06", NORTHERN_IRELAND, "2026-07-21", "14 Jul, 17 Jul, 21 Jul"),
        ("2026-07-06", ENGLAND, "2026-07-21", "13 Jul, 16 Jul, 20 Jul"),
    ],
)
def test_a_receipts_steps_have_their_dates(
    dispatched_on: str, division: Division, until: str, expected: str
) -> None:
    of = line(date.fromisoformat(dispatched_on), division)
    assert ", ".join(dates(of, until=date.fromisoformat(until))) == expected


def test_steps_tell_how_long_overdue_they_are_and_only_some_are_escalated() -> None:
    steps = list(receipt_steps(line(date(2026, 11, 23)), TERMS, LATER))
    assert [step.overdue_by for step in steps] == [0, 0, 0, 5, 10, 15]
    assert [step.overdue_by for step in escalated(steps, TERMS)] == [5, 10, 15]
    late = ReminderTerms(escalate_after=11)
    assert [step.overdue_by for step in escalated(steps, late)] == [15]


def test_steps_after_the_due_date_are_counted_in_working_days_overdue() -> None:
    short = line(date(2026, 11, 23), within=7)
    assert dates(short, until=date(2026, 12, 9)) == ["30 Nov", "09 Dec"]
    assert dates(line(date(2026, 11, 23), within=15), until=date(2026, 12, 20)) == [
        "30 Nov",
        "03 Dec",
        "07 Dec",
    ]


def test_they_are_counted_from_the_delivery_where_that_counts_and_is_known() -> None:
    delivered = line(date(2026, 11, 23), delivered_on=date(2026, 11, 26))
    terms = ReminderTerms(counts_from=CountsFrom.DELIVERY)
    assert dates(delivered, terms, date(2026, 12, 10)) == ["03 Dec", "08 Dec", "10 Dec"]
    assert dates(line(date(2026, 11, 23)), terms, date(2026, 12, 7)) == [
        "30 Nov",
        "03 Dec",
        "07 Dec",
    ]


@pytest.mark.parametrize(
    ("submitted_at", "division", "expected"),
    [
        # Half past midnight in London, which has gone over to summer time the day before.
        ("2026-03-29T23:30:00Z", ENGLAND, "08 Apr, 15 Apr, 22 Apr"),
        ("2026-03-29T22:30:00Z", ENGLAND, "07 Apr, 14 Apr, 21 Apr"),
        ("2026-03-29T22:30:00Z", SCOTLAND, "06 Apr, 13 Apr, 20 Apr"),
        # And back to UTC: the evening belongs to its own day.
        ("2026-10-25T23:30:00Z", ENGLAND, "30 Oct, 06 Nov, 13 Nov"),
        ("2026-10-24T23:30:00Z", ENGLAND, "30 Oct, 06 Nov, 13 Nov"),
        ("2026-10-26T00:30:00Z", ENGLAND, "02 Nov, 09 Nov, 16 Nov"),
    ],
)
def test_a_verifiers_steps_are_counted_from_the_submissions_date_in_london(
    submitted_at: str, division: Division, expected: str
) -> None:
    run = waiting(datetime.fromisoformat(submitted_at))
    until = datetime.strptime(f"2026 {expected[-6:]}", "%Y %d %b").date()  # noqa: DTZ007
    steps = verifier_steps(run, division, TERMS, until)
    assert ", ".join(f"{step.on:%d %b}" for step in steps) == expected


DAYS = st.dates(date(2025, 1, 1), date(2027, 12, 31))
LADDERS = st.builds(
    lambda steps, every: Ladder(tuple(sorted(steps)), every),
    st.sets(st.integers(1, 30), min_size=1, max_size=6),
    st.integers(1, 20),
)


@given(DAYS, st.sampled_from(Division), LADDERS, st.integers(1, 30), st.integers(0, 200))
def test_every_step_has_one_date_on_a_working_day_and_they_ascend(
    start: date, division: Division, ladder: Ladder, within: int, days: int
) -> None:
    terms, until = ReminderTerms(ladder, ladder), start + timedelta(days=days)
    of, run = line(start, division, within), waiting(datetime.combine(start, time(12), UTC))
    for steps in (
        list(receipt_steps(of, terms, until)),
        list(verifier_steps(run, division, terms, until)),
    ):
        assert all(earlier.on < later.on for earlier, later in pairwise(steps))
        assert all(is_working_day(step.on, division) for step in steps)
        assert all(start < step.on <= until for step in steps)
    # What is dated does not depend on the day on which it is asked for.
    later = receipt_steps(of, terms, until + timedelta(days=30))
    assert [step for step in later if step.on <= until] == list(receipt_steps(of, terms, until))
    for step in receipt_steps(of, terms, until):
        late = step.overdue_by and add_working_days(of.receipt_due_on, step.overdue_by, division)
        assert step.on == late if late else step.on <= of.receipt_due_on


@given(DAYS, LADDERS, st.lists(st.integers(0, 12), min_size=1, max_size=40), st.integers(0, 30))
def test_however_often_the_job_runs_each_step_is_told_once_and_none_is_lost(
    start: date, ladder: Ladder, gaps: list[int], recorded_late: int
) -> None:
    """Gaps of 0 are repeated runs, gaps of several days are runs that were missed; a parcel may be recorded late."""
    terms, of = ReminderTerms(ladder), line(start)
    recorded = start + timedelta(days=recorded_late)
    of = of.model_copy(update={"recorded_at": datetime.combine(recorded, time(12), UTC)})
    on, reached, told, seen = start, None, [], set[Step]()
    for gap in gaps:
        on += timedelta(days=gap)
        at = datetime.combine(on, time(5), UTC)
        if of.recorded_at > at:
            # Others of the same centre were due.
            reached = Reached(through=on, at=at)
            continue
        steps = list(receipt_steps(of, terms, on))
        if reached and reached.through == on:
            # The day's digest was sent, before this was recorded or after.
            assert due_step(steps, reached, of.recorded_at, on) is None
            continue
        if step := due_step(steps, reached, of.recorded_at, on):
            told.append((on, step))
            reached = Reached(through=on, at=at)
        # Whatever was due until now is covered by what was told last.
        seen |= set(steps)
        assert max((each.on for each in seen), default=None) == (told[-1][1].on if told else None)
    days = [day for day, _ in told]
    assert len(days) == len(set(days)), "two reminders on a day"
    assert len({step for _, step in told}) == len(told), "a step was told twice"
