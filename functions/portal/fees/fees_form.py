"""The form of new charges: what it begins with, what it says, and what is wrong with it."""

from collections.abc import Iterable, Iterator
from datetime import date

from functions.portal.tellings import REASONS
from shared.domain import limits
from shared.domain.faults import Fault, Invalid, pointer
from shared.domain.fees import NewFeeTable, price, read_price, valid_from_faults
from shared.domain.replacements import Reason
from shared.pages.forms import Mistake, Typed, mistakes
from shared.runtime.requests import read_values
from shared.services.fees import Fees

_FIELDS = {"/valid_from": "valid_from-day"}
_TOO_MUCH = f"A charge is at most {price(limits.FEE_PENCE)}."


def begins(fees: Fees) -> dict[str, str]:
    """Return what the form begins with: what was charged last, for a day that is still to be said."""
    if not fees.tables:
        return {}
    latest = fees.tables[0]
    amounts = {_field(reason): price(pence) for reason, pence in latest.pence.items()}
    return {"vat_percent": str(latest.vat_percent), **amounts}


def read(typed: Typed, today: date) -> tuple[date, NewFeeTable]:
    """Return the first day and the charges that were typed; raises Invalid with every fault."""
    day = typed.day("valid_from")
    faults = (
        [Fault("/valid_from", f"The first day {day}")]
        if isinstance(day, str)
        else valid_from_faults(day, today)
    )
    amounts, wrong = _amounts(typed)
    vat = typed.text("vat_percent").removesuffix("%").strip()
    said = {"currency": "GBP", "vat_percent": vat, "pence": amounts}
    try:
        body = read_values(NewFeeTable, said)
    except Invalid as invalid:
        raise Invalid([*faults, *wrong, *invalid.faults]) from None
    if isinstance(day, str) or faults or wrong:
        raise Invalid([*faults, *wrong])
    return day, body


def told(faults: Iterable[Fault]) -> list[Mistake]:
    """Return what is wrong with new charges in the page's order."""
    found = mistakes(faults, _FIELDS)
    order = ["valid_from-day", *map(_field, Reason), "vat_percent"]
    return sorted(found, key=lambda each: order.index(each.field))


def fields(typed: Typed) -> Iterator[tuple[str, str]]:
    """Yield what was typed, for another form to carry on."""
    parts = (f"valid_from-{part}" for part in ("day", "month", "year"))
    for name in (*parts, *map(_field, Reason), "vat_percent"):
        yield name, typed.text(name)


def _field(reason: Reason) -> str:
    return f"pence-{reason}"


def _amounts(typed: Typed) -> tuple[dict[Reason, int], list[Fault]]:
    """Return the pence of each amount that can be read, and what is wrong with the others."""
    amounts, wrong = {}, []
    for reason, text in ((each, typed.text(_field(each))) for each in Reason):
        if not text:
            continue
        try:
            pence = read_price(text)
        except ValueError as unread:
            wrong.append(Fault(pointer("pence", reason), f"{REASONS[reason]}: {unread}"))
            continue
        if pence > limits.FEE_PENCE:
            wrong.append(Fault(pointer("pence", reason), f"{REASONS[reason]}: {_TOO_MUCH}"))
        else:
            amounts[reason] = pence
    return amounts, wrong
