"""Callers at the same moment: each has decided before any of them writes."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, BrokenBarrierError, Event, local
from typing import Any

from tests.services.world import World

WRITE = "dynamodb.TransactWriteItems"


def at_once(world: World, *acts: Callable[[], Any], write: str = WRITE) -> list[Any]:
    """Run `acts` in threads; return what each answered or raised.

    The first `write` of each waits until all stand before theirs; then they write in the order in which they are
    named, so that the first wins. An act that never comes to write fails the test: it would not have raced.
    """
    ready, thread = Barrier(len(acts), timeout=10), local()
    written = [Event() for _ in acts]

    def wait_for_the_others(**_: Any) -> None:
        if not thread.has_waited:
            thread.has_waited = True
            ready.wait()
            if thread.place > 0:
                written[thread.place - 1].wait(timeout=10)

    def let_the_next_write(**_: Any) -> None:
        written[thread.place].set()

    def outcome(place: int) -> Any:
        thread.place, thread.has_waited = place, False
        try:
            return acts[place]()
        except BrokenBarrierError:
            raise
        except Exception as refusal:  # noqa: BLE001  (that is what it answered)
            return refusal

    events = world.table.client.meta.events
    events.register(f"before-call.{write}", wait_for_the_others)
    events.register(f"after-call.{write}", let_the_next_write)
    try:
        with ThreadPoolExecutor(len(acts)) as threads:
            return list(threads.map(outcome, range(len(acts))))
    finally:
        events.unregister(f"before-call.{write}", wait_for_the_others)
        events.unregister(f"after-call.{write}", let_the_next_write)
