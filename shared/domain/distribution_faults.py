"""What is wrong with what a centre wants to record of certificates: every fault at once."""

from collections.abc import Iterator, Mapping
from datetime import date

from shared.domain.certificates import CertificateState
from shared.domain.clock import written_day
from shared.domain.distribution import MAY_FOLLOW, How, NewDistribution, told
from shared.domain.faults import Fault, pointer
from shared.domain.holdings import Holding, meant
from shared.domain.receipts import Problem

UNKNOWN = "There is no such certificate in this course run."
TWICE = "This certificate stands here twice."
NOT_ARRIVED = "CRF Received has not been confirmed for this certificate."
_LEAVES = {How.HANDED_OVER, How.POSTED}


def distribution_faults(
    said: NewDistribution, held: Mapping[str, Holding], today: date
) -> list[Fault]:
    """Return what is wrong with `said`, seen from `today`, of certificates that stand as in `held`."""
    named = said.certificate_numbers or []
    return [
        *_date_faults(said, held, today),
        *_number_faults("certificate_numbers", named, held, said.how),
        *_number_faults("except", said.besides, held),
    ]


def _date_faults(
    said: NewDistribution, held: Mapping[str, Holding], today: date
) -> Iterator[Fault]:
    if said.on > today:
        yield Fault("/on", "The date must be today or in the past.")
    about = [held[number] for number in meant(said, held) if number in held]
    received = max((each.received_on for each in about if each.received_on), default=said.on)
    if said.on < received:
        yield Fault("/on", f"The certificates were only received on {written_day(received)}.")
    last = max((each.latest.on for each in about if each.latest), default=said.on)
    if said.on < last:
        yield Fault("/on", f"Something later is recorded, of {written_day(last)}.")


def _number_faults(
    member: str, numbers: list[str], held: Mapping[str, Holding], how: How | None = None
) -> Iterator[Fault]:
    seen: set[str] = set()
    for i, number in enumerate(numbers):
        at = pointer(member, i)
        if number in seen:
            yield Fault(at, TWICE)
        elif number not in held:
            yield Fault(at, UNKNOWN)
        elif how and (detail := obstacle(held[number], how)):
            yield Fault(at, detail)
        seen.add(number)


def obstacle(held: Holding, how: How) -> str | None:
    """Return why it cannot be recorded of a certificate that it was handed over, posted, returned or destroyed."""
    if held.received_on is None:
        return NOT_ARRIVED
    if held.problem is Problem.MISSING or (held.problem and how in _LEAVES):
        return f"CRF Received says that this certificate is {held.problem}."
    if held.state is not CertificateState.VALID and how in _LEAVES:
        return f"This certificate was {held.state}: it is no longer for the learner."
    if how in MAY_FOLLOW[held.how]:
        return None
    if held.latest is None:
        return "This certificate lies at the centre: it cannot come back."
    return f"This certificate was {told(held.latest.how)} on {written_day(held.latest.on)}."
