"""Certificate Summaries and verifiers' copies printed as PDF, in processes that have yet to load Typst and the fonts.

Learners' names are in many scripts, as real ones are.
"""

import json
import subprocess
import sys
from collections.abc import Iterator, Mapping
from typing import Any

from infra.bench.rows import Row
from infra.bench.surroundings import ROOT, environment, tell

PART = "Documents as PDF (each in a process of its own, Typst and fonts yet to be loaded)"
# Of a document of any size: seconds, and half of the memory that the function has.
GOAL_OF_ALL = 1.2
GOALS = {"s": 10.0, "MB at the peak": 1024.0}
FEW_UNITS, MANY_UNITS = 6, 8


def measure(few: int = 30, many: int = 2_000, times: int = 6) -> Iterator[Row]:
    """A row for each size of each document, and one for the memory of several of the larger, one after the other."""
    for learners in (few, many):
        found = printed("documents_process", learners, times if learners == many else 1)
        yield _row(f"Certificate Summary, {learners:,} learners", found)
    ratio = {"× the memory of one": found["peak_of_all"] / found["peak"]}
    name = f"{times} Certificate Summaries, {many:,} learners each"
    yield Row(PART, name, ratio, dict.fromkeys(ratio, GOAL_OF_ALL))
    for learners, units in ((few, FEW_UNITS), (many, MANY_UNITS)):
        found = printed("results_copy_process", learners, units)
        yield _row(f"verifier's copy, {learners:,} × {units}", found)


def _row(name: str, found: Mapping[str, Any]) -> Row:
    figures = {"s": round(found["seconds"], 2), "MB at the peak": round(found["peak"] / 1024)}
    note = f"pages: {found['pages']}, {found['bytes'] / 1024:,.0f} KB"
    return Row(PART, name, figures, GOALS, (note,))


def printed(module: str, *sizes: int) -> dict[str, Any]:
    """What a process of its own, one of the modules here, measured of documents of such sizes."""
    tell(f"{module}: {' × '.join(map(str, sizes))}")
    done = subprocess.run(  # noqa: S603 - this interpreter, and code of ours
        [sys.executable, "-m", f"infra.bench.{module}", *map(str, sizes)],
        cwd=ROOT,
        env=environment(),
        check=True,
        stdout=subprocess.PIPE,
    )
    measured: dict[str, Any] = json.loads(done.stdout)
    return measured
