"""Anybody who holds a certificate checks its number."""

from shared.domain.certificate_check import CertificateCheck, CertificateToCheck, checked
from shared.domain.faults import NotFound
from shared.store import certificates
from shared.store.table import Table

# One answer to all that cannot be confirmed, so that nobody learns which numbers there are. And no success, so that
# a program that looks at the status alone does not take a forged certificate for a good one.
NO_SUCH_CERTIFICATE = "There is no certificate with this number and surname."


class CheckedCertificate(CertificateCheck):
    """A certificate as it stands, and who awarded it."""

    awarding_organisation: str


def check_certificate(
    table: Table, organisation: str, asked: CertificateToCheck
) -> CheckedCertificate:
    """Return how a certificate of the awarding organisation stands, to whoever knows its number and surname.

    Raises NotFound, always the same, for a wrong surname, a number that was never issued and one that is none. Reads
    twice for whatever could be a number, three times where a roster is so large that it lies in pieces; and not at all
    for what can be none, which anybody can tell by its check character.
    """
    read = asked.read()
    found = certificates.behind(table, read[0]) if read else None
    if read and found:
        answer = checked(read[1], asked.surname, found.batch, found.head, found.roster)
        if answer:
            return CheckedCertificate(**dict(answer), awarding_organisation=organisation)
    raise NotFound(NO_SUCH_CERTIFICATE)
