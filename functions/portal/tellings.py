"""What pages tell of a course run in words: results in brief, what events are about, certificates, what is wrong."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from shared.domain.certificates import CertificateState, Kind
from shared.domain.clock import written_day
from shared.domain.discrepancies import Settlement
from shared.domain.distribution import How
from shared.domain.events import Event
from shared.domain.receipts import Problem
from shared.domain.replacements import AtFault, Reason
from shared.domain.replacing import ReplacementStatus
from shared.domain.results import Outcome
from shared.domain.tracking import Carrier
from shared.pages import words
from shared.services.views import CourseRunView

KINDS: Mapping[Kind, str] = {
    Kind.QUALIFICATION: "Qualification certificate",
    Kind.UNIT: "Unit certificate",
}
PROBLEMS: Mapping[Problem, str] = {
    Problem.MISSING: "Missing",
    Problem.DAMAGED: "Damaged",
    Problem.INCORRECT: "Incorrect",
}

DISTRIBUTED: Mapping[How, str] = {
    How.HANDED_OVER: "Handed over",
    How.POSTED: "Posted",
    How.RETURNED: "Came back",
    How.DESTROYED: "Destroyed",
}

REASONS: Mapping[Reason, str] = {
    Reason.LOST: "Lost",
    Reason.STOLEN: "Stolen",
    Reason.MISSING: "Missing from its parcel",
    Reason.DAMAGED: "Damaged",
    Reason.INCORRECT: "Incorrect",
    Reason.NAME_CHANGE: "Change of name",
}
FAULTS: Mapping[AtFault, str] = {
    AtFault.AWARDING_ORGANISATION: "The awarding organisation",
    AtFault.CENTRE: "The centre",
}
SETTLED: Mapping[Settlement, str] = {
    Settlement.REPLACEMENT: "To be replaced",
    Settlement.EXPLANATION: "Explained",
}
# With the colour of each tag.
STATES: Mapping[CertificateState, tuple[str, str]] = {
    CertificateState.VALID: ("Valid", "green"),
    CertificateState.REPLACED: ("Replaced", "yellow"),
    CertificateState.REVOKED: ("Revoked", "red"),
}
REPLACEMENTS: Mapping[ReplacementStatus, tuple[str, str]] = {
    ReplacementStatus.REQUESTED: ("To be decided", "yellow"),
    ReplacementStatus.APPROVED: ("Approved, to be issued", "blue"),
    ReplacementStatus.REFUSED: ("Refused", "red"),
    ReplacementStatus.ISSUED: ("Issued, to be posted", "teal"),
    ReplacementStatus.DISPATCHED: ("Posted", "blue"),
    ReplacementStatus.RECEIVED: ("Received", "green"),
}


@dataclass(frozen=True, slots=True)
class Named:
    """What identifiers in a course run's events stand for: learners, the learners of certificates, and parcels."""

    learners: Mapping[str, str]
    certificates: Mapping[str, str]
    parcels: Mapping[str, str]


def named(run: CourseRunView) -> Named:
    """Return what identifiers in the events of `run` stand for."""
    carriers = {each.consignment_id: each for each in run.consignments}
    return Named(
        {each.learner_id: each.name for each in run.learners},
        {
            of.certificate_number: each.name
            for each in run.learners
            for of in [each.certificate, *each.earlier_certificates]
            if of
        },
        {
            which: f"{words.carrier(of.carrier, of.carrier_name)}, {of.tracking_number}"
            for which, of in carriers.items()
        },
    )


def summary(outcomes: Mapping[Outcome, int]) -> str:
    """Return in words how many units a learner achieved, by how many there are of each outcome."""
    total = sum(outcomes.values())
    if not total:
        return "No results yet"
    achieved = outcomes.get(Outcome.ACHIEVED, 0)
    withdrawn = outcomes.get(Outcome.WITHDRAWN, 0)
    if withdrawn == total:
        return "Withdrawn"
    also = f", {withdrawn} withdrawn" if withdrawn else ""
    return f"{achieved} of {words.counted(total, 'unit')} achieved{also}"


def event(of: Event, by: Named) -> list[str]:
    """Return what an event is about, line by line."""
    return [*_subjects(of.facts, by), *_counts(of.facts), *_days_and_texts(of.facts)]


def _subjects(facts: Mapping[str, Any], by: Named) -> Iterator[str]:
    if version := facts.get("submission_version"):
        yield f"Version {version} of the results"
    if learner := facts.get("learner_id"):
        yield f"About {by.learners.get(learner, learner)} ({learner})"
    if certificate := facts.get("certificate_number"):
        whose = by.certificates.get(certificate)
        # Told already where the event is about a learner.
        of = f", {whose}" if whose and "learner_id" not in facts else ""
        yield f"Certificate {certificate}{of}"
    if number := facts.get("tracking_number"):
        with_code = facts["carrier"] != Carrier.OTHER
        yield f"{words.carrier(facts['carrier'])}, {number}" if with_code else number
    elif parcel := by.parcels.get(facts.get("consignment_id", "")):
        yield parcel
    if reason := facts.get("replacement_reason"):
        yield REASONS[Reason(reason)]
    if settled := facts.get("settled_by"):
        yield SETTLED[Settlement(settled)]


def _counts(facts: Mapping[str, Any]) -> Iterator[str]:
    if queries := facts.get("queries"):
        yield f"{words.counted(len(queries), 'query', 'queries')} opened"
    for name, one, of in (
        ("results", "result", ""),
        ("certificates", "certificate", ""),
        ("held", "learner", " held by a query"),
        ("discrepancies", "certificate", " missing, damaged or incorrect"),
    ):
        if count := facts.get(name):
            yield words.counted(count, one) + of


def _days_and_texts(facts: Mapping[str, Any]) -> Iterator[str]:
    for name, text in (("dispatched_on", "Posted on"), ("date_received", "Received on")):
        if name in facts:
            yield f"{text} {written_day(date.fromisoformat(facts[name]))}"
    if how := facts.get("how"):
        yield f"{DISTRIBUTED[How(how)]} on {written_day(date.fromisoformat(facts['on']))}"
    yield from (facts[name] for name in ("reason", "note") if facts.get(name))
