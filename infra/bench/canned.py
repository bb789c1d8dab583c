"""AWS's answers, recorded once and given again: requests are built and signed, answers parsed, and nothing sent."""

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

import boto3
from botocore.awsrequest import AWSResponse
from botocore.compat import HTTPHeaders


@dataclass(frozen=True)
class Answered:
    """One answer of AWS's."""

    status: int
    headers: dict[str, str]
    content: bytes


class _Raw(BytesIO):
    """What botocore reads a body from."""

    def stream(self, **_: Any) -> Iterator[bytes]:
        yield self.getvalue()


def default_session() -> boto3.session.Session:
    """The session that handlers make their clients with."""
    return boto3._get_default_session()  # noqa: SLF001 - there is no other door


def response(url: str, answered: Answered) -> AWSResponse:
    """An answer as botocore's own connections give it."""
    headers = HTTPHeaders()
    for name, value in answered.headers.items():
        headers[name] = value
    return AWSResponse(url, answered.status, headers, _Raw(answered.content))


@dataclass
class Tape:
    """The calls of one use case, in their order: each operation with its parameters, and the answers."""

    calls: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    answers: list[Answered] = field(default_factory=list)
    _next: Iterator[Answered] | None = None

    def record(self) -> None:
        """Keeps what clients of boto3's default session, made from now on, ask and are answered."""
        events = default_session().events
        # Last: a resource's values have become DynamoDB's JSON by then.
        events.register_last("before-parameter-build", self._keep_call)
        events.register("after-call", self._keep)

    def _keep_call(self, model: Any, params: dict[str, Any], **_: Any) -> None:
        self.calls.append((model.name, dict(params)))

    def _keep(self, http_response: Any, **_: Any) -> None:
        kept = dict(http_response.headers.items())
        self.answers.append(Answered(http_response.status_code, kept, http_response.content))

    def rewind(self) -> None:
        """The first answer is the next to be given; after the last comes the first again."""
        self._next = itertools.cycle(self.answers)

    def play(self) -> Answered:
        """The next answer."""
        if self._next is None:
            raise LookupError("rewind the tape first")
        return next(self._next)


@dataclass
class Player:
    """Answers every client of boto3's default session from the tape that is in."""

    tape: Tape | None = None

    def __post_init__(self) -> None:
        boto3.setup_default_session()
        # Typed as if handlers answered nothing; what one of `before-send` answers is taken for AWS's.
        events: Any = default_session().events
        events.register_first("before-send", self._answer)

    def _answer(self, request: Any, **_: Any) -> AWSResponse:
        if self.tape is None:
            raise LookupError(f"no tape is in, and {request.url} was asked")
        return response(request.url, self.tape.play())
