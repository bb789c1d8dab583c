"""One call of a use case: by whom, when, on which table; decided on what stands now, and once per Idempotency-Key."""

import hashlib
import random
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import wraps
from typing import Concatenate, Generic, ParamSpec, TypeVar

from pydantic import BaseModel

from shared.domain.clock import london_date
from shared.domain.faults import Conflict, Fault, Invalid
from shared.domain.people import Caller
from shared.store import answers
from shared.store.answers import Kept
from shared.store.table import Moved, Put, Table, Write

P = ParamSpec("P")
M = TypeVar("M", bound=BaseModel)

# Seconds to wait, at most, before deciding again on what has changed meanwhile.
WAITS = (0.0, 0.02, 0.05, 0.1, 0.2, 0.4)


@dataclass(frozen=True, slots=True)
class Answer(Generic[M]):
    """What a use case answers; `fresh` unless it only tells what was recorded before."""

    body: M
    fresh: bool = True


@dataclass(frozen=True, slots=True)
class Call:
    """The circumstances of one call."""

    table: Table
    caller: Caller
    now: datetime
    idempotency_key: str | None = None
    fingerprint: str = ""
    # What else has to hold, or to be written, in the transaction of the decision.
    also: Sequence[Write] = ()

    @property
    def today(self) -> date:
        """The date in the United Kingdom."""
        return london_date(self.now)

    @property
    def who(self) -> str:
        """Whose Idempotency-Keys these are: one caller's never meet another's."""
        return f"{self.caller.role}#{self.caller.subject}"

    def save(self, puts: Iterable[Write], body: M) -> Answer[M]:
        """Write a decision in one transaction, with the answer to give again for its Idempotency-Key."""
        answer = Answer(body)
        self.table.write([*puts, *self.also, *self.keeping(answer)])
        return answer

    def keeping(self, answer: Answer[M]) -> list[Put]:
        """Return the write that keeps `answer` for the call's Idempotency-Key, if it has one."""
        if self.idempotency_key is None:
            return []
        kept = Kept(self.fingerprint, answer.fresh, answer.body.model_dump_json().encode())
        return [answers.keep(self.who, self.idempotency_key, kept, self.now)]


Service = Callable[Concatenate[Call, P], Answer[M]]


def use_case(answers_with: type[M]) -> Callable[[Service[P, M]], Service[P, M]]:
    """Make a service a use case that answers with the model `answers_with`.

    When what it decided on has changed before it wrote, it decides again. The same Idempotency-Key with the same
    arguments gives the answer that was given first; with other arguments it is refused.
    """

    def decorate(service: Service[P, M]) -> Service[P, M]:
        @wraps(service)
        def run(call: Call, /, *args: P.args, **kwargs: P.kwargs) -> Answer[M]:
            if call.idempotency_key is None:
                return _decided(lambda: service(call, *args, **kwargs))
            keyed = replace(call, fingerprint=_fingerprint(service.__name__, args, kwargs))
            return _decided(
                lambda: _kept(keyed, answers_with) or _keep(keyed, service(keyed, *args, **kwargs))
            )

        return run

    return decorate


def _decided(decide: Callable[[], Answer[M]]) -> Answer[M]:
    for wait in WAITS:
        try:
            return decide()
        except Moved:
            # Jitter, so that callers who collided do not collide again.
            time.sleep(random.uniform(0, wait))  # noqa: S311
    raise Conflict("Others are changing this at the same time. Nothing was recorded; try again.")


def _kept(call: Call, answers_with: type[M]) -> Answer[M] | None:
    kept = answers.load(call.table, call.who, call.idempotency_key or "", call.now)
    if kept is None:
        return None
    if kept.fingerprint != call.fingerprint:
        detail = "This Idempotency-Key was used for another request."
        raise Invalid([Fault("", detail)], detail)
    return Answer(answers_with.model_validate_json(kept.body), kept.fresh)


def _keep(call: Call, answer: Answer[M]) -> Answer[M]:
    if not answer.fresh:
        call.table.write(call.keeping(answer))
    return answer


def _fingerprint(name: str, args: tuple[object, ...], kwargs: dict[str, object]) -> str:
    parts = [name, *args, *sorted(kwargs.items(), key=lambda named: named[0])]
    texts = (p.model_dump_json() if isinstance(p, BaseModel) else repr(p) for p in parts)
    return hashlib.sha256("\n".join(texts).encode()).hexdigest()
