"""The daily report over ever more pending receipts: its memory, its time, and what printing it takes.

DynamoDB's and S3's answers are canned.

Each size runs in a process of its own, so that no memory of another is in it. What counts is the most memory that the
process ever held, less the most it held once everything was imported and the clients made.
"""

import json
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

from infra.bench.rows import Row
from infra.bench.surroundings import ROOT, environment, tell

PART = "The daily report (pages of as many rows as are asked for, 1 MB at most)"
GOAL = 1.2
# Of printing, which has as many rows however many there are: seconds, and half of the memory that the function has.
PRINTING_GOALS = {"s": 10.0, "MB at the peak": 512.0}


def measure(few: int = 10_000, many: int = 100_000) -> Iterator[Row]:
    """A row for memory, and for each size one for the time of writing and one for printing."""
    measured = {rows: report_on(rows) for rows in (few, many)}
    memory = {rows: found["peak"] - found["before"] for rows, found in measured.items()}
    notes = tuple(
        f"{rows:,} rows on {measured[rows]['pages']} pages: {memory[rows] / 1024:.0f} MB more than "
        f"the {measured[rows]['before'] / 1024:.0f} MB before the first row"
        for rows in measured
    )
    ratio = {f"× that of {few:,} rows": memory[many] / memory[few]}
    yield Row(PART, f"memory of {many:,} rows", ratio, dict.fromkeys(ratio, GOAL), notes)
    for rows, found in measured.items():
        against = {"× json.loads of the same pages": found["seconds"] / found["loads_seconds"]}
        yield Row(PART, f"time of {rows:,} rows", against)
    for rows, found in measured.items():
        printing = {
            "s": round(found["printing_seconds"], 2),
            "MB at the peak": round(found["peak_printing"] / 1024),
        }
        yield Row(PART, f"printing the first of {rows:,} rows", printing, PRINTING_GOALS)


def report_on(rows: int) -> dict[str, Any]:
    """What a process of its own measured of a report of so many rows."""
    tell(f"the daily report of {rows:,} rows")
    done = subprocess.run(  # noqa: S603 - this interpreter, and code of ours
        [sys.executable, "-m", "infra.bench.report_process", str(rows)],
        cwd=ROOT,
        env=environment(),
        check=True,
        stdout=subprocess.PIPE,
    )
    # The function logs to the same stream; what was measured is said last.
    measured: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return measured
