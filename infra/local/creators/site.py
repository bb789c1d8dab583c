"""What every creator is given besides the properties: clients, names and the deployment so far."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from infra.local.deployment import Deployment
from infra.local.engine import client
from infra.local.intrinsics import Made
from infra.local.properties import Properties


@dataclass(frozen=True)
class Site:
    """Where a deployment happens. `api_url` is where the local gateway answers for the API."""

    engine_url: str
    api_url: str
    stack: str
    deployment: Deployment

    def client(self, service: str) -> Any:
        """A client of one AWS service on the engine."""
        return client(service, self.engine_url, self.deployment.account)

    def name(self, logical_id: str) -> str:
        """The physical name of a resource that the template leaves unnamed."""
        return f"{self.stack}-{logical_id}"


Creator = Callable[[str, Properties, Site], Made]


def pairs(tags: list[dict[str, str]]) -> dict[str, str]:
    """CloudFormation's list of tags as the mapping that some services want."""
    return {tag["Key"]: tag["Value"] for tag in tags}
