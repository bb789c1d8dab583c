"""What is printed on certificates, and how the files of them are divided.

Ofqual asks a certificate for the awarding organisation's name, the learner's, the qualification's title and number or
the units, the level, the credit where there is any, the date of issue, a number of its own, and to say so where it is a
replacement (General Conditions of Recognition, I3 and the certificate requirements that go with it).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from shared.domain import limits
from shared.domain.certificates import IssuedCertificates
from shared.domain.course_run import CourseRun, Qualification, Roster, Unit
from shared.domain.documents import CERTIFICATES, Certificated, Documents, certificated
from shared.domain.fields import Fact
from shared.domain.results import Outcome, Result

# All PDFs of a batch with their SHA-256.
LIST: Final = f"{CERTIFICATES}.json"


class PrintedCertificate(Certificated):
    """A certificate as it is printed: also the qualification, and the units that the learner achieved."""

    qualification: Qualification
    units: list[Unit]

    @property
    def credits(self) -> int:
        """The credit of the units together."""
        return sum(unit.credits for unit in self.units)


class Printing(Documents):
    """What became of printing a batch; `template` is the SHA-256 of the template that it was printed by."""

    block: str
    template: str | None = None


class CertificateTemplate(Fact):
    """The template that certificates are printed by from `set_at` on."""

    sha256: str
    size: int
    set_at: datetime


def printed_certificates(
    head: CourseRun, roster: Roster, batch: IssuedCertificates, results: Iterable[Result]
) -> list[PrintedCertificate]:
    """Return the certificates of a batch as they are printed, with the units achieved in the run's order."""
    learners = {learner.learner_id: learner for learner in roster.learners}
    achieved = _achieved(results)
    return [
        PrintedCertificate(
            **each.model_dump(),
            qualification=head.qualification,
            units=[u for u in roster.units if u.reference in achieved.get(each.learner_id, ())],
        )
        for each in certificated(batch, learners)
    ]


def _achieved(results: Iterable[Result]) -> Mapping[str, set[str]]:
    achieved: dict[str, set[str]] = {}
    for result in results:
        if result.outcome is Outcome.ACHIEVED:
            achieved.setdefault(result.learner_id, set()).add(result.unit)
    return achieved


@dataclass(frozen=True, slots=True)
class File:
    """A file of certificates to print, by the template of this SHA-256."""

    name: str
    template: str
    certificates: Sequence[PrintedCertificate]


def in_files(by_template: Mapping[str, Sequence[PrintedCertificate]]) -> list[File]:
    """Divide certificates over files: one, or several with a number each, of CERTIFICATES_PER_FILE at most.

    A file is printed by one template.
    """
    most = limits.CERTIFICATES_PER_FILE
    parts = [
        (template, certificates[at : at + most])
        for template, certificates in by_template.items()
        for at in range(0, len(certificates), most)
    ]
    numbers = [f"-{n}" for n in range(1, len(parts) + 1)] if len(parts) > 1 else [""]
    return [File(f"{CERTIFICATES}{n}.pdf", *part) for n, part in zip(numbers, parts, strict=True)]


def file_of(certificate_number: str) -> str:
    """Return the name of a certificate's own PDF."""
    return f"{certificate_number}.pdf"
