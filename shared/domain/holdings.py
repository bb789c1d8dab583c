"""Certificates as a centre has them: received or not, there still or gone, and what is still to be distributed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from shared.domain.certificates import Certificate, CertificateState, IssuedCertificates
from shared.domain.consignments import Line
from shared.domain.distribution import Distribution, How, NewDistribution
from shared.domain.receipts import Problem


@dataclass(frozen=True, slots=True)
class Holding:
    """A certificate as the centre has it: when it was received, if it was, and what was recorded of it last.

    `problem` is what CRF Received says is wrong with it, until the AO has explained it.
    """

    certificate: Certificate
    state: CertificateState
    consignment_id: str | None
    received_on: date | None
    problem: Problem | None
    latest: Distribution | None

    @property
    def how(self) -> How | None:
        """What became of it, if anything."""
        return self.latest.how if self.latest else None

    @property
    def at_the_centre(self) -> bool:
        """Whether it has arrived, and lies at the centre."""
        arrived = self.received_on is not None and self.problem is not Problem.MISSING
        return arrived and self.how in {None, How.RETURNED}

    @property
    def to_distribute(self) -> bool:
        """Whether it waits for being distributed: what is not right, or was replaced or revoked, does not."""
        good = self.problem is None and self.state is CertificateState.VALID
        return good and self.at_the_centre


def holdings(
    batches: Iterable[IssuedCertificates],
    lines: Iterable[Line],
    distributions: Iterable[Distribution],
) -> dict[str, Holding]:
    """Return every certificate of a course run by its number, as its centre has it; `distributions` in their order."""
    latest = {number: each for each in distributions for number in each.certificate_numbers}
    travelled = {block: line for line in lines for block in line.blocks}
    return {
        each.certificate_number: _holding(
            each, batch, travelled.get(batch.block), latest.get(each.certificate_number)
        )
        for batch in batches
        for each in batch.certificates
    }


def _holding(
    certificate: Certificate,
    batch: IssuedCertificates,
    line: Line | None,
    latest: Distribution | None,
) -> Holding:
    number = certificate.certificate_number
    return Holding(
        certificate,
        batch.states.get(number, CertificateState.VALID),
        line.consignment_id if line else None,
        line.receipt.date_received if line and line.receipt else None,
        line.set_aside.get(number) if line else None,
        latest,
    )


def to_distribute(held: Mapping[str, Holding]) -> list[str]:
    """Return the numbers of the certificates that are still to be distributed."""
    return [number for number, each in held.items() if each.to_distribute]


def meant(said: NewDistribution, held: Mapping[str, Holding]) -> list[str]:
    """Return the numbers of the certificates that `said` is about: those named, or all but the exceptions."""
    if said.certificate_numbers is not None:
        return said.certificate_numbers
    besides = set(said.besides)
    return [number for number in to_distribute(held) if number not in besides]


def stands(recorded: Distribution, held: Mapping[str, Holding]) -> bool:
    """Tell whether nothing has been recorded since of any certificate of `recorded`."""
    latest = (held[number].latest for number in recorded.certificate_numbers)
    return all(each is not None and each.sequence == recorded.sequence for each in latest)


def recounted(lines: Iterable[Line], held: Mapping[str, Holding]) -> list[Line]:
    """Return each received line whose number of certificates to distribute has changed, as it is now."""
    counts: dict[str, int] = {}
    for each in held.values():
        if each.to_distribute and each.consignment_id:
            counts[each.consignment_id] = counts.get(each.consignment_id, 0) + 1
    now = [(line, counts.get(line.consignment_id, 0)) for line in lines if line.receipt]
    return [
        line.model_copy(update={"undistributed": count})
        for line, count in now
        if count != line.to_distribute
    ]


def after(held: Mapping[str, Holding], recorded: Distribution) -> dict[str, Holding]:
    """Return how the centre has its certificates once `recorded` is, too."""
    about = set(recorded.certificate_numbers)
    return {
        number: _holding_after(each, recorded) if number in about else each
        for number, each in held.items()
    }


def _holding_after(held: Holding, recorded: Distribution) -> Holding:
    of = (held.certificate, held.state, held.consignment_id, held.received_on, held.problem)
    return Holding(*of, recorded)
