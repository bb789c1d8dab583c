"""What the verifier's two pages share, that of the email's link and that of the portal: facts to show, form to read."""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby
from typing import Any

from shared.domain import limits
from shared.domain.course_run import Learner, Unit
from shared.domain.faults import Conflict, Fault, Invalid
from shared.domain.results import Outcome, Result
from shared.domain.results_copy import results_csv
from shared.domain.spreadsheets import BYTE_ORDER_MARK
from shared.domain.verification import VerifierDecision
from shared.pages import words
from shared.pages.forms import Mistake, Typed
from shared.pages.rendering import safe_headers
from shared.runtime.http import Response, respond
from shared.runtime.requests import Request, read_values

# Names the fields of questions, before the learner's identifier.
QUESTION = "question."
CSV = "text/csv; charset=utf-8"
# Results beyond these are summed up by learner: nobody reads them on a screen, and the page would be megabytes.
MOST_SHOWN = 2_000
# The address of a link holds its token: nothing that is opened from there is told of it.
PRIVATE = {"referrer-policy": "no-referrer"}
# The fields below the questions, in their order.
_LAST = {"decision": 1, "reason": 2, "name": 3}
_CHOOSE = "Choose whether to verify the results or to return them"
_WHY = "Enter a reason, which you must give when you return the results"
_NAME = "Enter your full name"


class Copy(StrEnum):
    """The forms in which a copy of the results can be had."""

    CSV = "csv"


@dataclass(frozen=True, slots=True)
class Submitted:
    """The results of one submission: one by one where they are not too many, and summed up.

    `titles` are the units' by their references, which stand with a title that several have.
    """

    by_learner: Mapping[str, Sequence[Result]]
    titles: Mapping[str, str]
    in_full: bool
    summary: str

    def sum_of(self, learner_id: str) -> str:
        """Return one learner's results summed up: 5 achieved, 1 not achieved."""
        return _summed_up(self.by_learner[learner_id])


def submitted(units: Sequence[Unit], results: Sequence[Result]) -> Submitted:
    """Return results, which stand learner by learner, as the pages show them."""
    by_learner = {
        learner_id: list(of_one)
        for learner_id, of_one in groupby(results, key=lambda result: result.learner_id)
    }
    how_many = Counter(unit.title for unit in units)
    # The references stand in a list of their own: on a phone each takes a line.
    titles = {
        unit.reference: unit.title
        if how_many[unit.title] == 1
        else f"{unit.title} ({unit.reference})"
        for unit in units
    }
    return Submitted(by_learner, titles, len(results) <= MOST_SHOWN, _summed_up(results))


def _summed_up(results: Iterable[Result]) -> str:
    counts = Counter(result.outcome for result in results)
    told = (f"{counts[each]:,} {words.OUTCOMES[each].lower()}" for each in Outcome if counts[each])
    return ", ".join(told)


def copy_wanted(request: Request) -> bool:
    """Tell whether the results are asked for as a file: `?as=csv`; raises Invalid for any other."""
    return request.choice("as", Copy) is not None


def copied(
    course_run_id: str,
    version: int,
    learners: Sequence[Learner],
    units: Sequence[Unit],
    results: Sequence[Result],
) -> Response:
    """Return results as a file to keep: the same as the copy that is emailed."""
    filename = f"results-{course_run_id}-v{version}.csv"
    headers = {"content-disposition": f'attachment; filename="{filename}"', **PRIVATE}
    text = BYTE_ORDER_MARK + results_csv(learners, units, results)
    return respond(text, CSV, headers=safe_headers() | headers)


def decision_of(typed: Typed, besides: Collection[str] = ()) -> VerifierDecision:
    """Return the decision of a form, `besides` fields that are not part of it; raises Invalid with every fault."""
    queries = [
        {"learner_id": learner_id, "question": question}
        for learner_id, question in typed.given(QUESTION).items()
    ]
    names = (n for n in typed.fields if not n.startswith(QUESTION) and n not in besides)
    said: dict[str, Any] = dict(typed.some(*names))
    return read_values(VerifierDecision, said | {"queries": queries})


def mistakes_of(typed: Typed, refusal: Invalid | Conflict) -> list[Mistake]:
    """Return what keeps a form's decision from being recorded, in the order of its fields."""
    if isinstance(refusal, Conflict):
        return [Mistake("", f"Your decision was not recorded. {refusal.detail}")]
    asked = list(typed.given(QUESTION))
    found: dict[str, Mistake] = {}
    for mistake in (_mistake(typed, asked, fault) for fault in refusal.faults):
        found.setdefault(mistake.field, mistake)
    # The questions stand above the decision.
    return sorted(found.values(), key=lambda each: _LAST.get(each.field, 0))


def _mistake(typed: Typed, asked: Sequence[str], fault: Fault) -> Mistake:
    of_question = re.match("/queries/([0-9]+)", fault.pointer)
    if of_question and int(of_question[1]) < len(asked):
        learner_id = asked[int(of_question[1])]
        return Mistake(QUESTION + learner_id, f"Query about learner {learner_id}: {fault.detail}")
    given = typed.text(fault.pointer.removeprefix("/"))
    match fault.pointer:
        case "/decision":
            return Mistake("decision", _CHOOSE)
        case "/reason":
            return Mistake("reason", f"Reason: {fault.detail}" if given else _WHY)
        case "/name":
            return Mistake("name", f"Your full name: {fault.detail}" if given else _NAME)
        case "/queries" if asked:
            most = words.counted(limits.QUERIES_PER_DECISION, "learner")
            told = f"Ask about {most} at most; you have asked about {len(asked):,}"
            return Mistake(QUESTION + asked[0], told)
        case _:
            return Mistake("", fault.detail)
