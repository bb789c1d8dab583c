"""What several documents say in the same words."""

from datetime import date, datetime

from shared.domain.clock import london_date, written_day
from shared.domain.consignments import Parcel
from shared.domain.course_run import Qualification
from shared.domain.tracking import CARRIERS, Carrier


def carriage(parcel: Parcel) -> list[tuple[str, str]]:
    """Return to whom, how and when a parcel travels, as a term and what stands for it."""
    carrier = parcel.carrier_name or carrier_named(parcel.carrier)
    service = f" {parcel.service}" if parcel.service else ""
    return [
        ("Centre", f"{parcel.centre_name} ({parcel.centre_id})"),
        ("Consignment", parcel.consignment_id),
        ("Carrier", f"{carrier}{service}, {parcel.tracking_number}"),
        ("Posted", written_day(parcel.dispatched_on)),
    ]


def carrier_named(carrier: str) -> str:
    """Return the name of a carrier with a code; one without stands under its name already."""
    return CARRIERS[Carrier(carrier)].name if carrier in set(Carrier) else carrier


def counted(number: int, one: str) -> str:
    """Return a number with its noun: 1 course run, 2 course runs."""
    return f"{number:,} {one}{'' if number == 1 else 's'}"


def qualification(of: Qualification) -> str:
    """Return a qualification's title, level and number."""
    return f"{of.title}, level {of.level} ({of.number})"


def to_confirm(by: date, contact: str) -> str:
    """Return what the centre is asked to do with a parcel, and whom it may ask."""
    return (
        "Check that every certificate listed here has arrived and is right. Then confirm each course run with "
        f"‘CRF Received’ by {written_day(by)}. Questions: {contact}."
    )


def date_parts(moment: datetime) -> dict[str, int]:
    """Return the date in London as Typst takes dates."""
    day = london_date(moment)
    return {"year": day.year, "month": day.month, "day": day.day}


def short_day(day: date) -> str:
    """Write a date for a column of a table: 3 Nov 2026."""
    return f"{day.day} {day:%b %Y}"
