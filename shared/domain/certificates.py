"""Certificates: who gets one, of which kind, under which number, and who is held back.

A certificate exists only for a verified, eligible learner with no outstanding query. Its number is never reused:
numbers come in batches, each batch under a block of its own that the table lets nobody take twice.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from shared.domain.fields import Fact
from shared.domain.identifiers import certificate_number


class Kind(StrEnum):
    """What a certificate certifies: the whole qualification, or the units that were achieved."""

    QUALIFICATION = "qualification"
    UNIT = "unit"


class CertificateState(StrEnum):
    """How a certificate stands: it holds, another was issued in its place, or it was taken back."""

    VALID = "valid"
    REPLACED = "replaced"
    REVOKED = "revoked"


class Certificate(Fact):
    """One document for one learner; a replacement names the certificate that it `replaces`.

    `name` is what is printed on it where that is not the name the learner was registered under.
    """

    certificate_number: str
    learner_id: str
    kind: Kind
    replaces: str | None = None
    name: str | None = None


class HeldLearner(Fact):
    """A learner whose certificate waits for an outstanding query."""

    learner_id: str
    query_id: str


class Batch(Fact):
    """A number of certificates issued together under one block of numbers."""

    block: str
    count: int


class IssuedCertificates(Fact):
    """The certificates of one batch, as they were issued; `states` are of those that no longer hold, by number."""

    block: str
    issued_at: datetime
    certificates: list[Certificate]
    states: dict[str, CertificateState] = {}


def kind_for(outcomes: Collection[bool]) -> Kind | None:
    """Return what a learner with these outcomes (True for achieved, one a unit) is certificated for, if anything."""
    if outcomes and all(outcomes):
        return Kind.QUALIFICATION
    return Kind.UNIT if any(outcomes) else None


def sort_out(
    kinds: Mapping[str, Kind | None], outstanding: Mapping[str, str], have: Collection[str]
) -> tuple[dict[str, Kind], list[HeldLearner]]:
    """Divide the learners of `kinds` into those certificated now, by kind, and those held back.

    `outstanding` gives the outstanding query of each learner who has one; `have` names the learners who hold a
    certificate already. A query holds its own learner's certificate and no one else's.
    """
    waiting = {learner: kind for learner, kind in kinds.items() if kind and learner not in have}
    now = {learner: kind for learner, kind in waiting.items() if learner not in outstanding}
    held = [
        HeldLearner(learner_id=learner, query_id=outstanding[learner])
        for learner in waiting
        if learner in outstanding
    ]
    return now, held


@dataclass(frozen=True, slots=True)
class Wanted:
    """A certificate that has no number yet."""

    learner_id: str
    kind: Kind
    replaces: str | None = None
    name: str | None = None


def numbered(block: str, wanted: Iterable[Wanted]) -> list[Certificate]:
    """Return the certificates `wanted`, numbered from 1 within `block`."""
    return [
        Certificate(
            certificate_number=certificate_number(block, serial),
            learner_id=each.learner_id,
            kind=each.kind,
            replaces=each.replaces,
            name=each.name,
        )
        for serial, each in enumerate(wanted, start=1)
    ]


def holders(batches: Iterable[IssuedCertificates]) -> dict[str, Certificate]:
    """Return each certificated learner's certificate: the newest, since that is the one that holds."""
    in_order = sorted(batches, key=lambda batch: batch.issued_at)
    return {each.learner_id: each for batch in in_order for each in batch.certificates}
