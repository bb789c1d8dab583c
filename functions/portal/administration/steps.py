"""Where a course run is: its way from results to received certificates, step by step, with dates and people."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from functions.portal.manage.choices import WAITS_FOR
from shared.domain.clock import written_day, written_moment
from shared.domain.course_run import NotificationState
from shared.domain.events import Event
from shared.domain.life_cycle import Action, Status
from shared.pages import words
from shared.services.views import CourseRunView


class Progress(StrEnum):
    """How far a step has come, as the page says it."""

    DONE = "Done"
    NOW = "Now"
    TO_COME = "To come"


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the way: its name, how far it has come, and what there is to say of it."""

    title: str
    progress: Progress
    said: list[str]


# The step that each state waits for; past the last there is none.
_NOW: Final[Mapping[Status, int]] = {
    Status.OPEN: 0,
    Status.RETURNED: 0,
    Status.SUBMITTED: 1,
    Status.VERIFIED: 2,
    Status.CERTIFICATED: 3,
    Status.DISPATCHED: 4,
    Status.RECEIVED: 5,
}
_RECEIPTS = {Action.CONFIRM_RECEIPT, Action.CONFIRM_LAST_RECEIPT}


def steps(run: CourseRunView, events: Sequence[Event]) -> list[Step]:
    """Return the steps of a run's way; `events` tell who took them, as far as they are given."""
    told = (
        ("Results submitted", _submitted(run, events)),
        ("Results verified", _decided(run)),
        ("Certificates checked", _issued(events)),
        ("Certificates posted", _posted(run)),
        ("CRF Received", _received(run, events)),
    )
    now = _NOW[run.status]
    return [
        Step(title, _progress(i, now), [*said, *([WAITS_FOR[run.status]] if i == now else [])])
        for i, (title, said) in enumerate(told)
    ]


def receivers(events: Sequence[Event]) -> dict[str, str]:
    """Return who confirmed the receipt of each consignment."""
    confirmed = (event for event in events if event.type in _RECEIPTS)
    return {event.facts["consignment_id"]: words.who(event) for event in confirmed}


def verifier_email(run: CourseRunView) -> str | None:
    """Return how far the email to the verifier has come, once one has been asked for."""
    asked = run.notification
    if asked is None:
        return None
    if run.verifier_not_reached:
        return "The verifier has not been reached by email."
    if asked.state is NotificationState.SENT:
        return f"The email asked for on {written_moment(asked.asked_at)} has been sent."
    return "The email to the verifier is on its way."


def _progress(step: int, now: int) -> Progress:
    if step == now:
        return Progress.NOW
    return Progress.DONE if step < now else Progress.TO_COME


def _submitted(run: CourseRunView, events: Sequence[Event]) -> Iterator[str]:
    if run.submission is None:
        return
    by = [words.who(event) for event in events if event.type is Action.SUBMIT_RESULTS]
    at = written_moment(run.submission.submitted_at)
    yield f"Version {run.submission.version}, {at}{_by(by)}"


def _decided(run: CourseRunView) -> Iterator[str]:
    if run.decision:
        done = "Verified" if run.decision.decision == "verify" else "Returned"
        version = f"version {run.decision.submission_version}"
        yield f"{done} ({version}), {written_moment(run.decision.decided_at)}, {run.decision.name}"
    if run.status is Status.SUBMITTED and (email := verifier_email(run)):
        yield email


def _issued(events: Sequence[Event]) -> Iterator[str]:
    for event in events:
        if event.type is Action.ISSUE_CERTIFICATES:
            issued = words.counted(int(event.facts["certificates"]), "certificate")
            yield f"{issued}, {written_moment(event.at)}, {words.who(event)}"


def _posted(run: CourseRunView) -> Iterator[str]:
    for parcel in run.consignments:
        sent = words.counted(parcel.certificates, "certificate")
        carrier = words.carrier(parcel.carrier, parcel.carrier_name)
        yield f"{sent}, {written_day(parcel.dispatched_on)}, with {carrier}"


def _received(run: CourseRunView, events: Sequence[Event]) -> Iterator[str]:
    by = receivers(events)
    for parcel in run.consignments:
        sent = words.counted(parcel.certificates, "certificate")
        if parcel.receipt:
            who = [by[parcel.consignment_id]] if parcel.consignment_id in by else []
            yield f"{sent} received on {written_day(parcel.receipt.date_received)}{_by(who)}"
        elif parcel.written_off_at:
            yield f"{sent} written off on {written_moment(parcel.written_off_at)}, and replaced"
        else:
            yield f"{sent} to be confirmed by {written_day(parcel.receipt_due_on)}"


def _by(people: Sequence[str]) -> str:
    return f", {people[-1]}" if people else ""
