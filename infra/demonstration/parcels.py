"""Tracking numbers as the carriers write them, with the check digits that they publish."""

from collections.abc import Callable, Mapping
from datetime import date

from shared.domain import check_digits


def tracking_number(carrier: str, serial: int, dispatched_on: date) -> str:
    """A number of `carrier` for a `serial` of up to seven digits; KeyError for a carrier without.

    Where a carrier keeps part of its numbers for other uses, they are taken from there: nobody's
    parcel should answer to them.
    """
    return _NUMBERS[carrier](serial, dispatched_on)


def _royal_mail(serial: int, _on: date) -> str:
    return _checked(f"ZZ{serial:08d}" + "{}GB", check_digits.s10_holds)


def _parcelforce(serial: int, _on: date) -> str:
    return f"ZZ{serial:07d}"


def _dpd(serial: int, _on: date) -> str:
    return f"1999999{serial:07d}"


def _dhl(serial: int, _on: date) -> str:
    return _checked(f"99{serial:07d}" + "{}", check_digits.dhl_holds)


def _ups(serial: int, _on: date) -> str:
    # 999AA1 is the sender's number in UPS's own examples.
    return _checked(f"1Z999AA101{serial:07d}" + "{}", check_digits.ups_holds)


def _fedex(serial: int, _on: date) -> str:
    return _checked(f"9999{serial:07d}" + "{}", check_digits.fedex_12_holds)


def _apc(serial: int, on: date) -> str:
    return f"{on:%Y%m%d}9999999{serial:07d}"


def _checked(number: str, holds: Callable[[str], bool]) -> str:
    """`number` with the one digit in its gap for which `holds` does."""
    return next(whole for digit in "0123456789" if holds(whole := number.format(digit)))


_NUMBERS: Mapping[str, Callable[[int, date], str]] = {
    "royal_mail": _royal_mail,
    "parcelforce": _parcelforce,
    "dpd": _dpd,
    "dhl": _dhl,
    "ups": _ups,
    "fedex": _fedex,
    "apc": _apc,
}
