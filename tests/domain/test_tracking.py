"""Tracking numbers: labelled cases, each carrier's rule, and mistypings that must be noticed."""

import json
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from shared.domain import check_digits
from shared.domain.tracking import CARRIERS, Carrier, TrackingCheck, check_tracking_number

CASES = [
    json.loads(line)
    for line in (Path(__file__).parent / "cases" / "tracking_cases.jsonl")
    .read_text(encoding="utf-8")
    .splitlines()
]
POSTAL = [Carrier.ROYAL_MAIL, Carrier.PARCELFORCE]
DIGITS = "0123456789"

s10_serials = st.text(DIGITS, min_size=8, max_size=8)
services = st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ", min_size=2, max_size=2)


def s10(service: str, serial: str, country: str = "GB") -> str:
    number = next(
        number
        for digit in DIGITS
        if check_digits.s10_holds(number := f"{service}{serial}{digit}{country}")
    )
    assert len(number) == 13
    return number


def verdict(check: TrackingCheck) -> str:
    if not check.valid:
        return "refused"
    return "warned" if check.warning else "taken"


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['carrier']}-{case['why']}")
def test_labelled_case(case: dict[str, str]) -> None:
    check = check_tracking_number(case["carrier"], case["number"])
    expected = {
        "refuse": {"refused"},
        "not_silent": {"refused", "warned"},
        "accept": {"taken"},
    }[case["expect"]]
    assert verdict(check) in expected
    if case["normalised"]:
        assert check.normalised == case["normalised"]


@pytest.mark.parametrize(
    ("carrier", "number", "expected"),
    [
        ("royal_mail", "0B04 8016 2000 0001", "taken"),
        ("royal_mail", "3-2040-0000-2016-0B04-8FA1", "taken"),
        ("royal_mail", "RB123456785US", "warned"),
        ("royal_mail", "RB123456784US", "warned"),
        ("royal_mail", "RU9360612O4GB", "refused"),
        ("royal_mail", "RU936061244GB0", "warned"),
        ("parcelforce", "PB1234567", "taken"),
        ("parcelforce", "ABCD1234567890", "taken"),
        ("parcelforce", "123456789012", "taken"),
        ("parcelforce", "EE123456784GB", "refused"),
        ("parcelforce", "EE123456785FR", "warned"),
        ("other", "RB123456784GB", "refused"),
        ("other", "RB123456784US", "warned"),
        ("other", "RU9360612O4GB", "warned"),
        ("other", "HAND-DELIVERED-17", "taken"),
        ("dpd", "RU936061244GB", "warned"),
        ("dpd", "RU936061241GB", "refused"),
        ("dpd", "0081 827 0998 0000 0200 45 327 276 N", "taken"),
        ("dpd", "0081827099800002004532727", "warned"),
        ("dpd", "1597695063521", "warned"),
        ("ups", "1Z 5R8 939 03 5756 7127", "taken"),
        ("ups", "1Z5R893903575671270", "refused"),
        ("ups", "1Z5R8939035756712", "refused"),
        ("ups", "2Z5R89390357567127", "refused"),
        ("ups", "T1234567890", "warned"),
        ("ups", "123456789012345678", "warned"),
        ("dhl", "382172494", "warned"),
        ("dhl", "JD014600003889", "warned"),
        ("fedex", "986578788855", "taken"),
        ("fedex", "986578788856", "warned"),
        ("fedex", "568283610012734", "taken"),
        ("fedex", "568283610012732", "warned"),
        ("evri", "H00A1B0012345678", "taken"),
        ("evri", "1234567", "warned"),
        ("yodel", "JJD0002257639032011", "taken"),
        ("yodel", "JJJD0002257639032011", "warned"),
        ("apc", "2018023110099660003021", "warned"),
        ("apc", "3018073110099660003021", "warned"),
        ("apc", "201807311009966000302", "warned"),
        ("amazon", "TBM123456789012", "taken"),
        ("amazon", "TBB123456789012", "warned"),
        ("dx", "12345678", "taken"),
        ("tnt", "GD123456789WW", "taken"),
        ("citysprint", "tbc", "warned"),
    ],
)
def test_rule(carrier: str, number: str, expected: str) -> None:
    assert verdict(check_tracking_number(carrier, number)) == expected


@pytest.mark.parametrize("carrier", Carrier)
@pytest.mark.parametrize(
    ("number", "reason"),
    [
        ("", "Enter the tracking number"),
        (" - \u00a0\u200b\ufeff\t", "Enter the tracking number"),
        ("A1" * 32 + "B", "at most 64 characters"),
        ("RU936061244GB/1", "only the letters"),
        ("RU93606124\u0664GB", "only the letters"),
        ("\uff11\uff12\uff13\uff14\uff15\uff16\uff17\uff18", "only the letters"),
        ("RU93606124\u017fGB", "only the letters"),
        ("RU936061244GB\x00", "only the letters"),
        ("RU936061244GB\u202e", "only the letters"),
        ("R\u00dc936061244GB", "only the letters"),
    ],
)
def test_nothing_too_much_and_strange_characters_are_refused(
    carrier: str, number: str, reason: str
) -> None:
    check = check_tracking_number(carrier, number)
    assert not check.valid
    assert reason in (check.refusal or "")
    assert (check.url, check.warning) == (None, None)


