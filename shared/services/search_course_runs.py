"""Searching course runs: by a part of their identifier, title or qualification, or by one of their learners."""

from collections.abc import Iterable, Iterator
from itertools import islice

from pydantic import BaseModel

from shared.domain import limits
from shared.domain.course_run import CourseRun
from shared.domain.fields import is_identifier
from shared.domain.people import Role
from shared.domain.searching import LONGEST_TEXT, findable, folded
from shared.services.call import Call
from shared.services.views import CourseRunSummary, summary
from shared.store import course_runs, lists, search
from shared.store.lists import Window

# As many heads as one read takes.
_TOGETHER = 100
_FREQUENT = Window(page=limits.PAGE_MOST)


class Found(BaseModel):
    """The course runs that were found, newest activity first; `more` where there are more than are shown."""

    items: list[CourseRunSummary]
    more: bool


def search_course_runs(call: Call, text: str, centre_id: str | None = None) -> Found:
    """Return the course runs that `text` finds among those that the caller may see; blank text finds nothing.

    A centre finds its own runs by what it registered of them and their learners, and so does the AO at one centre.
    Across centres the AO finds a run by its whole identifier only. A verifier finds their own runs by identifier or
    title.
    """
    wanted = folded(text) if len(text) <= LONGEST_TEXT else ""
    found = list(islice(_found(call, text, wanted, centre_id), limits.PAGE_MOST + 1))
    shown = found[: limits.PAGE_MOST]
    return Found(
        items=[summary(run, call.now) for run in shown],
        more=len(found) > len(shown),
    )


def _found(call: Call, text: str, wanted: str, centre_id: str | None) -> Iterable[CourseRun]:
    caller = call.caller
    if not wanted:
        return ()
    if caller.role is Role.CENTRE and caller.centre_id and centre_id in {None, caller.centre_id}:
        return _of_centre(call, caller.centre_id, wanted)
    if caller.role is Role.VERIFIER and caller.verifier_id:
        return _of_verifier(call, caller.verifier_id, wanted, centre_id)
    if caller.role is not Role.AWARDING_ORGANISATION:
        return ()
    return _of_centre(call, centre_id, wanted) if centre_id else _called(call, text.strip())


def _of_centre(call: Call, centre_id: str, wanted: str) -> Iterator[CourseRun]:
    found = search.found(call.table, centre_id, wanted)
    runs = _newest_first(call, centre_id, {run for run, _ in found})
    return (run for run in runs if (run.course_run_id, run.registered) in found)


def _newest_first(call: Call, centre_id: str, ids: set[str]) -> Iterable[CourseRun]:
    if len(ids) > limits.PAGE_MOST:
        # So many are soon met on the list itself, which is in their order.
        return (run for _, run in lists.of_centre(call.table, centre_id, _FREQUENT))
    some = sorted(ids)
    batches = (some[i : i + _TOGETHER] for i in range(0, len(some), _TOGETHER))
    runs = [run for batch in batches for run in course_runs.load_together(call.table, batch) if run]
    return sorted(runs, key=lambda run: (run.updated_at, run.course_run_id), reverse=True)


def _of_verifier(
    call: Call, verifier_id: str, wanted: str, centre_id: str | None
) -> Iterator[CourseRun]:
    for _, run in lists.of_verifier(call.table, verifier_id, _FREQUENT):
        if centre_id in {None, run.centre_id} and findable(run.course_run_id, run.title, wanted):
            yield run


def _called(call: Call, course_run_id: str) -> list[CourseRun]:
    run = course_runs.load(call.table, course_run_id) if is_identifier(course_run_id) else None
    return [run] if run else []
