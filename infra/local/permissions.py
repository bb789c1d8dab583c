"""Each function held to its own role: a call that its policies do not allow is refused, as in AWS.

Engines do not look at policies, so without this a missing permission would show in AWS only.
"""

import functools
import operator
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from fnmatch import fnmatchcase
from typing import Any

from botocore.client import BaseClient
from botocore.exceptions import ClientError

from infra.local.deployment import Deployment, Function
from infra.local.permitted_calls import Need, needs_of

# What to do before an AWS call that a function makes in this thread.
_CHECK: ContextVar[Callable[[str, str, Mapping[str, Any]], None] | None] = ContextVar(
    "check", default=None
)


class UnknownCondition(Exception):
    """A policy has a condition that has no local meaning."""


class Permissions:
    """What the roles of a deployment allow. `used` collects what each function asked for, by id."""

    def __init__(self, deployment: Deployment) -> None:
        self._deployment = deployment
        self.used: dict[str, set[tuple[str, str]]] = {}
        _watch_calls()

    @contextmanager
    def held(self, function: Function) -> Iterator[None]:
        """Until the end, AWS calls of this thread are the function's and checked first."""

        def check(service: str, operation: str, parameters: Mapping[str, Any]) -> None:
            self._check(function, needs_of(service, operation, parameters, self._deployment))

        token = _CHECK.set(check)
        try:
            yield
        finally:
            _CHECK.reset(token)

    def _check(self, function: Function, needs: list[Need]) -> None:
        for need in needs:
            self.used.setdefault(function.logical_id, set()).add((need.action, need.resource))
            if not self.allows(function, need):
                message = (
                    f"User: {function.role} is not authorized to perform: {need.action} "
                    f"on resource: {need.resource}"
                )
                refused: Any = {"Error": {"Code": "AccessDeniedException", "Message": message}}
                raise ClientError(refused, need.action.partition(":")[2])

    def allows(self, function: Function, need: Need) -> bool:
        """Whether one of the function's policies allows this."""
        statements = self._deployment.roles[function.role]
        return any(_grants(statement, need) for statement in statements)


@functools.cache
def _watch_calls() -> None:
    """Puts the check in front of what the calls of every client go through, once in a process."""
    genuine = vars(BaseClient)["_make_api_call"]

    def checked(client: Any, operation: str, parameters: Mapping[str, Any]) -> Any:
        check = _CHECK.get()
        if check is not None:
            check(client.meta.service_model.service_name, operation, parameters)
        return genuine(client, operation, parameters)

    setattr(BaseClient, "_make_api_call", checked)  # noqa: B010 - mypy refuses to assign it


def _grants(statement: Mapping[str, Any], need: Need) -> bool:
    if statement["Effect"] != "Allow":
        raise UnknownCondition(f"a statement of effect {statement['Effect']}")
    actions, resources = _listed(statement["Action"]), _listed(statement["Resource"])
    return (
        any(fnmatchcase(need.action.lower(), each.lower()) for each in actions)
        and any(fnmatchcase(need.resource, each) for each in resources)
        and _holds(statement.get("Condition", {}), need.context)
    )


# Of keys with several values, a call of ours has one.
_OPERATORS = {"StringEquals": operator.eq, "ForAllValues:StringLike": fnmatchcase}


def _holds(condition: Mapping[str, Any], context: Mapping[str, str]) -> bool:
    for name, tests in condition.items():
        if name not in _OPERATORS:
            raise UnknownCondition(f"no local meaning of {name}")
        for key, wanted in tests.items():
            # A call that does not say is refused, even where ForAllValues would let it pass.
            said = context.get(key)
            if said is None or not any(_OPERATORS[name](said, each) for each in _listed(wanted)):
                return False
    return True


def _listed(value: str | list[str]) -> list[str]:
    return [value] if isinstance(value, str) else value
