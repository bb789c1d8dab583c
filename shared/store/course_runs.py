"""Course runs in the table: their heads and rosters, and the one way in which a run moves from state to state."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from shared.domain.certificates import IssuedCertificates
from shared.domain.clock import stamp
from shared.domain.consignments import Line
from shared.domain.course_run import CourseRun, Roster
from shared.domain.distribution import Distribution
from shared.domain.documents import Making
from shared.domain.holdings import Holding, holdings
from shared.domain.life_cycle import Action
from shared.domain.people import Caller
from shared.domain.printed_certificates import Printing
from shared.domain.queries import Query
from shared.domain.replacing import Replacement
from shared.store import keys
from shared.store.items import Item, facts
from shared.store.snapshots import read, snapshot, unpack
from shared.store.table import Moved, Put, Table


@dataclass(frozen=True, slots=True)
class WholeRun:
    """One course run with everything but its submissions and its history.

    `distributions` are in their order, `replacements` in the order in which they were asked for.
    """

    head: CourseRun
    roster: Roster
    queries: list[Query]
    batches: list[IssuedCertificates]
    printings: list[Printing]
    lines: list[Line]
    distributions: list[Distribution]
    replacements: list[Replacement]

    def holdings(self) -> dict[str, Holding]:
        """Return every certificate of the run by its number, as the centre has it."""
        return holdings(self.batches, self.lines, self.distributions)

    def printing(self, block: str) -> Printing:
        """Return what became of printing a batch."""
        waiting = Printing(status=Making.WAITING, block=block)
        return next((each for each in self.printings if each.block == block), waiting)


def load(table: Table, course_run_id: str) -> CourseRun | None:
    """Return a run's head as it stands now."""
    item = table.get(keys.head(course_run_id))
    return CourseRun.model_validate(item) if item else None


def load_together(table: Table, course_run_ids: Sequence[str]) -> list[CourseRun | None]:
    """Return the heads of several runs, in the order of `course_run_ids`."""
    found = table.get_many([keys.head(each) for each in course_run_ids])
    runs = {item["course_run_id"]: CourseRun.model_validate(item) for item in found}
    return [runs.get(each) for each in course_run_ids]


def load_with_roster(table: Table, course_run_id: str) -> tuple[CourseRun, Roster] | None:
    """Return a run's head with the roster that belongs to it, or None.

    Raises Moved where the two were read on either side of an amendment.
    """
    roster_key = partial(keys.roster, course_run_id)
    found = {item["sk"]: item for item in table.get_many([keys.head(course_run_id), roster_key(0)])}
    if keys.RUN_ITEMS not in found:
        return None
    run = CourseRun.model_validate(found[keys.RUN_ITEMS])
    roster = Roster.model_validate(read(table, roster_key, found.get(roster_key(0)["sk"])))
    if roster.registered != run.registered:
        raise Moved
    return run, roster


def load_whole(table: Table, course_run_id: str) -> WholeRun | None:
    """Return a run with its roster, queries, certificates and consignment lines, or None.

    The head sorts first, so whatever else is read is at least as new: a decision on an older head is refused when
    it is written.
    """
    found: dict[str, list[Item]] = {}
    for item in table.in_partition(keys.run_partition(course_run_id), keys.RUN_ITEMS):
        found.setdefault(item["sk"].split("#")[1] if "#" in item["sk"] else "", []).append(item)
    if "" not in found:
        return None
    return WholeRun(
        CourseRun.model_validate(found[""][0]),
        Roster.model_validate(unpack(found["ROSTER"])),
        [Query.model_validate(item) for item in found.get("QUERY", [])],
        [IssuedCertificates.model_validate(unpack([i])) for i in found.get("CERTIFICATES", [])],
        [Printing.model_validate(item) for item in found.get("PRINTING", [])],
        [Line.model_validate(item) for item in found.get("CONSIGNMENT", [])],
        [Distribution.model_validate(unpack([i])) for i in found.get("DISTRIBUTION", [])],
        _in_order(Replacement.model_validate(item) for item in found.get("REPLACEMENT", [])),
    )


def _in_order(replacements: Iterable[Replacement]) -> list[Replacement]:
    return sorted(replacements, key=lambda each: (each.requested_at, each.replacement_id))


def roster_snapshot(course_run_id: str, roster: Roster) -> list[Put]:
    """Return the writes that store a roster, in place of an earlier one."""
    document = roster.model_dump(mode="json", exclude_none=True)
    return snapshot(partial(keys.roster, course_run_id), document, again=True)


def transition(
    before: CourseRun | None,
    after: CourseRun,
    action: Action,
    by: Caller,
    details: Mapping[str, Any] | None = None,
) -> list[Put]:
    """Return the writes that take a run from `before` to `after`, with the event that says so.

    They are refused (Moved) unless the run still stands as `before`: the same version and status. The event carries
    `notify` where an email to the verifier is to follow: events are the outbox, read from the table's stream.
    """
    event: Item = {
        **keys.event(after.course_run_id, after.version),
        "kind": "event",
        "course_run_id": after.course_run_id,
        "sequence": after.version,
        "type": action.value,
        "at": stamp(after.updated_at),
        "by": by.as_record(),
        "from": before.status.value if before else None,
        "to": after.status.value,
        "facts": dict(details or {}),
        "notify": "verifier" if _asks_to_notify(before, after) else None,
    }
    return [_head(before, after), Put(event)]


def _asks_to_notify(before: CourseRun | None, after: CourseRun) -> bool:
    asked = after.notification is not None and after.notification.asked_by == after.version
    return asked and before is not None


def _head(before: CourseRun | None, after: CourseRun) -> Put:
    item: Item = {
        **facts(after),
        **keys.head(after.course_run_id),
        "kind": "course_run",
        "centre_view": keys.centre_runs(after.centre_id),
        "verifier_view": keys.verifier_runs(after.verifier_id),
        "organisation_view": keys.status_runs(after.status),
        "place": f"{stamp(after.updated_at)}#{after.course_run_id}",
    }
    if before is None:
        return Put(item, otherwise=Moved)
    stands = {":version": before.version, ":status": before.status.value}
    return Put(item, "version = :version AND #status = :status", stands)
