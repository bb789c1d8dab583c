"""The certificates of a course run in whose place others can be asked for, for whoever asks to choose from."""

from datetime import date

from shared.domain.faults import Forbidden
from shared.domain.fields import Fact
from shared.domain.replacing import ASKED_BY, replaceable
from shared.services import seen
from shared.services.call import Call


class CertificateToReplace(Fact):
    """A certificate that can be replaced, whose it is with the name printed on it, and when the centre received it."""

    certificate_number: str
    learner_id: str
    learner_name: str
    received_on: date | None


def certificates_to_replace(call: Call, course_run_id: str) -> list[CertificateToReplace]:
    """Return the certificates that the caller can ask a replacement for, in the roster's order."""
    found, role = seen.whole(call, course_run_id), call.caller.role
    if role not in ASKED_BY:
        raise Forbidden("Replacements are for centres and the awarding organisation.")
    held = found.holdings()
    possible = {
        each.certificate.learner_id: each for each in replaceable(held, role, found.replacements)
    }
    return [
        CertificateToReplace(
            certificate_number=of.certificate.certificate_number,
            learner_id=learner.learner_id,
            learner_name=of.certificate.name or learner.name,
            received_on=of.received_on,
        )
        for learner in found.roster.learners
        if (of := possible.get(learner.learner_id))
    ]
