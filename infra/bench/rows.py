"""What was measured, as rows with their goals, for people and for programs."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Row:
    """One thing that was measured: its figures by name, and the most that a figure may be."""

    part: str
    name: str
    figures: Mapping[str, float]
    goals: Mapping[str, float] = field(default_factory=dict)
    notes: tuple[str, ...] = ()

    @property
    def passed(self) -> bool | None:
        """Whether every goal is reached; None without goals."""
        if not self.goals:
            return None
        return all(self.figures[name] <= most for name, most in self.goals.items())

    def as_json(self) -> dict[str, Any]:
        """The row for a program."""
        return {
            "part": self.part,
            "name": self.name,
            "figures": {name: round(value, 3) for name, value in self.figures.items()},
            "goals": dict(self.goals),
            "passed": self.passed,
            "notes": list(self.notes),
        }


_HEAD = ("", "measured", "goal, at most", "")
_VERDICTS = {True: "pass", False: "MISSED", None: ""}


def as_table(rows: Iterable[Row]) -> str:
    """The rows as text, a heading for each part, notes under their row."""
    rows = list(rows)
    cells = [
        (row.name, _said(row.figures), _said(row.goals), _VERDICTS[row.passed]) for row in rows
    ]
    widths = [max(len(line[i]) for line in [_HEAD, *cells]) for i in range(4)]
    lines: list[str] = []
    part = None
    for row, line in zip(rows, cells, strict=True):
        if row.part != part:
            part = row.part
            lines += ["", part, _aligned(_HEAD, widths)]
        lines.append(_aligned(line, widths))
        lines += [f"      {note}" for note in row.notes]
    return "\n".join(lines)


def _aligned(line: tuple[str, ...], widths: list[int]) -> str:
    padded = [cell.ljust(width) for cell, width in zip(line, widths, strict=True)]
    return "  ".join(padded).rstrip().join(("  ", ""))


def _said(figures: Mapping[str, float]) -> str:
    return ", ".join(_figure(name, value) for name, value in figures.items())


def _figure(name: str, value: float) -> str:
    if name.startswith("×"):
        return f"{value:.2f} {name}"
    return f"{value:g} {name if value != 1 else name.removesuffix('s')}"
