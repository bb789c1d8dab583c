"""Uploading a file of results: read, checked whole, and only without a fault put into the draft."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from http import HTTPStatus
from types import MappingProxyType

from functions.portal.manage.choices import address
from functions.portal.results.grid import LABELS, shown_date
from functions.portal.results.runs import common, draft_seen
from functions.portal.results.sheets import read_results_file
from functions.portal.visits import Visit
from shared.domain import limits
from shared.domain.course_run import Roster
from shared.domain.drafts import as_row
from shared.domain.faults import Conflict, Fault, Invalid, Malformed, Refusal
from shared.domain.results import FAULTS_LISTED, Result, Results, readable, result_faults
from shared.domain.results_table import at_lines
from shared.pages import words
from shared.pages.forms import Form, Mistake
from shared.pages.rendering import see_other
from shared.runtime.http import Response
from shared.runtime.problems import TooLarge, status_of
from shared.runtime.requests import read_values
from shared.services.results_drafts import ResultsToEnter, results_to_enter, save_draft

NOT_CHOSEN = "Choose a file with results"
NO_ROWS = "There are no results in this file, only the titles of its columns"
TOO_LARGE = f"The file must be smaller than {limits.UPLOAD_BYTES // 1_000_000} MB"
# So many rows of a file show what has been read.
_PREVIEWED = 20
_TITLES: Mapping[str, str] = {"learner_id": "Learner ID", "unit": "Unit", **LABELS}
# What the contract says of cells, as the page says it.
_OUTCOME = "Write Achieved, Not achieved or Withdrawn."
_EMPTY: Mapping[str, str] = {
    "learner_id": "Write the learner’s ID.",
    "unit": "Write the unit’s reference.",
    "outcome": _OUTCOME,
}
_DATE = "Write the date like 27/3/2026."

_Row = Mapping[str, str]
_NO_ROW: _Row = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a file as it was read; with a fault, what stands in the column that it is about."""

    number: int | None
    learner: str
    row: _Row
    column: str = ""
    stands: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True)
class _Read:
    """What has been read of a file, row by row with the number of each, and everything that is wrong with it."""

    filename: str = ""
    rows: Sequence[_Row] = ()
    numbers: Sequence[int] = ()
    faults: Sequence[Fault] = ()
    results: Sequence[Result] = ()


def show(visit: Visit) -> Response:
    """GET /portal/course-runs/{course_run_id}/results/upload."""
    return _page(visit, results_to_enter(visit.call, visit.request.path("course_run_id")))


def take(visit: Visit) -> Response:
    """POST /portal/course-runs/{course_run_id}/results/upload: a file with any mistake in it changes nothing."""
    to_enter = results_to_enter(visit.call, visit.request.path("course_run_id"))
    seen = draft_seen(visit)
    try:
        read = _read(visit, to_enter)
        if read.faults:
            return _faulty(visit, to_enter, read)
        cells = [as_row(result) for result in read.results]
        save_draft(visit.call, to_enter.course_run_id, seen, cells, saved_by=visit.person.name)
    except (Malformed, TooLarge, Invalid, Conflict) as refusal:
        if isinstance(refusal, Conflict) and "status" in refusal.recorded:
            raise
        form = Form(mistakes=[Mistake("file", _why(refusal))])
        return _page(visit, to_enter, form, status=status_of(refusal))
    return see_other(f"{address(to_enter.course_run_id)}/results/check?done=uploaded")


def _read(visit: Visit, to_enter: ResultsToEnter) -> _Read:
    """Return what is in the file that was sent; raises Malformed, TooLarge or Invalid where that is no table."""
    upload = visit.typed.files.get("file")
    if upload is None:
        raise Invalid([Fault("/file", NOT_CHOSEN)])
    if len(upload.content) > limits.UPLOAD_BYTES:
        raise TooLarge(TOO_LARGE)
    try:
        rows, numbers = read_results_file(upload.content)
    except Invalid as invalid:
        return _Read(upload.filename, faults=invalid.faults)
    if not rows:
        raise Invalid([Fault("/file", NO_ROWS)])
    results, faults = _checked(rows, to_enter, visit.call.today)
    return _Read(upload.filename, rows, numbers, at_lines(faults, numbers), results)


