"""Every function in a process of its own, with the environment that the template gives it."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from infra.local.intrinsics import Resolver
from infra.local.parameters import LOCAL, settle_parameters
from infra.local.translating import read_template

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = sorted(path.parent.name for path in ROOT.glob("functions/*/handler.py"))
# Powertools reads these by itself.
POWERTOOLS = {
    "POWERTOOLS_SERVICE_NAME",
    "POWERTOOLS_METRICS_NAMESPACE",
    "POWERTOOLS_LOG_LEVEL",
    "PYDANTIC_DISABLE_PLUGINS",
}
MOST_LINES = 60


def declared() -> dict[str, dict[str, Any]]:
    """The functions of the template by folder, with what the Globals give them."""
    template = read_template()
    of_all = template["Globals"]["Function"]["Environment"]["Variables"]
    found = {}
    for resource in template["Resources"].values():
        if resource["Type"] == "AWS::Serverless::Function":
            properties = resource["Properties"]
            own = properties["Environment"]["Variables"]
            properties["Environment"]["Variables"] = of_all | own
            found[properties["Handler"].split(".")[1]] = properties
    return found


DECLARED = declared()


def environment(of: dict[str, Any]) -> dict[str, str]:
    """A function's variables as they are deployed, and those that Lambda sets."""
    parameters = settle_parameters(read_template()["Parameters"], LOCAL)
    named = {"CourseRunsTable": "course-runs", "ReportsBucket": "reports"}
    named |= {"DocumentsBucket": "documents"}
    resolver = Resolver(parameters | named, {})
    variables = of["Environment"]["Variables"]
    plain = {
        name: str(resolver.resolve(value)) if "If" not in str(value) else "https://portal.example"
        for name, value in variables.items()
    }
    return plain | {"AWS_REGION": "eu-west-2", "AWS_DEFAULT_REGION": "eu-west-2"}


@pytest.fixture(scope="module")
def looked() -> dict[str, dict[str, Any]]:
    """What each function was seen to need and to answer."""
    process = subprocess.run(
        [sys.executable, "-m", "tests.functions.fresh"],
        cwd=ROOT,
        input=json.dumps({name: environment(of) for name, of in DECLARED.items()}),
        capture_output=True,
        text=True,
        check=True,
    )
    told: dict[str, dict[str, Any]] = json.loads(process.stdout)
    return told


def test_every_function_starts_with_its_own_variables(looked: dict[str, dict[str, Any]]) -> None:
    assert sorted(looked) == FOLDERS
    assert {name: each for name, each in looked.items() if "failed" in each} == {}


def test_the_template_gives_each_what_it_needs_and_no_more(
    looked: dict[str, dict[str, Any]],
) -> None:
    given = {name: set(of["Environment"]["Variables"]) for name, of in DECLARED.items()}
    assert all(variables >= POWERTOOLS for variables in given.values())
    assert {name: variables - POWERTOOLS for name, variables in given.items()} == {
        name: set(each["needs"]) for name, each in looked.items()
    }


def test_each_answers_the_routes_that_the_template_sends_it(
    looked: dict[str, dict[str, Any]],
) -> None:
    # The portal finds its pages behind one greedy route: tests/portal.
    assert {name: set(of["routes"]) for name, of in looked.items() if name != "portal"} == {
        name: {
            f"{event['Properties']['Method']} {event['Properties']['Path']}"
            for event in of["Events"].values()
            if event["Type"] == "HttpApi"
        }
        for name, of in DECLARED.items()
        if name != "portal"
    }


@pytest.mark.parametrize("folder", FOLDERS)
def test_a_handler_is_a_page_at_most(folder: str) -> None:
    lines = (ROOT / "functions" / folder / "handler.py").read_text(encoding="utf-8").splitlines()
    assert len(lines) <= MOST_LINES
