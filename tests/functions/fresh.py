"""Imports each function as Lambda would, with its own environment, and tells what it needs.

Run by test_functions.py as a process of its own, which forks for every function: what is not ours is imported once,
what is ours anew. Writes a JSON object by folder.
"""

import ast
import importlib
import inspect
import json
import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import aws_lambda_powertools.logging
import aws_lambda_powertools.metrics
import boto3
import jinja2
import pydantic

ROOT = Path(__file__).resolve().parents[2]
NOT_OURS = [aws_lambda_powertools, boto3, jinja2, pydantic]


def wired(folder: Path) -> set[str]:
    """What a function takes from the wiring, by its source."""
    found = set()
    for path in folder.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
                found |= {node.attr} if node.value.id == "wiring" else set()
            if isinstance(node, ast.Name) and node.id == "call_of":
                found.add(node.id)
            if isinstance(node, ast.ImportFrom) and str(node.module).startswith("shared.pages"):
                found.add("PageSettings")
    return found


def make(part: str) -> object:
    """Make one part of what a function is wired with, which reads its settings."""
    from shared.runtime import wiring
    from shared.runtime.settings import PageSettings, settings

    if part == "PageSettings":
        return settings(PageSettings)
    return getattr(wiring, "table" if part == "call_of" else part)()


def needs(part: str) -> set[str]:
    """The variables that are missed when there is none."""
    kept = {k: v for k, v in os.environ.items() if k.startswith("AWS_")}
    everything = dict(os.environ)
    os.environ.clear()
    os.environ.update(kept)
    try:
        make(part)
    except pydantic.ValidationError as missing:
        return {str(error["loc"][0]).upper() for error in missing.errors()}
    finally:
        os.environ.update(everything)
    return set()


def look(name: str) -> dict[str, Any]:
    """Import one function and make all that it is wired with."""
    # Making clients takes time and shows nothing here.
    boto3.client = lambda *_of, **_how: object()
    handler = importlib.import_module(f"functions.{name}.handler").handler
    parts = sorted(wired(ROOT / "functions" / name))
    missed = sorted(set().union(*map(needs, parts)))
    for part in parts:
        make(part)
    routes = inspect.getclosurevars(handler).nonlocals.get("routes", {})
    return {"needs": missed, "routes": sorted(routes)}


def in_a_process_of_its_own(name: str, environment: Mapping[str, str]) -> Any:
    reading, writing = os.pipe()
    if os.fork() == 0:
        os.environ.clear()
        os.environ.update(environment)
        try:
            told = look(name)
        except BaseException as failure:  # noqa: BLE001 - told to the test
            told = {"failed": repr(failure)}
        os.write(writing, json.dumps(told).encode())
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as answer:
        return json.load(answer)


if __name__ == "__main__":
    environments = json.load(sys.stdin)
    found = {name: in_a_process_of_its_own(name, each) for name, each in environments.items()}
    sys.stdout.write(json.dumps(found))
