"""Makes the table of bank holidays anew: `python -m infra.bank_holidays [first year] [last year]`.

The days come from the `holidays` package: those announced on GOV.UK as far as they are, then the
ones that the Banking and Financial Dealings Act 1971 and its yearly proclamations fix. Run it once
a year and after any proclamation.
"""

import argparse
from pathlib import Path
from typing import Final

import holidays

from shared.domain.bank_holidays import BANK_HOLIDAYS

TABLE: Final = Path(__file__).parents[1] / "shared" / "domain" / "bank_holidays.py"
# England's bank holidays are those of England and Wales.
SUBDIVISIONS: Final = {"england-and-wales": "ENG", "scotland": "SCT", "northern-ireland": "NIR"}

_HEAD: Final = '''"""Bank holidays on weekdays, by division and year: 1226 is 26 December.

Made by `python -m infra.bank_holidays` from the `holidays` package; do not edit. Years that GOV.UK
has not announced yet hold what statute fixes.
"""

from collections.abc import Mapping
from typing import Final

BANK_HOLIDAYS: Final[Mapping[str, Mapping[int, tuple[int, ...]]]] = {
'''


def table(first_year: int, last_year: int) -> dict[str, dict[int, tuple[int, ...]]]:
    """Return the bank holidays on weekdays from `first_year` to `last_year`, both included."""
    return {
        division: {
            year: _weekdays_of_year(subdivision, year) for year in range(first_year, last_year + 1)
        }
        for division, subdivision in SUBDIVISIONS.items()
    }


def module(first_year: int, last_year: int) -> str:
    """Return the source of shared/domain/bank_holidays.py, as the formatter leaves it."""
    lines = []
    for division, years in table(first_year, last_year).items():
        lines.append(f'    "{division}": {{')
        lines.extend(f"        {year}: {days}," for year, days in years.items())
        lines.append("    },")
    return _HEAD + "\n".join(lines) + "\n}\n"


def _weekdays_of_year(subdivision: str, year: int) -> tuple[int, ...]:
    days = holidays.country_holidays("GB", subdiv=subdivision, years=year)
    return tuple(100 * day.month + day.day for day in sorted(days) if day.weekday() < 5)


def main() -> None:
    """Write the table for the years asked for, or for the years it has."""
    years = BANK_HOLIDAYS["scotland"]
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("first_year", nargs="?", type=int, default=min(years))
    parser.add_argument("last_year", nargs="?", type=int, default=max(years))
    asked = parser.parse_args()
    TABLE.write_text(module(asked.first_year, asked.last_year), encoding="utf-8")
    print(f"Wrote {TABLE} for {asked.first_year} to {asked.last_year}.")


if __name__ == "__main__":
    main()
