"""A submission is stored whole or not at all, whatever its size and whoever writes at the same time."""

from collections.abc import Sequence

import pytest

from shared.domain.faults import Conflict
from shared.services import call as calls
from shared.services.submit_results import submit_results
from shared.store import submissions
from shared.store.items import Item
from shared.store.keys import Key
from shared.store.table import Table
from tests.services.bodies import results
from tests.services.faults import FAILURES, Fault, Struck
from tests.services.races import at_once
from tests.services.world import World


@pytest.mark.slow
def test_two_thousand_learners_are_submitted_at_once_and_read_back(world: World) -> None:
    world.open_run(learners=2_000, units=8)
    body = results(world.registered["R1"], L77="aanawaaa")
    before = world.items()
    for fault in (Fault.REFUSED, Fault.KILLED):
        with Struck(world.clients, 2, fault) as struck, pytest.raises(FAILURES):
            submit_results(world.centre(), "R1", body)
        assert struck.struck == "TransactWriteItems"
        if fault is Fault.REFUSED:
            assert world.items() == before
    answer = submit_results(world.centre(), "R1", body)
    assert (answer.fresh, answer.body.submission.results) == (False, 16_000)
    assert submissions.load_results(world.table, "R1", 1) == body.results
    assert world.history() == ["course_run_registered", "results_submitted"]


def test_what_does_not_fit_into_one_item_is_stored_whole_or_not_at_all(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shared.store.snapshots.PIECE_BYTES", 60)
    monkeypatch.setattr(calls, "WAITS", (0.0,) * 3)
    world.open_run(learners=5)
    taken = {"pk": "RUN#R1", "sk": "SUBMISSION#000001#02", "kind": "snapshot", "pieces": 3}
    world.table.put(taken)
    before = world.items()
    with pytest.raises(Conflict):
        world.submit()
    assert world.items() == before
    world.table.client.delete_item(
        TableName=world.table.name, Key={k: {"S": str(taken[k])} for k in ("pk", "sk")}
    )
    world.submit()
    pieces = [item for item in world.items("snapshot") if item["sk"].startswith("SUBMISSION#")]
    assert len(pieces) == pieces[0]["pieces"] > 2
    stored = submissions.load_results(world.table, "R1", 1)
    assert stored == results(world.registered["R1"]).results


def test_results_meet_the_roster_that_belongs_to_the_run(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.open_run(learners=2)
    older = world.item("RUN#R1", "RUN#ROSTER#00")
    world.open_run(learners=3)
    read_many, torn = Table.get_many, [older]

    def torn_once(self: Table, keys: Sequence[Key]) -> list[Item]:
        """The roster from before the amendment and the head from after it, the first time."""
        found = read_many(self, keys)
        return [torn.pop() if torn and "ROSTER" in i["sk"] else i for i in found]  # type: ignore[misc]

    monkeypatch.setattr(Table, "get_many", torn_once)
    assert world.submit().submission.results == 6
    assert torn == []


def test_two_submissions_at_once_are_two_versions(world: World) -> None:
    world.open_run()
    of = world.registered["R1"]
    first, second = results(of), results(of, L1="nn")
    answers = at_once(
        world,
        lambda: submit_results(world.centre(), "R1", first).body.submission.version,
        lambda: submit_results(world.centre(), "R1", second).body.submission.version,
    )
    assert answers == [1, 2]
    assert submissions.load_results(world.table, "R1", 1) == first.results
    assert submissions.load_results(world.table, "R1", 2) == second.results


def test_results_superseded_while_they_are_verified_are_not_verified(world: World) -> None:
    world.submitted()
    submitted, decided = at_once(world, lambda: world.submit(L1="nn"), world.decide)
    assert submitted.submission.version == 2
    assert isinstance(decided, Conflict)
    assert decided.recorded == {"state": "superseded"}
    assert world.head()["status"] == "submitted"
    assert "decision" not in world.head()


def test_results_verified_while_others_are_submitted_stay(world: World) -> None:
    world.submitted()
    decided, submitted = at_once(world, world.decide, lambda: world.submit(L1="nn"))
    assert decided.status == "verified"
    assert isinstance(submitted, Conflict)
    assert world.head()["submission"]["version"] == 1
    assert world.history()[-1] == "results_verified"
