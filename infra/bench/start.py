"""Processor time of starting each API function: its imports and its client, in a new interpreter each time.

What it is held against is the least that any function using the table pays: `boto3.client("dynamodb")` and nothing
else. All take turns, so that a busy machine is busy for all; the least time of each counts, for the same reason.
"""

import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from statistics import median

from infra.bench.rows import Row
from infra.bench.surroundings import ROOT, environment, tell
from infra.local.translating import read_template

PART = "Starting an API function, in new interpreters: processor time"
COUNTED = "Starting an API function, in new interpreters: instructions"
GOAL = 1.6
CLIENT_ALONE = 'import boto3; boto3.client("dynamodb")'
BARE = "pass"


def api_functions() -> list[str]:
    """The folders of the functions that answer the API, as the template names them."""
    resources = read_template()["Resources"].values()
    handlers = [
        resource["Properties"]["Handler"]
        for resource in resources
        if resource["Type"] == "AWS::Serverless::Function"
        and any(event["Type"] == "HttpApi" for event in resource["Properties"]["Events"].values())
    ]
    return sorted(handler.split(".")[1] for handler in handlers)


def program(folder: str) -> str:
    """What a function does before its first request: its module's imports, and its client."""
    return f"import functions.{folder}.handler; from shared.runtime import wiring; wiring.table()"


def measure(
    rounds: int = 9, folders: list[str] | None = None, *, instructions: bool = False
) -> Iterator[Row]:
    """A row for each API function, and one for the interpreter alone."""
    part, cost = (COUNTED, instruction_count) if instructions else (PART, processor_time)
    programs = {"": CLIENT_ALONE, BARE: BARE} | {
        folder: program(folder) for folder in (api_functions() if folders is None else folders)
    }
    for each in programs.values():
        processor_time(each)  # compiles what has no bytecode yet
    costs = _in_turn(programs, cost, 1 if instructions else rounds)
    alone = costs.pop("")
    yield Row(part, "the interpreter alone", _against(costs.pop(BARE), alone))
    for folder, spent in costs.items():
        yield Row(part, folder, _against(spent, alone), {"× a client alone": GOAL})


def _in_turn(
    programs: dict[str, str], cost: Callable[[str], float], rounds: int
) -> dict[str, list[float]]:
    costs: dict[str, list[float]] = {name: [] for name in programs}
    for done in range(rounds):
        tell(f"starting {len(programs)} programs, round {done + 1} of {rounds}")
        for name, each in programs.items():
            costs[name].append(cost(each))
    return costs


def _against(times: list[float], alone: list[float]) -> dict[str, float]:
    least = {"× a client alone": min(times) / min(alone)}
    return least | ({"× by medians": median(times) / median(alone)} if len(times) > 1 else {})


def processor_time(code: str) -> float:
    """Seconds of processor time, user and system, that a new interpreter spends on `code`."""
    process = subprocess.Popen(  # noqa: S603 - this interpreter, and code of ours
        [sys.executable, "-c", code], cwd=ROOT, env=environment(), stdout=subprocess.DEVNULL
    )
    _, status, used = os.wait4(process.pid, 0)
    # Or Popen would wait for what has been waited for.
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, code)
    return used.ru_utime + used.ru_stime


def instruction_count(code: str) -> float:
    """Instructions that a new interpreter executes for `code`, as valgrind counts them."""
    valgrind = ["valgrind", "--tool=callgrind", f"--callgrind-out-file={os.devnull}"]
    done = subprocess.run(  # noqa: S603 - code of ours
        [*valgrind, sys.executable, "-c", code],
        cwd=ROOT,
        env=environment() | {"PYTHONHASHSEED": "0"},
        check=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    if found := re.search(r"Collected : (\d+)", done.stderr):
        return float(found[1])
    raise ValueError(f"valgrind told no count: {done.stderr}")
