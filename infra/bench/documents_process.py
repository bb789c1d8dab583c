"""`python -m infra.bench.documents_process LEARNERS TIMES`: prints summaries, says as JSON what it took."""

import json
import sys
import time
from datetime import UTC, date, datetime
from random import Random
from typing import Any

from infra.bench.report_process import peak_kib
from infra.demonstration.names import names

_DIFFERENT_NAMES = 500
_PARCEL = {
    "consignment_id": "C-0123456789",
    "centre_id": "40123",
    "centre_name": "Northbridge College",
    "division": "scotland",
    "carrier": "royal_mail",
    "tracking_number": "AB123456785GB",
    "dispatched_on": date(2026, 11, 23),
    "recorded_at": datetime(2026, 11, 23, 9, tzinfo=UTC),
}


def summary_of(learners: int, run: int = 1) -> dict[str, Any]:
    """A summary of course run number `run` with so many learners, as it would be read from its JSON."""
    called = names(Random(1), min(learners, _DIFFERENT_NAMES))  # noqa: S311 - the same again
    certificates = [
        {
            "certificate_number": f"K7M2-Q4A0-{serial:04d}",
            "learner_id": f"L-{serial:05d}",
            "name": f"{called[serial % len(called)]} {run}",
            "uln": f"{1_000_000_000 + serial}",
            "kind": "qualification",
            "issued_on": date(2026, 11, 20),
        }
        for serial in range(learners)
    ]
    course_run = {
        "course_run_id": f"CR-{run}",
        "title": "Customer service, all campuses",
        "qualification": {"number": "601/3589/X", "title": "Skills for Work", "level": "2"},
        "receipt_due_on": date(2026, 12, 7),
    }
    of_all = {"parcel": _PARCEL, "course_run": course_run, "learners": learners}
    return of_all | {"certificates": certificates, "held_back": []}


def measure(learners: int, times: int) -> dict[str, Any]:
    """The time of the first, from loading Typst to the last byte, and the most memory held after it and after all."""
    said = summary_of(learners)
    began = time.perf_counter()
    from shared.documents.certificate_summary import summary_pdf  # noqa: PLC0415
    from shared.documents.printing import Letterhead  # noqa: PLC0415
    from shared.domain.documents import CertificateSummary  # noqa: PLC0415

    letterhead = Letterhead("Example Awards", "#4c2c63", "help@awards.example")
    printed = summary_pdf(CertificateSummary.model_validate(said), letterhead)
    seconds = time.perf_counter() - began
    first = peak_kib()
    for run in range(2, times + 1):
        summary_pdf(CertificateSummary.model_validate(summary_of(learners, run)), letterhead)
    if not printed.complete:
        raise RuntimeError("a name could not be printed")
    return {
        "seconds": seconds,
        "peak": first,
        "peak_of_all": peak_kib(),
        "pages": printed.content.count(b"/Type/Page/"),
        "bytes": len(printed.content),
    }


if __name__ == "__main__":
    print(json.dumps(measure(*map(int, sys.argv[1:]))))