def test_64_characters_are_taken() -> None:
    assert check_tracking_number("other", "A1" * 32).valid


@pytest.mark.parametrize("carrier", ["", "Royal Mail", "ROYAL_MAIL", "hermes"])
def test_unknown_carrier_is_an_error(carrier: str) -> None:
    with pytest.raises(ValueError, match="not a valid Carrier"):
        check_tracking_number(carrier, "RU936061244GB")


@pytest.mark.parametrize("separator", [" ", "-", "\u00a0", "\u2011", "\u2013", "\u200b", "\n"])
def test_groups_and_small_letters_do_not_matter(separator: str) -> None:
    typed = separator.join(["", "ru", "9360", "6124", "4gb", ""])
    assert check_tracking_number("royal_mail", typed) == check_tracking_number(
        "royal_mail", "RU936061244GB"
    )


def test_links() -> None:
    links = {carrier: check_tracking_number(carrier, "RU936061244GB").url for carrier in Carrier}
    number = "RU936061244GB"
    assert links == {
        "royal_mail": f"https://www.royalmail.com/track-your-item#/tracking-results/{number}",
        "parcelforce": f"https://www.parcelforce.com/track-trace?trackNumber={number}",
        "dpd": f"https://track.dpd.co.uk/search?reference={number}",
        "dhl": f"https://www.dhl.com/gb-en/home/tracking.html?tracking-id={number}",
        "ups": f"https://www.ups.com/track?tracknum={number}",
        "fedex": f"https://www.fedex.com/fedextrack/?trknbr={number}",
        "evri": f"https://www.evri.com/track/parcel/{number}",
        "tnt": f"https://www.fedex.com/fedextrack/?trknbr={number}",
        **dict.fromkeys(["yodel", "dx", "apc", "citysprint", "amazon", "other"]),
    }


def test_every_carrier_has_rules() -> None:
    assert set(CARRIERS) == set(Carrier)
    assert len(Carrier) == 14


@given(st.sampled_from(POSTAL), services, s10_serials)
def test_every_s10_of_gb_is_taken(carrier: str, service: str, serial: str) -> None:
    assert verdict(check_tracking_number(carrier, s10(service, serial))) == "taken"


@given(st.sampled_from(Carrier), services, s10_serials, st.integers(2, 10), st.sampled_from(DIGITS))
def test_one_wrong_digit_of_an_s10_is_refused_but_for_the_known_collision(
    carrier: str, service: str, serial: str, place: int, digit: str
) -> None:
    number = s10(service, serial)
    assume(number[place] != digit)
    wrong = number[:place] + digit + number[place + 1 :]
    weighted = [
        check_digits.weighted_sum(map(int, each[2:10]), check_digits.S10_WEIGHTS) % 11
        for each in (number, wrong)
    ]
    # Remainders 0 and 6 have the same check digit, 5; that is in the standard.
    collision = set(weighted) == {0, 6} and place < 10
    assert check_tracking_number(carrier, wrong).valid == collision


@given(st.text(DIGITS, min_size=9, max_size=9), st.integers(0, 8), st.sampled_from(DIGITS))
def test_dhl_refuses_wrong_digits_unless_seven_apart(
    first_nine: str, place: int, digit: str
) -> None:
    number = first_nine + str(int(first_nine) % 7)
    wrong = number[:place] + digit + number[place + 1 :]
    same = (int(digit) - int(number[place])) % 7 == 0
    assert check_tracking_number("dhl", wrong).valid == same


@given(st.text(check_digits.ALPHANUMERIC, min_size=27, max_size=27), st.data())
def test_dpd_label_refuses_every_wrong_character(body: str, data: st.DataObject) -> None:
    number = body + check_digits.iso7064_check_character(body)
    assert verdict(check_tracking_number("dpd", number)) == "taken"
    place = data.draw(st.integers(0, 27))
    char = data.draw(st.sampled_from(check_digits.ALPHANUMERIC.replace(number[place], "")))
    assert not check_tracking_number("dpd", number[:place] + char + number[place + 1 :]).valid


@given(st.sampled_from(Carrier), st.text(max_size=80))
def test_any_text_gets_one_verdict(carrier: str, text: str) -> None:
    check = check_tracking_number(carrier, text)
    assert check.valid == (check.refusal is None)
    if check.valid:
        assert check.normalised.isascii()
        assert check.normalised.isalnum()
        assert check == check_tracking_number(carrier, check.normalised)
