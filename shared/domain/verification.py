"""Verification: what a verifier decides on one version of the results, and what their link is still good for."""

import hashlib
from datetime import datetime
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field, ValidationInfo, field_validator

from shared.domain import limits
from shared.domain.course_run import CourseRun, Roster
from shared.domain.faults import Fault, pointer
from shared.domain.fields import Body, Fact, Maybe, Name, Note
from shared.domain.queries import NewQuery


class Link(Fact):
    """What an email link leads to: one version of one run's results, until a moment."""

    course_run_id: str
    submission_version: int
    holds_until: datetime


class VerifierCopy(StrEnum):
    """How verifiers get their copy of the results: attached to the email, or from the link alone."""

    ATTACHED = "attached"
    LINK = "link"


class LinkState(StrEnum):
    """What a link is still good for."""

    WAITING = "waiting"
    DECIDED = "decided"
    SUPERSEDED = "superseded"
    EXPIRED = "expired"


class VerifierDecision(Body):
    """What the verifier decides; returning takes a reason."""

    decision: Literal["verify", "return"]
    name: Name
    reason: Annotated[Maybe[Note], Field(validate_default=True)] = None
    queries: Annotated[list[NewQuery], Field(max_length=limits.QUERIES_PER_DECISION)] = []

    @field_validator("reason")
    @classmethod
    def _reason_to_return(cls, reason: str | None, info: ValidationInfo) -> str | None:
        if reason is None and info.data.get("decision") == "return":
            raise ValueError("A reason is required to return results.")
        return reason

    def fingerprint(self) -> str:
        """Return the SHA-256 of all that was decided."""
        return hashlib.sha256(self.model_dump_json().encode()).hexdigest()


def link_state(link: Link, run: CourseRun, now: datetime) -> LinkState:
    """Tell what `link` is good for: only the version that the verifier looked at can be decided, and only once."""
    if run.decision and run.decision.submission_version == link.submission_version:
        return LinkState.DECIDED
    if run.submission is None or run.submission.version != link.submission_version:
        return LinkState.SUPERSEDED
    return LinkState.WAITING if now < link.holds_until else LinkState.EXPIRED


def decision_faults(decision: VerifierDecision, roster: Roster) -> list[Fault]:
    """Return what is wrong with a decision's queries: about strangers, or asked twice."""
    faults = []
    learners = {learner.learner_id for learner in roster.learners}
    asked = set()
    for i, query in enumerate(decision.queries):
        if query.learner_id not in learners:
            detail = "There is no such learner in this course run."
            faults.append(Fault(pointer("queries", i, "learner_id"), detail))
        if (query.learner_id, query.question) in asked:
            faults.append(Fault(pointer("queries", i), "This query stands here twice."))
        asked.add((query.learner_id, query.question))
    return faults
