"""How a replacement goes on: requested, approved or refused, issued, and then posted and received like any certificate.

The original stays on record, `replaced` or `revoked`, from the moment at which the other is issued in its place.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Annotated

from pydantic import Field, ValidationInfo, field_validator

from shared.domain import limits
from shared.domain.certificates import CertificateState, IssuedCertificates, Wanted
from shared.domain.charges import Charge
from shared.domain.consignments import Line
from shared.domain.fields import Body, Fact, Maybe, ShortNote
from shared.domain.holdings import Holding
from shared.domain.life_cycle import Action
from shared.domain.people import Role
from shared.domain.replacements import AtFault, Reason


class ReplacementStatus(StrEnum):
    """How far a replacement has come; the last two follow from the parcel that it travels in, and are not stored."""

    REQUESTED = "requested"
    APPROVED = "approved"
    REFUSED = "refused"
    ISSUED = "issued"
    DISPATCHED = "dispatched"
    RECEIVED = "received"


class Settles(StrEnum):
    """What of a parcel a replacement settles, where it was not asked for by itself."""

    DISCREPANCY = "discrepancy"
    NOT_ARRIVED = "not_arrived"


class Verdict(StrEnum):
    """What the AO can decide."""

    APPROVE = "approve"
    REFUSE = "refuse"


class NewReplacementDecision(Body):
    """What the AO decides on a replacement; it can see the fault elsewhere than whoever asked."""

    decision: Verdict
    note: Annotated[Maybe[ShortNote], Field(validate_default=True)] = None
    at_fault: Maybe[AtFault] = None

    @field_validator("note")
    @classmethod
    def _refused_with_a_reason(cls, note: str | None, info: ValidationInfo) -> str | None:
        if note is None and info.data.get("decision") is Verdict.REFUSE:
            raise ValueError("Say why it is refused.")
        return note


class ReplacementDecision(Fact):
    """What the AO decided on a replacement, and when."""

    decision: Verdict
    note: str | None = None
    decided_at: datetime


class Replacement(Fact):
    """A replacement as it is recorded: of one certificate or, where a parcel never arrived, of all in it.

    `consignment_id` is the parcel of which it `settles` something. `block` holds the certificates that were issued.
    """

    replacement_id: str
    course_run_id: str
    title: str
    centre_id: str
    centre_name: str
    certificate_numbers: list[str]
    # Of a single certificate.
    learner_name: str | None = None
    reason: Reason
    at_fault: AtFault | None = None
    name: str | None = None
    evidence_seen: str | None = None
    note: str | None = None
    consignment_id: str | None = None
    settles: Settles | None = None
    charge: Charge
    status: ReplacementStatus
    requested_at: datetime
    requested_by: Role
    decision: ReplacementDecision | None = None
    block: str | None = None
    issued_at: datetime | None = None


# Who asks for a replacement by which action; the AO does for a learner who was referred to it.
ASKED_BY: Mapping[Role, Action] = {
    Role.CENTRE: Action.REQUEST_REPLACEMENT,
    Role.AWARDING_ORGANISATION: Action.RECORD_REPLACEMENT,
}
# What certificates are once another was issued in their place: what was incorrect must not be shown to anybody.
BECOMES: Mapping[Reason, CertificateState] = {
    reason: CertificateState.REVOKED if reason is Reason.INCORRECT else CertificateState.REPLACED
    for reason in Reason
}
# What may be decided of a replacement that has come so far; what was approved is refused until it is issued.
MAY_DECIDE: Mapping[Verdict, frozenset[ReplacementStatus]] = {
    Verdict.APPROVE: frozenset({ReplacementStatus.REQUESTED}),
    Verdict.REFUSE: frozenset({ReplacementStatus.REQUESTED, ReplacementStatus.APPROVED}),
}
# A certificate has one of these at most.
UNDER_WAY = MAY_DECIDE[Verdict.REFUSE]
DECIDED: Mapping[Verdict, ReplacementStatus] = {
    Verdict.APPROVE: ReplacementStatus.APPROVED,
    Verdict.REFUSE: ReplacementStatus.REFUSED,
}


def under_way(replacements: Iterable[Replacement]) -> dict[str, Replacement]:
    """Return the replacement that is under way for each certificate that has one, by the certificate's number."""
    return {
        number: each
        for each in replacements
        if each.status in UNDER_WAY
        for number in each.certificate_numbers
    }


def stands_at(replacement: Replacement, lines: Iterable[Line]) -> ReplacementStatus:
    """Return how far a replacement has come, with the parcel that it travels in."""
    for line in lines:
        if replacement.block is not None and replacement.block in line.blocks:
            return ReplacementStatus.RECEIVED if line.receipt else ReplacementStatus.DISPATCHED
    return replacement.status


def obstacle(held: Holding, by: Role) -> str | None:
    """Return why nobody of role `by` can ask for another certificate in the place of this one, or None.

    The AO can before the centre has confirmed CRF Received: learners come to it whatever the centre does.
    """
    if held.state is not CertificateState.VALID:
        return f"This certificate was {held.state}: ask about the one in its place."
    if held.consignment_id is None:
        return "This certificate has not been posted yet."
    if by is Role.CENTRE and held.received_on is None:
        return "Confirm CRF Received first, and say there which certificates are not right."
    if by is Role.CENTRE and held.problem is not None:
        return f"CRF Received says that this certificate is {held.problem}; it is being dealt with."
    return None


def replaceable(
    held: Mapping[str, Holding], by: Role, replacements: Iterable[Replacement]
) -> list[Holding]:
    """Return the certificates in whose place role `by` can ask for others now: those of which none is under way."""
    others = under_way(replacements)
    return [
        each for number, each in held.items() if number not in others and not obstacle(each, by)
    ]


def to_issue(replacements: Iterable[Replacement], lines: Sequence[Line]) -> list[Replacement]:
    """Return the approved ones of `replacements` that can be issued now, in order, as many as one transaction takes.

    One of a parcel that turned up after all waits for the AO to refuse it.
    """
    pending = {line.consignment_id for line in lines if line.pending}
    approved = [
        each
        for each in replacements
        if each.status is ReplacementStatus.APPROVED
        and (each.settles is not Settles.NOT_ARRIVED or each.consignment_id in pending)
    ]
    return approved[: limits.REPLACEMENTS_PER_ISSUE]


def wanted(of: Replacement, held: Mapping[str, Holding]) -> Iterator[Wanted]:
    """Yield the certificates to issue by a replacement, each in the place of another."""
    for number in of.certificate_numbers:
        original = held[number].certificate
        yield Wanted(original.learner_id, original.kind, number, of.name or original.name)


def superseded(
    batches: Iterable[IssuedCertificates], by: Iterable[Replacement]
) -> list[IssuedCertificates]:
    """Return each batch that is not as it was once replacements are issued, with what its certificates have become."""
    become = {number: BECOMES[each.reason] for each in by for number in each.certificate_numbers}
    changed = []
    for batch in batches:
        numbers = {each.certificate_number for each in batch.certificates} & become.keys()
        states = batch.states | {number: become[number] for number in numbers}
        changed += [batch.model_copy(update={"states": states})] if numbers else []
    return changed
