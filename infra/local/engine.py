"""The engine that the local stack runs on: an address that answers AWS's own protocols.

moto, in this process, unless ENGINE_URL names another. Nothing else here knows which it is: what AWS
has no call for, reading sent mail and signing as a user pool, stands here.
"""

import functools
import itertools
import os
import time
from dataclasses import dataclass, field
from typing import Any, Protocol

import botocore.session
from botocore.config import Config
from joserfc.jwk import RSAKey

REGION = "eu-west-2"
# Each stack has an account of its own, so that several can stand beside each other. They begin
# with the time, because an engine may remember those of an earlier process.
_ACCOUNTS = itertools.count(100_000_000_000 + int(time.time()))


class MailNotAvailable(Exception):
    """The engine has no way to read back what was sent."""


class SigningNotAvailable(Exception):
    """The engine keeps its user pools' keys to itself."""


class Engine(Protocol):
    """What the local stack asks of an engine besides AWS's calls."""

    url: str

    def forget(self, account: str) -> None:
        """Removes everything that was made in an account, if the engine can."""

    def sent_mail(self, account: str) -> list[bytes]:
        """The messages sent so far, newest last; raises MailNotAvailable."""

    def signing_key(self, account: str) -> RSAKey:
        """What the account's user pools sign tokens with; raises SigningNotAvailable."""


@dataclass
class MotoEngine:
    """moto in this process. Its port stays the same for as long as the process lives."""

    url: str = field(init=False)

    def __post_init__(self) -> None:
        # Another engine should not pay for importing moto.
        from infra.local.moto_mail import correct_mail  # noqa: PLC0415
        from infra.local.moto_server import MotoServer  # noqa: PLC0415

        correct_mail()

        self.url = MotoServer().url

    def forget(self, account: str) -> None:
        """Drops the account from every moto backend."""
        from moto.core.base_backend import BackendDict  # noqa: PLC0415

        # moto itself resets all accounts or none.
        for accounts in vars(BackendDict)["_instances"]:
            accounts.pop(account, None)

    def sent_mail(self, account: str) -> list[bytes]:
        """The raw messages that SES was given."""
        from moto.backends import get_backend  # noqa: PLC0415

        messages = get_backend("ses")[account][REGION].sent_messages
        return [message.raw_data.encode() for message in messages]

    def signing_key(self, account: str) -> RSAKey:
        """The one key that all of moto's pools have."""
        from moto.backends import get_backend  # noqa: PLC0415

        pools = get_backend("cognito-idp")[account][REGION].user_pools
        key: RSAKey = next(iter(pools.values())).json_web_key
        return key


@dataclass
class RemoteEngine:
    """Another engine, already running."""

    url: str

    def forget(self, account: str) -> None:
        """Nothing: start the engine anew instead."""

    def sent_mail(self, account: str) -> list[bytes]:
        """Raises MailNotAvailable."""
        raise MailNotAvailable(f"what {account} sent cannot be read back from {self.url}")

    def signing_key(self, account: str) -> RSAKey:
        """Raises SigningNotAvailable."""
        raise SigningNotAvailable(f"{self.url} alone can sign the tokens of {account}")


@functools.cache
def engine() -> Engine:
    """The process's engine, started at the first call."""
    url = os.environ.get("ENGINE_URL")
    return RemoteEngine(url) if url else MotoEngine()


def new_account() -> str:
    """An account that no other stack of this process uses."""
    return str(next(_ACCOUNTS))


def environment(url: str, account: str) -> dict[str, str]:
    """The variables that lead every AWS client of this process to an account on the engine."""
    return {
        # Engines take an access key that looks like an account for that account's.
        "AWS_ACCESS_KEY_ID": account,
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
def _session() -> Any:
    # One session, because it keeps what it read about each service.
    return botocore.session.Session()


@functools.cache
def client(service: str, url: str, account: str) -> Any:
    """A client of one AWS service in an account on the engine at `url`, made once."""
    return _session().create_client(
        service,
        region_name=REGION,
        endpoint_url=url,
        aws_access_key_id=account,
        aws_secret_access_key="local",  # noqa: S106 - opens nothing
        config=Config(account_id_endpoint_mode="disabled"),
    )
