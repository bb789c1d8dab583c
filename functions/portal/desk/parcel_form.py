"""The form of a parcel at the dispatch desk: what it begins with, what it says, and what is wrong with it."""

from dataclasses import replace
from datetime import date

from shared.domain import limits
from shared.domain.consignments import NewConsignment, dispatch_faults
from shared.domain.faults import Fault, Invalid
from shared.domain.tracking import Carrier, TrackingCheck, check_tracking_number
from shared.pages import words
from shared.pages.forms import Form, Mistake, Typed, mistakes
from shared.runtime.requests import read_values

MOST = limits.COURSE_RUNS_PER_CONSIGNMENT
# What is the same for parcel after parcel.
REMEMBERED = ("carrier", "carrier_name", "service")
CARRIERS = [
    (each.value, "Another carrier" if each is Carrier.OTHER else words.CARRIERS[each.value])
    for each in Carrier
]
_FIELDS = {"/dispatched_on": "dispatched_on-day"}
# Faults that the API tells in its own words.
_TOLD = {
    "/carrier_name": "Name the carrier here if it is ‘Another carrier’; leave this empty for all others",
    "/course_run_ids": f"Choose from 1 to {MOST} course runs for this parcel",
}


def begins(today: date) -> dict[str, str]:
    """Return what the form begins with: Royal Mail, today."""
    parts = {"day": today.day, "month": today.month, "year": today.year}
    of_today = {f"dispatched_on-{part}": str(number) for part, number in parts.items()}
    return {"carrier": Carrier.ROYAL_MAIL.value, **of_today}


def departs(form: Form, today: date) -> bool:
    """Tell whether a parcel departs from what most have: a carrier with a code, no service named, posted today."""
    usual = {"carrier_name": "", "service": "", **begins(today), "carrier": form.value("carrier")}
    unlike = any(form.value(name) != value for name, value in usual.items())
    return unlike or form.value("carrier") == Carrier.OTHER


def read(typed: Typed, centre_id: str, today: date) -> NewConsignment:
    """Return the parcel that was typed; raises Invalid with every fault.

    A number that is only unusual is one of them until somebody has said that the label reads so.
    """
    day = typed.day("dispatched_on")
    faults = [Fault("/dispatched_on", f"The date of posting {day}")] if isinstance(day, str) else []
    values = {
        "centre_id": centre_id,
        "course_run_ids": typed.all("course_run_ids"),
        "tracking_number": typed.text("tracking_number"),
        "dispatched_on": today if faults else day,
        **typed.some(*REMEMBERED),
    }
    if (warned := warning(typed)) and typed.text("confirmed") != confirmation(typed):
        faults.append(Fault("/tracking_number", warned))
    try:
        body = read_values(NewConsignment, values)
    except Invalid as invalid:
        raise Invalid([*faults, *invalid.faults]) from None
    if faults := [*faults, *dispatch_faults(body, today)]:
        raise Invalid(faults)
    return body


def warning(typed: Typed) -> str | None:
    """Return what is unusual about a number that is taken all the same."""
    check = _check(typed)
    return check.warning if check else None


def confirmation(typed: Typed) -> str:
    """Return what confirms the number: itself with its carrier, so that any other number is checked anew."""
    check = _check(typed)
    return f"{typed.text('carrier')} {check.normalised}" if check else ""


def told(invalid: Invalid) -> list[Mistake]:
    """Return what is wrong with a parcel as the form tells it."""
    return mistakes(map(_in_words, invalid.faults), _FIELDS)


def _in_words(fault: Fault) -> Fault:
    # Where one course run of several is wrong, their list is.
    where = "/course_run_ids" if fault.pointer.startswith("/course_run_ids") else fault.pointer
    return replace(fault, pointer=where, detail=_TOLD.get(fault.pointer, fault.detail))


def _check(typed: Typed) -> TrackingCheck | None:
    carrier = typed.text("carrier")
    if carrier not in words.CARRIERS:
        return None
    return check_tracking_number(carrier, typed.text("tracking_number"))
