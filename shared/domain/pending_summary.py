"""What a day's Certificate Receipt Pending comes to: how much, overdue at which centres, and the oldest."""

from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from shared.domain.pending import PendingRow

OLDEST = 10
# In so many parts different course runs are counted, so that few are in memory as Python's own numbers.
_PARTS = 16


@dataclass(frozen=True, slots=True)
class OverdueCentre:
    """A centre's overdue receipts: how many, and when the oldest was due."""

    centre_id: str
    centre_name: str
    receipts: int
    oldest_due_on: date


@dataclass(frozen=True, slots=True)
class Summary:
    """A report in short: its receipts and the course runs they are of, overdue centres and the first rows by due date.

    A course run whose certificates came in two parcels is one course run with two receipts.
    """

    receipts: int
    course_runs: int
    overdue_receipts: int
    overdue_course_runs: int
    overdue_centres: list[OverdueCentre]
    oldest: list[PendingRow]


class Tally:
    """Sums up a report while its rows pass: eight bytes a row, and a line a centre with overdue receipts."""

    def __init__(self) -> None:
        self._course_runs = array("q")
        self._overdue = 0
        self._centres: dict[str, OverdueCentre] = {}
        self._oldest: list[PendingRow] = []

    def count(self, rows: Iterable[PendingRow]) -> Iterator[PendingRow]:
        """Count `rows`, which come by due date, while they are passed on."""
        for row in rows:
            self._course_runs.append(hash(row.course_run_id))
            if len(self._oldest) < OLDEST:
                self._oldest.append(row)
            if row.overdue:
                self._overdue += 1
                self._count_centre(row)
            yield row

    def _count_centre(self, row: PendingRow) -> None:
        known = self._centres.get(row.centre_id)
        self._centres[row.centre_id] = OverdueCentre(
            row.centre_id,
            # The newest: a row has the name at the time of its dispatch.
            row.centre_name,
            known.receipts + 1 if known else 1,
            known.oldest_due_on if known else row.receipt_due_on,
        )

    def summary(self) -> Summary:
        """Return what was counted, centres by their oldest due date."""
        return Summary(
            receipts=len(self._course_runs),
            course_runs=_different(self._course_runs),
            overdue_receipts=self._overdue,
            # By due date, what is overdue comes first.
            overdue_course_runs=_different(self._course_runs[: self._overdue]),
            overdue_centres=list(self._centres.values()),
            oldest=self._oldest,
        )


def _different(numbers: "array[int]") -> int:
    return sum(len({n for n in numbers if n % _PARTS == part}) for part in range(_PARTS))
