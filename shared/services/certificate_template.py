"""The template that certificates are printed by: ours, until the awarding organisation puts its own in force."""

from shared.documents import objects
from shared.documents.certificate import our_template
from shared.documents.objects import Cabinet
from shared.documents.printing import Letterhead
from shared.documents.trial import faults_of
from shared.domain.faults import Fault, Invalid
from shared.domain.life_cycle import Action, may
from shared.domain.printed_certificates import CertificateTemplate
from shared.services.call import Answer, Call, use_case
from shared.store import printings

NOT_PRINTABLE = "Certificates cannot be printed by this template."


def in_force(call: Call, cabinet: Cabinet) -> tuple[str, str]:
    """Return the template that certificates are printed by now, its SHA-256 first.

    Ours is kept beside the others, so that whatever was printed can be printed again after a deployment.
    """
    recorded = printings.template_in_force(call.table)
    if recorded is None:
        return objects.keep_template(cabinet, our_template()), our_template()
    return recorded.sha256, objects.load_template(cabinet, recorded.sha256)


def show_template(call: Call, cabinet: Cabinet) -> str:
    """Return the template in force to the awarding organisation, for it to begin its own with."""
    may(call.caller.role, Action.ISSUE_CERTIFICATES)
    recorded = printings.template_in_force(call.table)
    return objects.load_template(cabinet, recorded.sha256) if recorded else our_template()


@use_case(CertificateTemplate)
def set_template(
    call: Call, cabinet: Cabinet, letterhead: Letterhead, source: str
) -> Answer[CertificateTemplate]:
    """Put a template in force for all certificates printed from now on.

    Raises Invalid where the samples cannot be printed by it, or lack what a certificate has to say.
    """
    may(call.caller.role, Action.ISSUE_CERTIFICATES)
    before = printings.template_in_force(call.table)
    if before and before.sha256 == objects.sha256_of(source):
        return Answer(before, fresh=False)
    if faults := faults_of(source, letterhead):
        raise Invalid([Fault("", fault) for fault in faults], NOT_PRINTABLE)
    # The template first: what is in force must never be missing.
    sha256 = objects.keep_template(cabinet, source)
    after = CertificateTemplate(sha256=sha256, size=len(source.encode()), set_at=call.now)
    return call.save(printings.set_template(before, after, call.caller), after)
