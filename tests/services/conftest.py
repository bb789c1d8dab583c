"""What every test of the services has: a world of its own, which must be consistent when it is left."""

from collections.abc import Iterator

import pytest

from tests.services.consistency import check_consistency
from tests.services.world import World


@pytest.fixture
def world() -> Iterator[World]:
    world = World()
    yield world
    check_consistency(world)
