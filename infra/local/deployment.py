"""What a deployment left behind, for the gateway, the dispatcher and the console."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from infra.local.intrinsics import Made

# Where the local identity provider stands, beside the API.
IDENTITY = "/local/identity"


@dataclass(frozen=True)
class Function:
    """One Lambda function. `timeout` in seconds, `memory` in MB; `role` is its role's ARN."""

    logical_id: str
    name: str
    arn: str
    handler: str
    environment: Mapping[str, str]
    timeout: int
    memory: int
    role: str


@dataclass(frozen=True)
class AsynchronousUse:
    """How a function's asynchronous invocations are retried, and the ARN of where failures go."""

    maximum_retry_attempts: int
    failure_destination: str | None


@dataclass(frozen=True)
class Authorizer:
    """A JWT authorizer: tokens of `issuer` for one of `audience`."""

    name: str
    issuer: str
    audience: tuple[str, ...]


@dataclass(frozen=True)
class PagesClient:
    """A client of a user pool whose people sign in on pages, with an authorization code."""

    client_id: str
    pool: str
    scopes: frozenset[str]
    callback_urls: tuple[str, ...]
    logout_urls: tuple[str, ...]


@dataclass(frozen=True)
class Route:
    """One route of the API: `function` is a logical id; without authorizer anyone may call."""

    method: str
    path: str
    function: str
    authorizer: Authorizer | None
    scopes: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """The route as API Gateway names it: `GET /course-runs/{course_run_id}`."""
        return f"{self.method} {self.path}"


@dataclass(frozen=True)
class StreamMapping:
    """A function fed from a table's stream; `failure_destination` is an ARN."""

    logical_id: str
    function: str
    stream: str
    patterns: tuple[Mapping[str, Any], ...]
    batch_size: int
    bisect_on_error: bool
    reports_item_failures: bool
    maximum_retry_attempts: int
    failure_destination: str


@dataclass(frozen=True)
class Schedule:
    """A schedule of EventBridge Scheduler; `input` may hold `<aws.scheduler...>` placeholders."""

    logical_id: str
    arn: str
    function: str
    expression: str
    timezone: str
    input: str


@dataclass
class Deployment:
    """Everything that a template became. Resources, functions and uses are kept by logical id."""

    account: str
    region: str
    api_id: str = ""
    stage_variables: dict[str, str] = field(default_factory=dict)
    types: dict[str, str] = field(default_factory=dict)
    resources: dict[str, Made] = field(default_factory=dict)
    roles: dict[str, list[Mapping[str, Any]]] = field(default_factory=dict)
    bucket_policies: dict[str, Mapping[str, Any]] = field(default_factory=dict)
    functions: dict[str, Function] = field(default_factory=dict)
    asynchronous: dict[str, AsynchronousUse] = field(default_factory=dict)
    routes: list[Route] = field(default_factory=list)
    pages_clients: list[PagesClient] = field(default_factory=list)
    sign_in_domains: list[str] = field(default_factory=list)
    streams: list[StreamMapping] = field(default_factory=list)
    schedules: dict[str, Schedule] = field(default_factory=dict)
    outputs: dict[str, str] = field(default_factory=dict)

    def function_of(self, name_or_arn: str) -> str:
        """The logical id of the function with this name or ARN; raises LookupError without one."""
        for function in self.functions.values():
            if name_or_arn in (function.name, function.arn, function.logical_id):
                return function.logical_id
        raise LookupError(f"no function {name_or_arn}")

    def of_type(self, resource_type: str) -> list[str]:
        """The logical ids of the resources of one type."""
        return [name for name, kind in self.types.items() if kind == resource_type]

    def refs(self, resource_type: str) -> list[str]:
        """What `Ref` answers for each resource of one type."""
        return [self.resources[name].ref for name in self.of_type(resource_type)]

    def schedule_named(self, name: str) -> str | None:
        """The logical id of the schedule called `name` there, or in template.yaml.

        SAM puts the function's name in front of what an event is called in the template.
        """
        for logical_id, schedule in self.schedules.items():
            if name in (logical_id, logical_id.removeprefix(schedule.function)):
                return logical_id
        return None

    def only(self, resource_type: str) -> Made:
        """The one resource of its type; raises ValueError unless there is exactly one."""
        (name,) = self.of_type(resource_type)
        return self.resources[name]
