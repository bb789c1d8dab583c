"""template.yaml, translated and resolved without making anything."""

from collections.abc import Callable
from typing import Any

import pytest

from infra.local.translating import translate


@pytest.fixture(scope="session")
def translated() -> dict[str, Any]:
    """What CloudFormation would be given."""
    return translate()


@pytest.fixture(scope="session")
def resources(translated: dict[str, Any]) -> dict[str, Any]:
    """CloudFormation's resources by logical id."""
    found: dict[str, Any] = translated["Resources"]
    return found


@pytest.fixture(scope="session")
def of(resources: dict[str, Any]) -> Callable[[str], dict[str, Any]]:
    """Answers the properties of the resources of one type, by logical id."""

    def properties(kind: str) -> dict[str, Any]:
        found = {name: each for name, each in resources.items() if each["Type"] == kind}
        return {name: each["Properties"] for name, each in found.items()}

    return properties
