"""Faults: one AWS call of a use case goes wrong, its caller tries again, and what is left is compared.

Every call of the clients is numbered, so that each can go wrong in turn, in each way that a call can.
"""

import json
import re
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, is_dataclass
from datetime import timedelta
from enum import StrEnum
from itertools import count, product
from typing import Any, Self

import pytest
from botocore.exceptions import ConnectTimeoutError, ReadTimeoutError
from pydantic import BaseModel

from shared.services import new_ids
from shared.services.call import Answer
from tests.services.consistency import check_consistency
from tests.services.world import World

LATER = timedelta(seconds=20)
_NUMBER = re.compile(r"\bB(\d{3})-(\d{3})(\d)-(\d{3})[0-9A-Z]\b")
_MADE = re.compile(r"\b(?:[QCR]-\d{10}|B\d{6})\b")


class Fault(StrEnum):
    """How a call goes wrong."""

    REFUSED = "fails before it takes effect"
    LOST = "takes effect, but its answer is lost"
    KILLED = "is the last thing its invocation does"
    CONTENDED = "meets another transaction"


class Killed(BaseException):
    """The invocation ends here: no handler of exceptions sees it."""


@dataclass
class Struck:
    """Counts the calls of clients while it is entered; call number `at` goes wrong, if there is one."""

    clients: Mapping[str, Any]
    at: int | None = None
    fault: Fault = Fault.REFUSED
    calls: list[str] = field(default_factory=list)

    def __enter__(self) -> Self:
        for client in self.clients.values():
            client.meta.events.register("before-call", self._before)
            client.meta.events.register("after-call", self._after)
        return self

    def __exit__(self, *_: object) -> None:
        for client in self.clients.values():
            client.meta.events.unregister("before-call", self._before)
            client.meta.events.unregister("after-call", self._after)

    @property
    def struck(self) -> str | None:
        """The name of the call that went wrong."""
        at = self.at
        return self.calls[at - 1] if at is not None and at <= len(self.calls) else None

    def _before(self, model: Any, params: Any, **_: Any) -> None:
        self.calls.append(model.name)
        if len(self.calls) != self.at:
            return
        if self.fault is Fault.REFUSED:
            raise ConnectTimeoutError(endpoint_url=model.name)
        if self.fault is Fault.CONTENDED and model.name.startswith("Transact"):
            reasons = [
                {"Code": "TransactionConflict"} for _ in json.loads(params["body"])["TransactItems"]
            ]
            error = {"Code": "TransactionCanceledException", "Message": ""}
            exceptions = self.clients["dynamodb"].exceptions
            raise exceptions.TransactionCanceledException(
                {"Error": error, "CancellationReasons": reasons}, model.name
            )

    def _after(self, **_: Any) -> None:
        if len(self.calls) != self.at:
            return
        if self.fault is Fault.LOST:
            raise ReadTimeoutError(endpoint_url=self.calls[-1])
        if self.fault is Fault.KILLED:
            raise Killed


FAILURES = (Killed, ConnectTimeoutError, ReadTimeoutError)


@dataclass(frozen=True)
class Scenario:
    """A use case to disturb: what leads up to it, and the call, perhaps with an Idempotency-Key."""

    name: str
    prepare: Callable[[World], object]
    act: Callable[[World, str | None], Any]

    def __str__(self) -> str:
        return self.name


@dataclass
class Rehearsal:
    """A scenario in a prepared world, played once undisturbed to know its calls and what it leaves."""

    world: World
    scenario: Scenario
    key: str | None = None

    def __post_init__(self) -> None:
        self.scenario.prepare(self.world)
        self.start = self.world.keep()
        with Struck(self.world.clients) as undisturbed:
            answer = self.scenario.act(self.world, self.key)
        self.calls = undisturbed.calls
        self.left = what_is_left(self.world, answer, keyed=self.key is not None)

    def play(self, at: int, fault: Fault) -> tuple[dict[str, Any], str | None]:
        """Disturb call number `at`; where that fails the use case, try it again some seconds later.

        Returns what is left then, and which call was struck.
        """
        self.world.put_back(self.start)
        with Struck(self.world.clients, at, fault) as disturbed:
            try:
                answer = self.scenario.act(self.world, self.key)
            except FAILURES:
                assert fault is not Fault.CONTENDED, "others at work are no failure"
                answer = None
        if answer is None:
            self.world.now += LATER
            answer = self.scenario.act(self.world, self.key)
        check_consistency(self.world)
        return what_is_left(self.world, answer, keyed=self.key is not None), disturbed.struck


def play_all(rehearsal: Rehearsal) -> dict[Fault, list[str]]:
    """Let each call of a scenario go wrong in each way; assert that every time the same is left.

    Returns the calls that were struck.
    """
    struck: dict[Fault, list[str]] = {fault: [] for fault in Fault}
    for fault, (at, call) in product(Fault, enumerate(rehearsal.calls, start=1)):
        if fault is Fault.CONTENDED and not call.startswith("Transact"):
            continue
        left, hit = rehearsal.play(at, fault)
        assert left == rehearsal.left, f"call {at}, {hit}, {fault}"
        struck[fault] += [hit] if hit else []
    return struck


def number_identifiers(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let new identifiers count up instead of being random, so that they can be compared by their order."""
    numbers = count(1)

    def characters(length: int) -> str:
        # Blocks of certificate numbers have no prefix of their own to be known by.
        prefix = "B" if length == new_ids.BLOCK_LENGTH else ""
        return prefix + str(next(numbers)).zfill(length - len(prefix))

    monkeypatch.setattr(new_ids, "_characters", characters)


def what_is_left(world: World, answer: Any, *, keyed: bool) -> dict[str, Any]:
    """The stored items and objects and the answer; identifiers by their order, moments of a retry as of the first try.

    Links are left out: an email that is sent again has another one.
    """
    items = [item for item in world.items() if item["kind"] != "link"]
    left = {"items": items, "objects": world.objects(), "answer": _told(answer, keyed=keyed)}
    text = json.dumps(left, default=_readable, ensure_ascii=False)
    text = re.sub(rf"(T\d\d:\d\d):{LATER.seconds}", r"\1:00", text)
    text = re.sub(r'("expires_at": )(\d+)', lambda m: m[1] + str(int(m[2]) - int(m[2]) % 60), text)
    text = _NUMBER.sub(r"B\1\2 \3\4", text)
    made: dict[str, list[str]] = {}
    for each in sorted(set(_MADE.findall(text))):
        made.setdefault(each[0], []).append(each)
    names = {each: f"{kind}{n}" for kind, all_of in made.items() for n, each in enumerate(all_of)}
    compared: dict[str, Any] = json.loads(_MADE.sub(lambda m: names[m[0]], text))
    return compared


def _told(answer: Any, *, keyed: bool) -> Any:
    if isinstance(answer, Answer):
        # Without a key, a repeat only tells what was recorded before.
        told = answer.body.model_dump(mode="json")
        return {"fresh": answer.fresh, "body": told} if keyed else told
    if isinstance(answer, BaseModel):
        return answer.model_dump(mode="json")
    return repr(answer) if is_dataclass(answer) else answer


def _readable(value: Any) -> Any:
    return zlib.decompress(value).decode() if isinstance(value, bytes) else str(value)
