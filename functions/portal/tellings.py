"""What pages tell of a course run in words: results in brief, what events are about, certificates, what is wrong."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from shared.domain.certificates import Kind
from shared.domain.clock import written_day
from shared.domain.distribution import How
from shared.domain.events import Event
from shared.domain.receipts import Problem
from shared.domain.replacements import Reason
from shared.domain.results import Outcome
from shared.domain.tracking import Carrier
from shared.pages import words

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


def event(of: Event, learners: Mapping[str, str]) -> list[str]:
    """Return what an event is about, line by line; `learners` gives names."""
    return [*_subjects(of.facts, learners), *_counts(of.facts), *_days_and_texts(of.facts)]


def _subjects(facts: Mapping[str, Any], learners: Mapping[str, str]) -> Iterator[str]:
    if version := facts.get("submission_version"):
        yield f"Version {version} of the results"
    if learner := facts.get("learner_id"):
        yield f"About {learners.get(learner, learner)} ({learner})"
    if number := facts.get("tracking_number"):
        named = facts["carrier"] != Carrier.OTHER
        yield f"{words.carrier(facts['carrier'])}, {number}" if named else number


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
