"""Runs a function's handler in this process, as Lambda would run it in its own."""

import importlib
import json
import logging
import os
import threading
import time
import traceback
import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from infra.local.deployment import Deployment, Function
from infra.local.engine import environment
from infra.local.permissions import Permissions
from infra.local.process import PROCESS

_LOG = logging.getLogger(__name__)
# The one variable that each function has its own value of: it is read when a handler is imported.
_OF_ITS_OWN = "POWERTOOLS_SERVICE_NAME"


class Disagreement(Exception):
    """Two functions give one environment variable different values; here they share a process."""


class FunctionFailed(Exception):
    """A handler raised, could not be imported, or answered what is not JSON.

    `payload` is what Lambda would answer: errorType, errorMessage and stackTrace.
    """

    def __init__(self, cause: BaseException) -> None:
        super().__init__(f"{type(cause).__name__}: {cause}")
        self.payload = {
            "errorMessage": str(cause),
            "errorType": type(cause).__name__,
            "stackTrace": traceback.format_tb(cause.__traceback__),
        }


@dataclass(frozen=True)
class LambdaContext:
    """What a handler is given besides its event, named as Lambda names it."""

    function_name: str
    invoked_function_arn: str
    memory_limit_in_mb: str
    log_group_name: str
    deadline: float
    aws_request_id: str = field(default_factory=lambda: str(uuid.uuid4()))
    function_version: str = "$LATEST"
    log_stream_name: str = "local"
    identity: None = None
    client_context: None = None

    def get_remaining_time_in_millis(self) -> int:
        """How long until Lambda would stop the function, in milliseconds."""
        return max(0, int((self.deadline - time.monotonic()) * 1000))


def shared_environment(functions: Iterable[Function]) -> dict[str, str]:
    """Every function's variables together; raises Disagreement where they differ."""
    union: dict[str, str] = {_OF_ITS_OWN: "local"}
    for function in functions:
        for name, value in function.environment.items():
            if name != _OF_ITS_OWN and union.setdefault(name, value) != value:
                raise Disagreement(f"{function.logical_id} gives {name} a value of its own")
    return union


class Invoker:
    """The functions of one deployment, each imported when it is first needed."""

    def __init__(self, deployment: Deployment, permissions: Permissions, url: str) -> None:
        self._functions = deployment.functions
        self._permissions = permissions
        shared = shared_environment(deployment.functions.values())
        self._environment = environment(url, deployment.account) | shared
        self._handlers: dict[str, Callable[[Any, LambdaContext], Any]] = {}
        self._importing = threading.RLock()

    def invoke(self, logical_id: str, event: Any) -> Any:
        """The handler's answer to an event; both pass through JSON. Raises FunctionFailed."""
        function = self._functions[logical_id]
        context = LambdaContext(
            function_name=function.name,
            invoked_function_arn=function.arn,
            memory_limit_in_mb=str(function.memory),
            log_group_name=function.name,
            deadline=time.monotonic() + function.timeout,
        )
        try:
            self.take_over()
            handler = self.handler(logical_id)
            with self._permissions.held(function):
                answer = handler(json.loads(json.dumps(event)), context)
            return json.loads(json.dumps(answer))
        except Exception as cause:
            _LOG.exception("%s failed (%s)", logical_id, context.aws_request_id)
            raise FunctionFailed(cause) from cause
        finally:
            if context.get_remaining_time_in_millis() == 0:
                _LOG.warning("%s took longer than its %s s", logical_id, function.timeout)

    def take_over(self) -> None:
        """Has this process's environment speak of this deployment."""
        PROCESS.take_over(self, self._environment)

    def leave(self) -> None:
        """Gives the environment back."""
        PROCESS.leave(self)

    def handler(self, logical_id: str) -> Callable[[Any, LambdaContext], Any]:
        """What a Handler of the template names, imported; raises what importing does."""
        with self._importing:
            if logical_id not in self._handlers:
                function = self._functions[logical_id]
                module, _, name = function.handler.rpartition(".")
                os.environ[_OF_ITS_OWN] = function.environment.get(_OF_ITS_OWN, logical_id)
                self._handlers[logical_id] = getattr(importlib.import_module(module), name)
            return self._handlers[logical_id]
