"""The engine that the local stack runs on: an address that answers AWS's own protocols.

moto, in this process, unless ENGINE_URL names another. Nothing else here knows which it is, except
reading the mail that was sent, for which AWS has no call.
"""

import functools
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Protocol

import boto3

ACCOUNT = "123456789012"
REGION = "eu-west-2"


class MailNotAvailable(Exception):
    """The engine has no way to read back what was sent."""


class Engine(Protocol):
    """What the local stack asks of an engine besides AWS's calls."""

    url: str

    def forget_everything(self) -> None:
        """Removes everything that was ever made on the engine, if it can."""

    def sent_mail(self) -> list[bytes]:
        """The messages sent so far, newest last; raises MailNotAvailable."""


@dataclass
class MotoEngine:
    """moto in this process. Its port stays the same for as long as the process lives."""

    url: str = field(init=False)

    def __post_init__(self) -> None:
        # Another engine should not pay for importing moto.
        from infra.local.moto_server import MotoServer  # noqa: PLC0415

        self.url = MotoServer().url

    def forget_everything(self) -> None:
        """Resets every moto backend."""
        from moto.moto_api._internal.models import moto_api_backend  # noqa: PLC0415

        moto_api_backend.reset()

    def sent_mail(self) -> list[bytes]:
        """The raw messages that SES was given."""
        from moto.backends import get_backend  # noqa: PLC0415

        messages = get_backend("ses")[ACCOUNT][REGION].sent_messages
        return [message.raw_data.encode() for message in messages]


@dataclass
class RemoteEngine:
    """Another engine, already running."""

    url: str

    def forget_everything(self) -> None:
        """Nothing: start the engine anew instead."""

    def sent_mail(self) -> list[bytes]:
        """Raises MailNotAvailable."""
        raise MailNotAvailable(f"what was sent cannot be read back from {self.url}")


@functools.cache
def engine() -> Engine:
    """The process's engine, started at the first call."""
    url = os.environ.get("ENGINE_URL")
    return RemoteEngine(url) if url else MotoEngine()


def environment(url: str) -> dict[str, str]:
    """The variables that lead every AWS client of this process to the engine at `url`."""
    return {
        "AWS_ACCESS_KEY_ID": "local",
        "AWS_SECRET_ACCESS_KEY": "local",
        "AWS_SESSION_TOKEN": "local",
        "AWS_DEFAULT_REGION": REGION,
        "AWS_REGION": REGION,
        "AWS_ENDPOINT_URL": url,
        # Or stream calls go to an address of their own, which no engine answers.
        "AWS_ACCOUNT_ID_ENDPOINT_MODE": "disabled",
        "AWS_EC2_METADATA_DISABLED": "true",
        # The machine's own AWS settings are no business of the local stack's.
        "AWS_CONFIG_FILE": os.devnull,
        "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
    }


@functools.cache
def client(service: str, url: str) -> Any:
    """A client of one AWS service on the engine at `url`, made once: making one takes 50 ms."""
    keys: dict[str, Any] = {"aws_access_key_id": "local", "aws_secret_access_key": "local"}
    session: Any = boto3.session.Session(region_name=REGION, **keys)
    return session.client(service, endpoint_url=url)


@contextmanager
def variables(values: Mapping[str, str]) -> Iterator[None]:
    """Sets environment variables and afterwards puts back what was there."""
    before = {name: os.environ.get(name) for name in values}
    os.environ.update(values)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value
