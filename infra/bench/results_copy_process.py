"""`python -m infra.bench.results_copy_process LEARNERS UNITS`: prints a verifier's copy, says as JSON what it took."""

import json
import sys
import time
from datetime import UTC, datetime
from random import Random
from typing import Any

from infra.bench.report_process import peak_kib
from infra.bench.sample import RUN, Sample
from infra.demonstration.names import names
from shared.domain.course_run import CourseRun, CourseRunDetails, Roster, Submission
from shared.domain.life_cycle import Status
from shared.domain.results import Results, results_fingerprint

_DIFFERENT_NAMES = 500
_AT = datetime(2026, 11, 23, 9, tzinfo=UTC)


def submitted(learners: int, units: int) -> tuple[CourseRun, Roster, Results]:
    """A course run whose results are submitted, its learners' names in many scripts, as real ones are."""
    sample = Sample(learners, units)
    called = names(Random(1), min(learners, _DIFFERENT_NAMES))  # noqa: S311 - the same again
    details = CourseRunDetails.model_validate(sample.details)
    people = [
        learner.model_copy(update={"name": called[at % len(called)]})
        for at, learner in enumerate(details.learners)
    ]
    results = Results.model_validate({"results": sample.results})
    run = CourseRun(
        **details.model_dump(exclude={"learners", "units"}),
        course_run_id=RUN,
        version=2,
        status=Status.SUBMITTED,
        centre_name="Northbridge College of Further Education",
        registered="",
        learners=learners,
        units=units,
        updated_at=_AT,
        submission=Submission(
            version=1,
            sha256=results_fingerprint(results.results),
            submitted_at=_AT,
            results=len(results.results),
        ),
    )
    return run, Roster(registered="", learners=people, units=details.units), results


def measure(learners: int, units: int) -> dict[str, Any]:
    """The time from loading Typst to the last byte, and the most memory held after it."""
    run, roster, results = submitted(learners, units)
    began = time.perf_counter()
    from shared.documents.printing import Letterhead  # noqa: PLC0415
    from shared.documents.results_copy import results_pdf  # noqa: PLC0415

    letterhead = Letterhead("Example Awards", "#4c2c63", "help@awards.example")
    printed = results_pdf(run, roster, results.results, letterhead)
    seconds = time.perf_counter() - began
    if not printed.complete:
        raise RuntimeError("a name could not be printed")
    return {
        "seconds": seconds,
        "peak": peak_kib(),
        "pages": printed.content.count(b"/Type/Page/"),
        "bytes": len(printed.content),
    }


if __name__ == "__main__":
    print(json.dumps(measure(*map(int, sys.argv[1:]))))
