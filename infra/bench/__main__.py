"""`python -m infra.bench [PART ...]`: measures, and prints what was found beside its goals."""

import argparse
import json
from collections.abc import Callable, Iterator

from infra.bench import certificates, documents, portal, report, start, transitions, warm
from infra.bench.rows import Row, as_table

Measure = Callable[[], Iterator[Row]]

PARTS: dict[str, Measure] = {
    "transitions": transitions.measure,
    "start": start.measure,
    "warm": warm.measure,
    "report": report.measure,
    "portal": portal.measure,
    "documents": documents.measure,
    "certificates": certificates.measure,
}
# To see that everything runs; the figures mean little.
QUICK: dict[str, Measure] = {
    "transitions": lambda: transitions.measure(2, 2),
    "start": lambda: start.measure(1, ["tracking"]),
    "warm": lambda: warm.measure(2, 2, 0.0),
    "report": lambda: report.measure(5, 50),
    "portal": lambda: portal.measure(0.01),
    "documents": lambda: documents.measure(2, 3),
    "certificates": lambda: certificates.measure(1, 2),
}


def main() -> None:
    """Measures the parts that are named, or all."""
    parser = argparse.ArgumentParser(prog="python -m infra.bench", description=__doc__)
    parser.add_argument("parts", nargs="*", metavar="PART", help=", ".join(PARTS))
    parser.add_argument("--json", action="store_true", help="print JSON instead of a table")
    parser.add_argument("--quick", action="store_true", help="only see that everything runs")
    counted = "count instructions of starting instead of its time (valgrind, minutes)"
    parser.add_argument("--instructions", action="store_true", help=counted)
    asked = parser.parse_args()
    if strangers := set(asked.parts) - set(PARTS):
        parser.error(f"no such part: {', '.join(sorted(strangers))}; there are {', '.join(PARTS)}")
    measures = dict(QUICK if asked.quick else PARTS)
    if asked.instructions:
        measures["start"] = lambda: start.measure(instructions=True)
    rows = [row for name in measures if name in (asked.parts or PARTS) for row in measures[name]()]
    if asked.json:
        print(json.dumps([row.as_json() for row in rows], indent=2, ensure_ascii=False))
        return
    print(as_table(rows))
    missed = sum(row.passed is False for row in rows)
    held = sum(row.passed is not None for row in rows)
    print(f"\n{held - missed} of {held} goals reached.")


if __name__ == "__main__":
    main()
