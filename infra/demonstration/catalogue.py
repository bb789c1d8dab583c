"""Genuine qualifications and units, with where each was found.

Contains public sector information licensed under the Open Government Licence v3.0: the titles and
numbers of Ofqual's Register of Regulated Qualifications. The tables' `source` columns say where each
row was read; from awarding organisations' own guides come nothing but number, title and level. Which
units make up which qualification is made up.
"""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

_FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class Qualification:
    """What learners work towards; the number is Ofqual's."""

    number: str
    title: str
    level: str


@dataclass(frozen=True)
class Unit:
    """One unit, by its reference on Ofqual's Register."""

    reference: str
    title: str
    level: str
    credits: int


@cache
def qualifications() -> dict[str, Qualification]:
    """Every qualification of the table, by its number."""
    rows = _rows("qualifications.csv")
    return {row["number"]: Qualification(row["number"], row["title"], row["level"]) for row in rows}


@cache
def units() -> tuple[Unit, ...]:
    """Every unit of the table, in its order."""
    return tuple(
        Unit(row["reference"], row["title"], row["level"], int(row["credits"]))
        for row in _rows("units.csv")
    )


def _rows(table: str) -> list[dict[str, Any]]:
    with (_FOLDER / table).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
