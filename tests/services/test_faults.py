"""Whatever goes wrong at whichever AWS call: the caller tries again, and it is as if nothing had gone wrong."""

import secrets
from collections.abc import Iterable

import pytest

from shared.store.table import Put, Table
from tests.services.faults import Fault, Rehearsal, Scenario, number_identifiers, play_all
from tests.services.scenarios import READING, TRANSITIONS, WRITING
from tests.services.world import World

pytestmark = pytest.mark.slow

READS = ("Get", "BatchGet", "TransactGet", "Query")
(SUBMIT,) = (each for each in TRANSITIONS if each.name == "submit results")
ONE_BY_ONE = (Fault.REFUSED, Fault.LOST, Fault.KILLED)


@pytest.fixture(autouse=True)
def _identifiers_in_order(monkeypatch: pytest.MonkeyPatch) -> None:
    number_identifiers(monkeypatch)


def all_played(world: World, scenario: Scenario, key: str | None = None) -> list[str]:
    rehearsal = Rehearsal(world, scenario, key)
    struck = play_all(rehearsal)
    for fault in ONE_BY_ONE:
        assert struck[fault] == rehearsal.calls
    assert struck[Fault.CONTENDED] == [c for c in rehearsal.calls if c.startswith("Transact")]
    return rehearsal.calls


@pytest.mark.parametrize("key", [None, "a-key"], ids=["no key", "a key"])
@pytest.mark.parametrize("scenario", TRANSITIONS, ids=str)
def test_a_transition(world: World, scenario: Scenario, key: str | None) -> None:
    calls = all_played(world, scenario, key)
    # Reading what it decides on, and then one transaction: there is nothing between to be left half done.
    assert len(calls) > 1
    assert [call for call in calls if not call.startswith(READS)] == ["TransactWriteItems"]


@pytest.mark.parametrize("scenario", WRITING, ids=str)
def test_another_write(world: World, scenario: Scenario) -> None:
    calls = all_played(world, scenario)
    assert not calls[-1].startswith(READS)


@pytest.mark.parametrize("scenario", READING, ids=str)
def test_reading(world: World, scenario: Scenario) -> None:
    calls = all_played(world, scenario)
    assert calls
    assert all(call.startswith(READS) for call in calls)


def one_item_at_a_time(self: Table, puts: Iterable[Put]) -> None:
    """Write as if there were no transactions."""
    for put in puts:
        self.client.put_item(**put.request(self.name)["Put"])


def test_the_harness_sees_writes_that_do_not_belong_together(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Table, "write", one_item_at_a_time)
    rehearsal = Rehearsal(world, SUBMIT)
    with pytest.raises(AssertionError):
        play_all(rehearsal)
    world.put_back(rehearsal.start)


def test_the_harness_sees_what_is_done_twice(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "shared.services.submit_results.results_fingerprint", lambda _: secrets.token_hex()
    )
    rehearsal = Rehearsal(world, SUBMIT)
    with pytest.raises(AssertionError):
        play_all(rehearsal)
    world.put_back(rehearsal.start)
