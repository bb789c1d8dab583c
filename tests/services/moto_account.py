"""An AWS account of the services' own tests: moto in this process, asked one call at a time.

moto's `mock_aws` would empty every account of the process, and with it a local stack that another test left running.
Here moto answers these clients alone, in an account that nobody else uses, and under one lock: its state is not safe
for several threads.
"""

import copy
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from itertools import count
from threading import Lock
from typing import Any

import boto3
from botocore.config import Config
from moto.backends import get_backend
from moto.core.botocore_stubber import BotocoreStubber

from infra.local.creators.site import Site
from infra.local.creators.storage import CREATORS
from infra.local.deployment import Deployment
from infra.local.intrinsics import Resolver
from infra.local.moto_copies import lighten
from infra.local.parameters import LOCAL, settle_parameters
from infra.local.properties import Properties
from infra.local.translating import read_template

ACCOUNT = "111122223333"
REGION = "eu-west-2"
SENDER = "certification@awards.example"
_CONFIG = Config(account_id_endpoint_mode="disabled", ignore_configured_endpoint_urls=True)
_ONE_AT_A_TIME = Lock()
_stubber = BotocoreStubber()
_stubber.enabled = True
_stacks = count(1)


@dataclass(frozen=True)
class _Account(Site):
    """Where the template's creators make things: on these clients instead of at an address."""

    clients: Mapping[str, Any]

    def client(self, service: str) -> Any:
        return self.clients[service]


@cache
def clients(users: str = "services") -> dict[str, Any]:
    """The clients of the account, by service, made once: making one takes 50 ms.

    The tests look with other clients than the `services` have, whose calls are counted and disturbed.
    """
    assert users in {"services", "tests"}
    session = boto3.Session("tests", "tests", region_name=REGION)
    made = {each: session.client(each, config=_CONFIG) for each in ("dynamodb", "sesv2", "s3")}
    for client in made.values():
        client.meta.events.register_first("before-send", _answered_by_moto)
    return made


def _answered_by_moto(request: Any, event_name: str, **_: Any) -> Any:
    request.headers["x-moto-account-id"] = ACCOUNT
    with _ONE_AT_A_TIME:
        return _stubber(event_name, request) or _refuse(request)


def _refuse(request: Any) -> None:
    raise ConnectionError(f"moto does not answer {request.url}, and nobody else is asked.")


@cache
def _resource(logical_id: str) -> tuple[str, dict[str, Any]]:
    """A resource's type and properties as the template gives them."""
    template = read_template()
    parameters = settle_parameters(template["Parameters"], LOCAL)
    resolver = Resolver(parameters, template.get("Conditions", {}))
    resource = template["Resources"][logical_id]
    properties = resolver.resolve(resource["Properties"])
    # Nobody reads the stream here, and moto copies all of it at each transaction.
    properties.pop("StreamSpecification", None)
    return resource["Type"], properties


def _build(logical_id: str) -> str:
    # A name of its own each time: moto cannot empty one account's buckets without all others' objects.
    stack = f"tests-{next(_stacks)}"
    where = _Account("", "", stack, Deployment(ACCOUNT, REGION), clients("tests"))
    kind, values = _resource(logical_id)
    properties = Properties(values, logical_id)
    made = CREATORS[kind](logical_id, properties, where)
    properties.finish()
    return made.ref


@cache
def table() -> str:
    """Build the template's table; return its name. There is one, which `put_back` puts in order for each test."""
    lighten()
    return _build("CourseRunsTable")


def allow_sending() -> None:
    """Let SES take messages from the awarding organisation."""
    _ses().verify_email_identity(SENDER)


def forbid_sending() -> None:
    """Let SES refuse them."""
    _ses().email_identities.clear()


def build_bucket(logical_id: str = "ReportsBucket") -> str:
    """Build a bucket as the template has it; return its name."""
    return _build(logical_id)


def stored(table: str) -> list[dict[str, Any]]:
    """All items of a table as DynamoDB writes them, much faster than by a Scan."""
    return [item.to_json()["Attributes"] for item in _dynamodb().tables[table].all_items()]


def sent_mail() -> list[bytes]:
    """The messages that SES took, as they were handed in."""
    return [message.raw_data.encode() for message in _ses().sent_messages]


def kept_tables() -> Any:
    """The tables as they stand, to come back to with `put_back`."""
    return copy.deepcopy(_dynamodb().tables)


def put_back(tables: Any) -> None:
    """Let the tables stand as they did when `kept_tables` looked, no mail be sent since, and SES take mail."""
    _dynamodb().tables = copy.deepcopy(tables)
    _ses().sent_messages.clear()
    allow_sending()


def empty(bucket: str) -> None:
    """Forget a bucket's objects."""
    get_backend("s3")[ACCOUNT]["aws"].buckets[bucket].keys.clear()


def _dynamodb() -> Any:
    return get_backend("dynamodb")[ACCOUNT][REGION]


def _ses() -> Any:
    return get_backend("ses")[ACCOUNT][REGION]