def _checked(
    rows: list[dict[str, str]], to_enter: ResultsToEnter, today: date
) -> tuple[list[Result], list[Fault]]:
    """Return a file's results as far as they can be read, and every fault of them as a submission."""
    body, faults = {"results": rows}, []
    results: Sequence[Result | None]
    try:
        results = read_values(Results, body).results
    except Invalid as invalid:
        results, faults = readable(body), list(invalid.faults)
    roster = Roster(registered="", learners=to_enter.learners, units=to_enter.units)
    faults += result_faults(results, roster, today)
    return [result for result in results if result], faults


def _why(refusal: Refusal) -> str:
    """Return why nothing of a file could be taken."""
    if isinstance(refusal, Conflict):
        return f"{refusal.detail} Upload your file again to put it in the place of that"
    return refusal.faults[0].detail if isinstance(refusal, Invalid) else refusal.detail


def _faulty(visit: Visit, to_enter: ResultsToEnter, read: _Read) -> Response:
    """Return the form with every fault of a file, and with what has been read of it."""
    count = words.counted(len(read.faults), "mistake")
    form = Form(mistakes=[Mistake("mistakes", f"The file has {count}. Nothing of it was saved")])
    return _page(visit, to_enter, form, read, HTTPStatus.UNPROCESSABLE_ENTITY)


def _page(
    visit: Visit,
    to_enter: ResultsToEnter,
    form: Form | None = None,
    read: _Read | None = None,
    status: HTTPStatus = HTTPStatus.OK,
) -> Response:
    read = read or _Read()
    lines = dict(zip(read.numbers, read.rows, strict=True))
    names = {learner.learner_id: learner.name for learner in to_enter.learners}
    # In the order of the file; what is missing from all of it comes last.
    faults = sorted(read.faults, key=lambda fault: fault.line or limits.RESULTS_PER_SUBMISSION)
    faults = faults[:FAULTS_LISTED]
    facts = {
        **common(to_enter, "Upload results"),
        "megabytes": limits.UPLOAD_BYTES // 1_000_000,
        "filename": read.filename,
        "faults": [_told(fault, lines, names) for fault in faults],
        "more_faults": len(read.faults) - len(faults),
        "preview": [
            Line(number, _named(row, names), row)
            for number, row in zip(read.numbers[:_PREVIEWED], read.rows[:_PREVIEWED], strict=True)
        ],
        "rows": len(read.rows),
        "shown_date": shown_date,
        "outcomes": words.OUTCOMES,
        "form": form or Form(),
    }
    return visit.page("results/upload.html", facts, status)


def _told(fault: Fault, lines: Mapping[int, _Row], names: Mapping[str, str]) -> Line:
    """Return a fault as people read it: where, what stands there, and what is wrong."""
    column, row = fault.column or "", lines.get(fault.line or 0, _NO_ROW)
    stands = row.get(column, "")
    return Line(
        fault.line,
        _named(row, names),
        row,
        _TITLES.get(column, column),
        shown_date(stands) if column == "achieved_on" else stands,
        _in_words(column, fault.detail),
    )


def _in_words(column: str, detail: str) -> str:
    match detail:
        case "Field required":
            return _EMPTY.get(column, detail)
        case "Write the date as YYYY-MM-DD.":
            return _DATE
        case _ if column == "outcome" and detail.startswith("Input should be"):
            return _OUTCOME
        case _:
            return detail


def _named(row: _Row, names: Mapping[str, str]) -> str:
    learner_id = row.get("learner_id", "")
    return f"{names[learner_id]} ({learner_id})" if learner_id in names else learner_id
