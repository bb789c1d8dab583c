"""The sample service, and the whole one, each on a local stack of its own."""

import importlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from infra.local.deployment import PagesClient
from infra.local.stack import Stack, local_stack
from tests.local.signing_in import CHALLENGE

HERE = Path(__file__).parent


@pytest.fixture(scope="package")
def stack() -> Iterator[Stack]:
    """One stack for all of these tests: each uses keys of its own."""
    with pytest.MonkeyPatch.context() as patched:
        patched.syspath_prepend(HERE)
        with local_stack(template=HERE / "sample.yaml") as running:
            yield running


@pytest.fixture(scope="package")
def whole() -> Iterator[Stack]:
    """What template.yaml says."""
    with local_stack() as running:
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


@pytest.fixture(scope="package")
def peopled(whole: Stack) -> Stack:
    """The whole stack with a centre and a verifier."""
    header = {"authorization": f"Bearer {whole.sign_in('awarding-organisation')}"}
    centre = {"name": "Coleg <Aberwern>", "email": "exams@aberwern.example"}
    centre |= {"division": "england-and-wales", "address": "3 Heol y Felin"}
    verifier = {"name": "Nerys Llewelyn-Okafor", "email": "nerys@quality.example"}
    for path, body in {"/centres/1102": centre, "/verifiers/61": verifier}.items():
        assert httpx.put(whole.url + path, json=body, headers=header).is_success
    return whole


@pytest.fixture
def browser(peopled: Stack) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=peopled.url) as client:
        yield client


@pytest.fixture
def client(peopled: Stack) -> PagesClient:
    (found,) = peopled.deployment.pages_clients
    return found


@pytest.fixture
def asked(client: PagesClient) -> dict[str, str]:
    return {
        "response_type": "code",
        "client_id": client.client_id,
        "redirect_uri": client.callback_urls[0],
        "scope": "openid email profile",
        "state": "state & more",
        "nonce": "a nonce",
        "code_challenge": CHALLENGE,
        "code_challenge_method": "S256",
    }
