"""No names, bodies or tokens in the logs: neither when all goes well, nor when the store fails."""

import json
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from infra.local.translating import read_template
from infra.openapi.operations import OPERATIONS
from tests.runtime.overheard import SECRET, WAYS
from tests.runtime.test_settings import GOOD

# What no route leads to.
UNASKED = ("notifying_verifier", "documents", "daily_report", "reminding")
ROOT = Path(__file__).resolve().parents[2]


def handlers() -> dict[str, str]:
    """The module that answers each route of the template."""
    return {
        route: module
        for resource in read_template()["Resources"].values()
        if resource["Type"] == "AWS::Serverless::Function"
        for module in [resource["Properties"]["Handler"].rpartition(".")[0]]
        for event in resource["Properties"]["Events"].values()
        for route in [f"{event['Properties'].get('Method')} {event['Properties'].get('Path')}"]
        # The portal's pages are listened to in tests/portal.
        if route in OPERATIONS
    }


class Heard:
    """What one process said, and what its functions answered."""

    def __init__(self, folder: Path) -> None:
        told = folder / "told.json"
        environment = GOOD | {
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(ROOT),
            "PYTHONWARNINGS": "default",
            "AWS_DEFAULT_REGION": "eu-west-2",
            "POWERTOOLS_SERVICE_NAME": "test",
            "POWERTOOLS_METRICS_NAMESPACE": "Test",
            "POWERTOOLS_LOG_LEVEL": "DEBUG",
        }
        command = [
            sys.executable,
            "-m",
            "tests.runtime.overheard",
            str(told),
            json.dumps(handlers()),
        ]
        process = subprocess.run(  # noqa: S603
            command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False
        )
        self.output = process.stdout + process.stderr
        assert process.returncode == 0, process.stderr
        self.answers: list[tuple[str, str, int, str]] = [
            (way, what, status, body)
            for way, what, status, body in json.loads(told.read_text(encoding="utf-8"))
        ]

    @property
    def log(self) -> list[dict[str, Any]]:
        lines = [json.loads(line) for line in self.output.splitlines() if line.startswith("{")]
        # The others are metrics.
        return [line for line in lines if "message" in line]


@pytest.fixture(scope="module")
def heard(tmp_path_factory: pytest.TempPathFactory) -> Heard:
    return Heard(tmp_path_factory.mktemp("heard"))


def test_every_route_was_played_with_every_store(heard: Heard) -> None:
    assert {(way, what) for way, what, _, _ in heard.answers} == {
        (way, what) for way in WAYS for what in (*OPERATIONS, *UNASKED)
    }


def test_nothing_that_people_wrote_is_heard(heard: Heard) -> None:
    lines = [line[:300] for line in heard.output.splitlines() if SECRET in line]
    assert lines == []


def test_the_log_says_of_each_answer_which_route_and_status(heard: Heard) -> None:
    said = Counter((line["route"], line["status"]) for line in heard.log if "status" in line)
    assert said == Counter((what, status) for _, what, status, _ in heard.answers if status)
    assert all(line["correlation_id"] for line in heard.log if "route" in line)


def test_a_failure_is_logged_with_its_place_and_kind(heard: Heard) -> None:
    failures = [line for line in heard.log if line["message"] == "failed"]
    assert {"RuntimeError", "ClientError", "ValidationError"} <= {
        each["error"] for each in failures
    }
    assert all(each["at"] and each["level"] == "ERROR" for each in failures)
    assert len(failures) == sum(status == 500 for _, _, status, _ in heard.answers)


@pytest.mark.parametrize("operation", [each for each in OPERATIONS if each != "GET /health"])
def test_a_failing_store_is_an_opaque_failure(heard: Heard, operation: str) -> None:
    failed = [
        body
        for way, what, status, body in heard.answers
        if what == operation and status == 500 and way != "is empty"
    ]
    assert failed
    assert not any(SECRET in body for body in failed)
    if not operation.startswith("HEAD"):
        # A browser is told on a page.
        problems = [body for body in failed if not body.startswith("<!DOCTYPE html>")]
        assert problems
        assert all(json.loads(body)["correlation_id"] for body in problems)


def test_an_empty_store_is_no_failure(heard: Heard) -> None:
    failed = {what for way, what, status, _ in heard.answers if way == "is empty" and status >= 500}
    assert failed == set()
