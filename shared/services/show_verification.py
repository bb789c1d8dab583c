"""The verifier opens the link in their email, or signs in, and sees what was submitted."""

from datetime import UTC, date, datetime

from shared.domain.course_run import (
    CourseRun,
    Decision,
    Learner,
    Qualification,
    Roster,
    Submission,
    Unit,
)
from shared.domain.faults import NotFound
from shared.domain.fields import Fact
from shared.domain.life_cycle import Action, may
from shared.domain.results import Result
from shared.domain.verification import Link, LinkState, link_state
from shared.services import seen
from shared.services.call import Call
from shared.store import course_runs, links, submissions

NO_SUCH_LINK = "This link is not known. It may have been cut short; please open it from the email."
NOTHING_SUBMITTED = "There are no such results of this course run."
_NEVER = datetime.max.replace(tzinfo=UTC)


class Details(Fact):
    """What the verifier is asked to look at."""

    title: str
    qualification: Qualification
    centre_id: str
    centre_name: str
    starts_on: date
    ends_on: date
    submission: Submission
    learners: list[Learner]
    units: list[Unit]
    results: list[Result]


class ShownToVerifier(Fact):
    """The details where there is something to decide, or the decision that was made; a link also has its end."""

    course_run_id: str
    state: LinkState
    submission_version: int
    holds_until: datetime | None = None
    details: Details | None = None
    decision: Decision | None = None


class Verification(ShownToVerifier):
    """What a link leads to: the details where there is something to decide, or the decision that was made."""

    holds_until: datetime


def show_verification(call: Call, token: str) -> Verification:
    """Return what `token` leads to, and change nothing: mail scanners follow links."""
    found = link_and_run(call, token)
    shown = _shown(call, *found)
    return Verification(**dict(shown) | {"holds_until": found[0].holds_until})


def show_to_verifier(call: Call, course_run_id: str) -> ShownToVerifier:
    """Return the submission that stands to the signed-in verifier whose run it is.

    Raises NotFound while nothing has been submitted.
    """
    return _shown(call, *standing_and_run(call, course_run_id))


def _shown(call: Call, link: Link, run: CourseRun, roster: Roster) -> ShownToVerifier:
    state = link_state(link, run, call.now)
    shown = ShownToVerifier(
        course_run_id=run.course_run_id, state=state, submission_version=link.submission_version
    )
    if state is LinkState.DECIDED:
        return shown.model_copy(update={"decision": run.decision})
    if state is not LinkState.WAITING:
        return shown
    of_run = set(Details.model_fields) - {"learners", "units", "results"}
    details = Details(
        **run.model_dump(include=of_run),
        learners=roster.learners,
        units=roster.units,
        results=submissions.load_results(call.table, run.course_run_id, link.submission_version),
    )
    return shown.model_copy(update={"details": details})


def link_and_run(call: Call, token: str) -> tuple[Link, CourseRun, Roster]:
    """Return the link of a token with the run it leads to; raise NotFound where there is none."""
    link = links.load(call.table, token)
    found = link and course_runs.load_with_roster(call.table, link.course_run_id)
    if not link or not found:
        raise NotFound(NO_SUCH_LINK)
    return link, *found


def standing_and_run(call: Call, course_run_id: str) -> tuple[Link, CourseRun, Roster]:
    """Return what stands submitted, as a link without an end, with its run, to the signed-in verifier whose run it is.

    Raises NotFound where nothing has been submitted.
    """
    run, roster = seen.with_roster(call, course_run_id)
    may(call.caller.role, Action.VERIFY)
    if run.submission is None:
        raise NotFound(NOTHING_SUBMITTED)
    version = run.submission.version
    link = Link(course_run_id=run.course_run_id, submission_version=version, holds_until=_NEVER)
    return link, run, roster
