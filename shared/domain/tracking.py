"""Tracking numbers: what is refused, what is warned of, and where each carrier shows its parcels.

Refused is what cannot be right: nothing, too much, other characters than letters and digits, or a
failed check where the carrier publishes one and keeps to it. Anything else unusual is taken with a
warning: a parcel must not wait because a carrier has started a new series.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from shared.domain import check_digits
from shared.domain.identifiers import clean_code

MOST_CHARACTERS: Final = 64


class Carrier(StrEnum):
    """Who carries the parcel; `other` is named by the AO."""

    ROYAL_MAIL = "royal_mail"
    PARCELFORCE = "parcelforce"
    DPD = "dpd"
    DHL = "dhl"
    UPS = "ups"
    FEDEX = "fedex"
    EVRI = "evri"
    YODEL = "yodel"
    DX = "dx"
    APC = "apc"
    TNT = "tnt"
    CITYSPRINT = "citysprint"
    AMAZON = "amazon"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class TrackingCheck:
    """A tracking number judged: whether taken, its kept form, a warning, the link, why refused."""

    valid: bool
    normalised: str
    warning: str | None = None
    url: str | None = None
    refusal: str | None = None


@dataclass(frozen=True, slots=True)
class Shape:
    """One form of number: its pattern, its check if any, and whether failing that is certain."""

    pattern: str
    holds: Callable[[str], bool] | None = None
    certain: bool = False


@dataclass(frozen=True, slots=True)
class CarrierRules:
    """A carrier: its name, its numbers in words and in patterns, and the link to its page."""

    name: str
    usual: str
    shapes: tuple[Shape, ...]
    link: str | None = None


def _s10(number: str) -> bool:
    # The broad patterns below let in what only resembles an S10 identifier.
    shaped = re.fullmatch("[A-Z]{2}[0-9]{9}[A-Z]{2}", number)
    return shaped is not None and check_digits.s10_holds(number)


def _ups(number: str) -> bool:
    return re.fullmatch("1Z[0-9A-Z]{16}", number) is not None and check_digits.ups_holds(number)


def _starts_with_date(number: str) -> bool:
    try:
        date(int(number[:4]), int(number[4:6]), int(number[6:8]))
    except ValueError:
        return False
    return True


# Patterns are text, compiled when first used: a call needs those of one carrier.
BRITISH_S10: Final = Shape("[A-Z]{2}[0-9]{9}GB", _s10, certain=True)
# Nothing else of Royal Mail or Parcelforce has 13 characters and ends in GB, so an O for a 0 is a
# failed check too.
POSTAL_S10: Final = Shape("[0-9A-Z]{11}GB", _s10, certain=True)
ANY_S10: Final = Shape("[A-Z]{2}[0-9]{9}[A-Z]{2}|[0-9A-Z]{11}GB", _s10)
# No rule is published; but "none" or "tbc" is no number.
UNPUBLISHED: Final = Shape("(?=.*[0-9])[0-9A-Z]{4,}")

_FEDEX_LINK: Final = "https://www.fedex.com/fedextrack/?trknbr={}"

# Links to Yodel, APC and DX need the postcode, which is not ours to pass on; CitySprint and Amazon
# publish none.
CARRIERS: Final[Mapping[Carrier, CarrierRules]] = {
    Carrier.ROYAL_MAIL: CarrierRules(
        "Royal Mail",
        "two letters, nine digits and GB, or 21 or 16 characters of 0 to 9 and A to F",
        (POSTAL_S10, Shape("[0-9A-F]{21}"), Shape("[0-9A-F]{16}")),
        "https://www.royalmail.com/track-your-item#/tracking-results/{}",
    ),
    Carrier.PARCELFORCE: CarrierRules(
        "Parcelforce",
        "two letters and seven digits, four letters and ten digits, twelve digits, "
        "or two letters, nine digits and GB",
        (POSTAL_S10, Shape("[A-Z]{2}[0-9]{7}"), Shape("[A-Z]{4}[0-9]{10}"), Shape("[0-9]{12}")),
        "https://www.parcelforce.com/track-trace?trackNumber={}",
    ),
    Carrier.DPD: CarrierRules(
        "DPD",
        "14 digits, or all 28 characters of the label",
        (Shape("[0-9]{14}"), Shape("[0-9A-Z]{28}", check_digits.iso7064_holds, certain=True)),
        "https://track.dpd.co.uk/search?reference={}",
    ),
    Carrier.DHL: CarrierRules(
        "DHL",
        "ten digits",
        (Shape("[0-9]{10}", check_digits.dhl_holds, certain=True),),
        "https://www.dhl.com/gb-en/home/tracking.html?tracking-id={}",
    ),
    Carrier.UPS: CarrierRules(
        "UPS",
        "1Z and sixteen letters and digits",
        # What starts with 1Z, or is as long and not digits alone, was meant to be one.
        (Shape("1Z[0-9A-Z]*|(?=.*[A-Z])[0-9A-Z]{18}", _ups, certain=True),),
        "https://www.ups.com/track?tracknum={}",
    ),
    Carrier.FEDEX: CarrierRules(
        "FedEx",
        "12 or 15 digits",
        (
            Shape("[0-9]{12}", check_digits.fedex_12_holds),
            Shape("[0-9]{15}", check_digits.fedex_15_holds),
        ),
        _FEDEX_LINK,
    ),
    Carrier.EVRI: CarrierRules(
        "Evri",
        "16 letters and digits, or the eight digits of a calling card",
        (Shape("[0-9A-Z]{16}"), Shape("[0-9]{8}")),
        "https://www.evri.com/track/parcel/{}",
    ),
    Carrier.YODEL: CarrierRules("Yodel", "JD or JJD and 16 digits", (Shape("J?JD[0-9]{16}"),)),
    Carrier.APC: CarrierRules(
        "APC",
        "22 digits, the first eight the date (20261123)",
        (Shape("20[0-9]{20}", _starts_with_date),),
    ),
    Carrier.AMAZON: CarrierRules(
        "Amazon", "TBA, TBC or TBM and 12 digits", (Shape("TB[ACM][0-9]{12}"),)
    ),
    Carrier.DX: CarrierRules("DX", "at least four characters with a digit", (UNPUBLISHED,)),
    Carrier.CITYSPRINT: CarrierRules(
        "CitySprint", "at least four characters with a digit", (UNPUBLISHED,)
    ),
    # TNT's parcels have moved to FedEx's page.
    Carrier.TNT: CarrierRules(
        "TNT", "at least four characters with a digit", (UNPUBLISHED,), _FEDEX_LINK
    ),
    Carrier.OTHER: CarrierRules(
        "the carrier", "at least four characters with a digit", (ANY_S10, UNPUBLISHED)
    ),
}


def check_tracking_number(carrier: str, number: str) -> TrackingCheck:
    """Judge `number` as typed for `carrier`; ValueError for a carrier that is not one of Carrier.

    A refused number has `valid` False and the reason in `refusal`. A number that is taken has its
    kept form in `normalised`, perhaps a warning, and the carrier's page where a link works by the
    number alone.
    """
    rules = CARRIERS[Carrier(carrier)]
    cleaned = clean_code(number)
    refusal = _refusal(cleaned, rules)
    if refusal:
        return TrackingCheck(valid=False, normalised=cleaned, refusal=refusal)
    url = rules.link.format(cleaned) if rules.link else None
    return TrackingCheck(valid=True, normalised=cleaned, warning=_warning(cleaned, rules), url=url)


def as_the_carrier_writes_it(carrier: str, number: str) -> str:
    """Return the kept form of a tracking number of `carrier`; ValueError says why it is refused."""
    check = check_tracking_number(carrier, number)
    if not check.valid:
        raise ValueError(check.refusal)
    return check.normalised


def named_if_other(carrier: Carrier | None, name: str | None) -> str | None:
    """Return the name given of a carrier; ValueError unless it is that of one without a code."""
    if carrier is Carrier.OTHER and name is None:
        raise ValueError("Name the carrier where it is `other`.")
    if name is not None and carrier not in {Carrier.OTHER, None}:
        raise ValueError("Only a carrier that is `other` is named here.")
    return name


def _refusal(number: str, rules: CarrierRules) -> str | None:
    if not number:
        return "Enter the tracking number."
    if len(number) > MOST_CHARACTERS:
        return (
            f"A tracking number has at most {MOST_CHARACTERS} characters; this has {len(number)}."
        )
    if not re.fullmatch("[0-9A-Z]+", number):
        return "A tracking number holds only the letters A to Z and the digits 0 to 9."
    # GB's S10 identifiers are Royal Mail's and Parcelforce's, so a mistyped one is wrong whoever is
    # named as carrier.
    if any(shape.certain for shape in _failing(number, (*rules.shapes, BRITISH_S10))):
        return "This fails its check: a character is mistyped, missing or one too many."
    return None


def _warning(number: str, rules: CarrierRules) -> str | None:
    if _failing(number, rules.shapes):
        return f"This does not pass {rules.name}'s check. Compare the number with the label."
    if not any(re.fullmatch(shape.pattern, number) for shape in rules.shapes):
        return (
            f"Unusual for {rules.name}: expected {rules.usual}. Compare the number with the label."
        )
    return None


def _failing(number: str, shapes: tuple[Shape, ...]) -> list[Shape]:
    return [
        shape
        for shape in shapes
        if shape.holds and re.fullmatch(shape.pattern, number) and not shape.holds(number)
    ]
