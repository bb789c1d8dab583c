"""A Certificate Summary printed as PDF, in a process of its own that has yet to load Typst and the fonts.

Learners' names are in many scripts, as real ones are.
"""

import json
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

from infra.bench.rows import Row
from infra.bench.surroundings import ROOT, environment, tell

PART = "A Certificate Summary as PDF (in a process of its own, Typst and fonts yet to be loaded)"
# Of a summary of any size: seconds, and half of the memory that the function has.
GOAL_OF_ALL = 1.2
GOALS = {"s": 10.0, "MB at the peak": 1024.0}


def measure(few: int = 30, many: int = 2_000, times: int = 6) -> Iterator[Row]:
    """A row for each size, and one for the memory of several of the larger, one after the other."""
    for learners in (few, many):
        found = printed(learners, times if learners == many else 1)
        figures = {"s": round(found["seconds"], 2), "MB at the peak": round(found["peak"] / 1024)}
        note = f"pages: {found['pages']}, {found['bytes'] / 1024:,.0f} KB"
        yield Row(PART, f"{learners:,} learners", figures, GOALS, (note,))
    ratio = {"× the memory of one": found["peak_of_all"] / found["peak"]}
    yield Row(PART, f"{times} of {many:,} learners", ratio, dict.fromkeys(ratio, GOAL_OF_ALL))


def printed(learners: int, times: int) -> dict[str, Any]:
    """What a process of its own measured of summaries of so many learners."""
    tell(f"a Certificate Summary of {learners:,} learners")
    done = subprocess.run(  # noqa: S603 - this interpreter, and code of ours
        [sys.executable, "-m", "infra.bench.documents_process", str(learners), str(times)],
        cwd=ROOT,
        env=environment(),
        check=True,
        stdout=subprocess.PIPE,
    )
    measured: dict[str, Any] = json.loads(done.stdout)
    return measured
