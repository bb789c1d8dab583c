"""The sample service on a local stack of its own."""

import importlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from infra.local.stack import Stack, local_stack

HERE = Path(__file__).parent


@pytest.fixture(scope="package")
def stack() -> Iterator[Stack]:
    """One stack for all of these tests: each uses keys of its own."""
    with pytest.MonkeyPatch.context() as patched:
        patched.syspath_prepend(HERE)
        with local_stack(template=HERE / "sample.yaml") as running:
            yield running


@pytest.fixture
def http(stack: Stack) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=stack.url) as client:
        yield client


@pytest.fixture
def handlers(stack: Stack) -> Iterator[Any]:
    """The module of the sample's functions, with nothing seen and nothing failing."""
    assert stack.url
    module = importlib.import_module("sample_handlers")
    module.seen.clear()
    module.failing.clear()
    yield module
    module.seen.clear()
    module.failing.clear()
