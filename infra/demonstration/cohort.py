"""One cohort: the learners of a course run and how they do, the same every time."""

from dataclasses import asdict, dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cached_property
from random import Random
from typing import Any

from infra.demonstration.cast import Centre, Verifier
from infra.demonstration.catalogue import Qualification, Unit
from infra.demonstration.names import names

_GRADES = {"Pass": 6, "Merit": 3, "Distinction": 1}
_COLUMNS = ("learner_id", "unit", "outcome", "grade", "achieved_on")
_FRIDAY = 4


class Fate(StrEnum):
    """How a learner does."""

    ACHIEVES = "achieves everything"
    FALLS_SHORT = "does not achieve one unit"
    LEAVES = "withdraws on the way"
    NEVER_COMES = "withdraws before the first unit"


@dataclass(frozen=True)
class Cohort:
    """A course run's learners, units and term."""

    course_run_id: str
    title: str
    centre: Centre
    verifier: Verifier
    qualification: Qualification
    units: tuple[Unit, ...]
    size: int
    starts_on: date
    ends_on: date

    @cached_property
    def learners(self) -> list[dict[str, str]]:
        """The learners as they are registered. None has a ULN: any valid one may be somebody's."""
        found = names(self._random("names"), self.size)
        serial = self.course_run_id.rpartition("-")[2]
        return [
            {"learner_id": f"L{serial}-{n:03d}", "name": name} for n, name in enumerate(found, 1)
        ]

    def registration(self) -> dict[str, Any]:
        """What the awarding organisation registers."""
        return {
            "centre_id": self.centre.centre_id,
            "title": self.title,
            "qualification": asdict(self.qualification),
            "verifier_id": self.verifier.verifier_id,
            "starts_on": self.starts_on.isoformat(),
            "ends_on": self.ends_on.isoformat(),
            "units": [asdict(unit) for unit in self.units],
            "learners": self.learners,
        }

    def fates(self) -> dict[str, Fate]:
        """How each learner does, by learner: about one in nine falls short, one in eight leaves.

        There is at least one of each, and the first three achieve everything.
        """
        some = max(1, self.size // 9), max(1, self.size // 12), max(1, self.size // 24)
        less = [Fate.FALLS_SHORT] * some[0] + [Fate.LEAVES] * some[1] + [Fate.NEVER_COMES] * some[2]
        rest = less + [Fate.ACHIEVES] * (self.size - 3 - len(less))
        self._random("fates").shuffle(rest)
        ids = [learner["learner_id"] for learner in self.learners]
        return dict(zip(ids, [Fate.ACHIEVES] * 3 + rest, strict=True))

    def achievers(self) -> list[str]:
        """The learners who achieve everything, in the register's order."""
        return [learner for learner, fate in self.fates().items() if fate is Fate.ACHIEVES]

    def results(self) -> list[dict[str, str]]:
        """An outcome for every learner and unit."""
        random = self._random("results")
        return [
            result
            for learner, fate in self.fates().items()
            for result in self._of_learner(learner, fate, random)
        ]

    def amended(self) -> list[dict[str, str]]:
        """The results once more, after the verifier asked about the first learner's last unit."""
        results = self.results()
        last = len(self.units) - 1
        results[last] = _result(results[last]["learner_id"], self.units[last], "not_achieved")
        return results

    def _of_learner(self, learner: str, fate: Fate, random: Random) -> list[dict[str, str]]:
        done = {
            Fate.ACHIEVES: len(self.units),
            Fate.FALLS_SHORT: len(self.units),
            Fate.LEAVES: random.randrange(1, len(self.units)),
            Fate.NEVER_COMES: 0,
        }[fate]
        missed = random.randrange(done) if fate is Fate.FALLS_SHORT else None
        found = []
        for n, unit in enumerate(self.units):
            if n >= done:
                found.append(_result(learner, unit, "withdrawn"))
            elif n == missed:
                found.append(_result(learner, unit, "not_achieved"))
            else:
                grade = random.choices(list(_GRADES), list(_GRADES.values()))[0]
                achieved_on = self._day_of_unit(n, random).isoformat()
                achieved = _result(learner, unit, "achieved")
                found.append(achieved | {"grade": grade, "achieved_on": achieved_on})
        return found

    def _day_of_unit(self, n: int, random: Random) -> date:
        """A weekday in the part of the term that is unit `n`'s; the term begins on a Monday."""
        part = (self.ends_on - self.starts_on).days // len(self.units)
        day = self.starts_on + timedelta(days=part * n + random.randrange(part))
        return day - timedelta(days=max(0, day.weekday() - _FRIDAY))

    def _random(self, purpose: str) -> Random:
        return Random(f"{self.course_run_id} {purpose}")  # noqa: S311 - the same every time


def as_csv(results: list[dict[str, str]]) -> str:
    """Results as the CSV that centres' systems send."""
    lines = (",".join(result.get(name, "") for name in _COLUMNS) for result in results)
    return "\r\n".join([",".join(_COLUMNS), *lines, ""])


def _result(learner: str, unit: Unit, outcome: str) -> dict[str, str]:
    return {"learner_id": learner, "unit": unit.reference, "outcome": outcome}
