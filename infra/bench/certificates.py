"""Certificates printed one by one and in files, in a process of their own as when they are issued.

Their units and names are as long as real ones. Storing them is left out.
"""

import resource
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime
from random import Random

from infra.bench.rows import Row
from infra.bench.surroundings import tell
from infra.demonstration.names import names
from shared.documents import press
from shared.documents.certificate import BOUNDS, our_template, sheets
from shared.documents.printing import Letterhead
from shared.domain.certificates import Kind
from shared.domain.course_run import Qualification, Unit
from shared.domain.identifiers import certificate_number
from shared.domain.printed_certificates import PrintedCertificate, file_of, in_files

PART = "Certificates as PDF, each alone and in files (their process yet to be started)"
# A third of what the function has of time, and what its process has of memory.
GOALS = {"s": 300.0, "MB at the peak": 1_500.0}
_ISSUED_AT = datetime(2026, 11, 20, 9, tzinfo=UTC)
_QUALIFICATION = Qualification(
    number="603/1234/5", title="Level 2 Certificate in Understanding Autism", level="2"
)
_UNITS = [
    Unit(
        reference=f"A/506/{2130 + n}",
        title="Understand how to support people",
        level="2",
        credits=3,
    )
    for n in range(8)
]


def measure(few: int = 30, many: int = 2_000) -> Iterator[Row]:
    """A row for each size. The peak is the largest of any process until then."""
    for count in (few, many):
        tell(f"certificates of {count} learners")
        began = time.perf_counter()
        size = _print(count)
        seconds = time.perf_counter() - began
        peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
        figures = {"s": round(seconds, 1), "MB at the peak": round(peak)}
        yield Row(PART, f"{count:,} learners", figures, GOALS, (f"{size / 1e6:,.1f} MB in all",))


def _print(count: int) -> int:
    """Print certificates of so many learners; return the bytes of all PDFs."""
    called = names(Random(1), min(count, 500))  # noqa: S311 - the same again
    certificates = [
        PrintedCertificate(
            certificate_number=certificate_number("K7M2Q4A", serial),
            learner_id=f"L-{serial}",
            name=called[serial % len(called)],
            kind=Kind.QUALIFICATION if serial % 3 else Kind.UNIT,
            issued_on=date(2026, 11, 20),
            qualification=_QUALIFICATION,
            units=_UNITS,
        )
        for serial in range(1, count + 1)
    ]
    files = {file_of(each.certificate_number): [each] for each in certificates}
    together = {each.name: list(each.certificates) for each in in_files({"": certificates})}
    letterhead = Letterhead("Example Awards", "#4c2c63", "help@awards.example")
    portal = "https://portal.example"
    to_print = sheets(our_template(), letterhead, portal, _ISSUED_AT, files | together)
    return sum(len(pdf.content) for _, pdf in press.printed(to_print, BOUNDS))
