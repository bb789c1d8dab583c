"""The whole service on one machine: deploy, gateway, dispatcher and console in one process."""

import functools
import socket
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.routing import Mount

from infra.local import mailbox
from infra.local.console import Console
from infra.local.deployer import deploy
from infra.local.deployment import Deployment
from infra.local.dispatcher import Dispatcher, Outcome
from infra.local.engine import Engine, client, engine, new_account
from infra.local.gateway import Gateway
from infra.local.identity import Identity
from infra.local.invoking import Invoker
from infra.local.mailbox_pages import mailbox_routes
from infra.local.pages import style
from infra.local.parameters import LOCAL
from infra.local.people import everybody
from infra.local.permissions import Permissions
from infra.local.tokens import Tokens
from infra.local.translating import TEMPLATE, translate

Progress = Callable[[str], None]


def _silent(_message: str) -> None:
    """Nobody is watching."""


@dataclass
class Stack:
    """A running stack. `url` is the API's address; what is only local stands under `url`/local."""

    url: str
    deployment: Deployment
    engine: Engine
    invoker: Invoker
    dispatcher: Dispatcher
    console: Console
    identity: Identity
    permissions: Permissions
    tokens: dict[tuple[str, str | None], str] = field(default_factory=dict)

    def client(self, service: str) -> Any:
        """A boto3 client of one AWS service on the stack's engine."""
        return client(service, self.engine.url, self.deployment.account)

    def sign_in(
        self, group: str, *, centre_id: str | None = None, verifier_id: str | None = None
    ) -> str:
        """A token for a user of `group`; the same one when asked again."""
        who = (group, centre_id or verifier_id)
        if who not in self.tokens:
            self.tokens[who] = self.console.desk.token(*who)
        return self.tokens[who]

    def settle(self) -> int:
        """Waits until all that was in flight has been dealt with; answers in how many batches."""
        return self.dispatcher.settle()

    def fire(self, schedule: str, at: datetime | None = None) -> Outcome:
        """Fires a schedule, by its name in template.yaml; raises LookupError without one."""
        name = self.deployment.schedule_named(schedule)
        if name is None:
            raise LookupError(f"no schedule {schedule}")
        return self.dispatcher.fire(name, at or datetime.now(UTC))

    def mail(self) -> list[dict[str, Any]]:
        """The messages sent so far, newest last, as the console shows them."""
        return [dict(mailbox.read(raw)) for raw in self.engine.sent_mail(self.deployment.account)]

    def objects(self) -> list[dict[str, Any]]:
        """What lies in the buckets, as the console shows it."""
        return self.console.objects()

    def messages(self, queue: str) -> list[str]:
        """The bodies of up to ten messages that wait in a queue, by its name in template.yaml."""
        url = self.deployment.resources[queue].ref
        received = self.client("sqs").receive_message(
            QueueUrl=url, MaxNumberOfMessages=10, VisibilityTimeout=0
        )
        return [message["Body"] for message in received.get("Messages", [])]


@contextmanager
def local_stack(
    *,
    port: int = 0,
    parameters: Mapping[str, str] | None = None,
    template: Path = TEMPLATE,
    background: bool = False,
    progress: Progress = _silent,
) -> Iterator[Stack]:
    """Deploys a template on this machine, serves it on 127.0.0.1, and afterwards forgets it.

    A free port is taken for 0. `parameters` go before the local ones. With `background`, streams
    are fed as they fill; without, at `settle`. Several may stand beside each other, each in an
    account of its own, as long as their functions run in turn: the environment is the process's.
    """
    progress("starting the engine")
    power, account = engine(), new_account()
    with _listening(port) as listener:
        url = f"http://127.0.0.1:{listener.getsockname()[1]}"
        progress("deploying template.yaml")
        translated = translate(template)
        local = {k: v for k, v in LOCAL.items() if k in translated.get("Parameters", {})}
        deployment = deploy(
            translated,
            engine_url=power.url,
            account=account,
            api_url=url,
            parameters={**local, **(parameters or {})},
        )
        stack = _assemble(url, deployment, power)
        with (
            _forgotten(stack),
            _served(_application(stack), listener),
            _pumped(stack.dispatcher, background=background),
        ):
            progress(f"serving {url}")
            yield stack


@contextmanager
def _forgotten(stack: Stack) -> Iterator[None]:
    # Whoever uses the functions' modules themselves finds this stack's settings too.
    stack.invoker.take_over()
    try:
        yield
    finally:
        stack.invoker.leave()
        stack.engine.forget(stack.deployment.account)


def _assemble(url: str, deployment: Deployment, power: Engine) -> Stack:
    clients = functools.partial(client, url=power.url, account=deployment.account)
    permissions = Permissions(deployment)
    invoker = Invoker(deployment, permissions, power.url)
    dispatcher = Dispatcher(deployment, invoker, clients)
    console = Console(deployment, power, dispatcher, clients)
    # The console makes its desk when it is first asked for: not every template has users.
    identity = Identity(
        deployment,
        power,
        desk=lambda: console.desk,
        everybody=lambda: everybody(clients, deployment.outputs["TableName"]),
    )
    return Stack(url, deployment, power, invoker, dispatcher, console, identity, permissions)


def _application(stack: Stack) -> Starlette:
    gateway = Gateway(stack.deployment, stack.invoker, Tokens(stack.engine.url))
    # Pages elsewhere must not reach the console through a name of theirs that leads here.
    hosts = Middleware(TrustedHostMiddleware, allowed_hosts=["127.0.0.1", "localhost"])
    ours = [
        *stack.console.routes(),
        *stack.identity.routes(),
        *mailbox_routes(stack.console.messages),
        style(),
    ]
    return Starlette(routes=[*ours, Mount("/", gateway)], middleware=[hosts])


@contextmanager
def _listening(port: int) -> Iterator[socket.socket]:
    # Named as TCP, or asyncio leaves Nagle's algorithm on and each answer takes 40 ms.
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    with listener:
        listener.bind(("127.0.0.1", port))
        yield listener


@contextmanager
def _served(application: Starlette, listener: socket.socket) -> Iterator[None]:
    config = uvicorn.Config(
        application, log_level="warning", access_log=False, lifespan="off", ws="none"
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(
        target=server.run, kwargs={"sockets": [listener]}, name="gateway", daemon=True
    )
    thread.start()
    while not server.started and thread.is_alive():
        time.sleep(0.005)
    try:
        yield
    finally:
        server.should_exit = True
        thread.join()


@contextmanager
def _pumped(dispatcher: Dispatcher, *, background: bool) -> Iterator[None]:
    if background:
        dispatcher.start()
    try:
        yield
    finally:
        dispatcher.stop()
