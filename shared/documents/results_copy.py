"""The verifier's copy of submitted results, printed: every learner's outcome and grade in every unit."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any, Final

from shared.documents.printing import Letterhead, Printed, pdf
from shared.documents.wording import date_parts, qualification
from shared.domain.clock import written_day, written_moment
from shared.domain.course_run import CourseRun, Learner, Roster, submitted
from shared.domain.results import Outcome, Result

# As many units as a page has room for side by side; of more there are several tables.
UNITS_ABREAST: Final = 10
_WORDS: Final = {each: each.value.replace("_", " ").capitalize() for each in Outcome}


def results_pdf(
    run: CourseRun, roster: Roster, results: Sequence[Result], letterhead: Letterhead
) -> Printed:
    """Return the results that stand submitted for `run`, in roster order, as PDF dated by their submission.

    The dates on which units were achieved are in the copy as CSV alone: they would make a line a result of it.
    """
    submission = submitted(run)
    counts = Counter(result.outcome for result in results)
    facts = {
        "awarding_organisation": letterhead.name,
        "brand_colour": letterhead.brand_colour,
        "made_on": date_parts(submission.submitted_at),
        "course_run_id": run.course_run_id,
        "version": str(submission.version),
        "facts": [
            ("Course run", f"{run.course_run_id}, {run.title}"),
            ("Qualification", qualification(run.qualification)),
            ("Centre", f"{run.centre_name} ({run.centre_id})"),
            ("Dates", f"{written_day(run.starts_on)} to {written_day(run.ends_on)}"),
            ("Submitted", written_moment(submission.submitted_at)),
            ("Version", str(submission.version)),
            ("SHA-256", submission.sha256),
        ],
        "counts": [
            (f"{len(roster.learners):,}", "learners" if len(roster.learners) != 1 else "learner"),
            *((f"{counts[each]:,}", _WORDS[each].lower()) for each in Outcome),
        ],
        "told": f"A copy for the verifier to look at; the link in the email is where to decide. "
        f"Questions: {letterhead.contact}.",
        "units": [(e.reference, e.title, e.level, str(e.credits)) for e in roster.units],
        "tables": list(_tables(roster, results)),
    }
    return pdf("results_copy.typ", facts, submission.submitted_at)


def _tables(roster: Roster, results: Sequence[Result]) -> Iterator[dict[str, Any]]:
    """Yield learners by units, in as few tables as there is room for, of much the same width."""
    units = len(roster.units)
    abreast = -(-units // -(-units // UNITS_ABREAST))
    for first in range(0, units, abreast):
        here = roster.units[first : first + abreast]
        yield {
            "heading": "Results"
            if abreast == units
            else f"Results, units {first + 1} to {first + len(here)} of {units}",
            "units": [unit.reference for unit in here],
            "learners": [
                (
                    learner.name,
                    _identified(learner),
                    [_cell(e) for e in results[row + first : row + first + len(here)]],
                )
                for row, learner in zip(range(0, len(results), units), roster.learners, strict=True)
            ],
        }


def _identified(learner: Learner) -> str:
    return f"{learner.learner_id}, ULN {learner.uln}" if learner.uln else learner.learner_id


def _cell(result: Result) -> tuple[str, str, bool]:
    """Return an outcome in words, the grade, and whether it stands out."""
    return (
        _WORDS[result.outcome],
        result.grade or "",
        result.outcome is not Outcome.ACHIEVED,
    )
