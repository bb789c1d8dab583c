"""A world on a running stack, which every test of the contract looks at and adds to."""

from collections.abc import Iterator

import httpx
import pytest

from infra.local.stack import local_stack
from tests.contract.world import World


@pytest.fixture(scope="session")
def world() -> Iterator[World]:
    with local_stack() as stack, httpx.Client(base_url=stack.url, timeout=60) as http:
        yield World(stack, http)
