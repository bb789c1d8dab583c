"""Submitted results of so many learners and units, made up."""

from collections.abc import Sequence
from datetime import UTC, date, datetime

from shared.documents.printing import Printed
from shared.documents.results_copy import results_pdf
from shared.domain.course_run import CourseRun, Learner, Qualification, Roster, Submission, Unit
from shared.domain.life_cycle import Status
from shared.domain.results import Outcome, Result, results_fingerprint
from tests.documents.papers import LETTERHEAD

SUBMITTED_AT = datetime(2026, 11, 23, 9, 5, tzinfo=UTC)
_GRADES = ("Pass", "Merit", "Distinction")
_OTHERS = (Outcome.NOT_ACHIEVED, Outcome.WITHDRAWN)


def roster_of(names: Sequence[str], units: int) -> Roster:
    return Roster(
        registered="",
        learners=[
            Learner(learner_id=f"L-{n}", name=name, uln="1000000035" if n == 0 else None)
            for n, name in enumerate(names)
        ],
        units=[
            Unit(reference=f"A/506/{n:04d}", title=f"Unit <{n}>", level="2", credits=n)
            for n in range(units)
        ],
    )


def results_of(roster: Roster) -> list[Result]:
    """One of seven is not achieved or withdrawn, and has no grade."""
    places = [(learner, unit) for learner in roster.learners for unit in roster.units]
    return [
        Result(
            learner_id=learner.learner_id,
            unit=unit.reference,
            outcome=Outcome.ACHIEVED if n % 7 else _OTHERS[n % 2],
            grade=_GRADES[n % 3] if n % 7 else None,
            achieved_on=date(2026, 11, 2),
        )
        for n, (learner, unit) in enumerate(places)
    ]


def run_of(roster: Roster, results: Sequence[Result]) -> CourseRun:
    return CourseRun(
        course_run_id="CR-417",
        version=2,
        status=Status.SUBMITTED,
        centre_id="40123",
        centre_name="Northbridge College",
        verifier_id="V1",
        title="Customer service, autumn evenings",
        qualification=Qualification(
            number="601/3589/X", title="Diploma in Customer Service", level="2"
        ),
        starts_on=date(2026, 9, 1),
        ends_on=date(2026, 11, 20),
        registered="",
        learners=len(roster.learners),
        units=len(roster.units),
        updated_at=SUBMITTED_AT,
        submission=Submission(
            version=3,
            sha256=results_fingerprint(results),
            submitted_at=SUBMITTED_AT,
            results=len(results),
        ),
    )


def copy_of(names: Sequence[str], units: int, results: list[Result] | None = None) -> Printed:
    roster = roster_of(names, units)
    submitted = results or results_of(roster)
    return results_pdf(run_of(roster, submitted), roster, submitted, LETTERHEAD)
