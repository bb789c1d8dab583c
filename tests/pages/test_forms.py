"""What was typed into forms: texts, dates, files, and what is wrong with them."""

import base64
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.faults import Fault, Malformed
from shared.pages.forms import Form, Mistake, Typed, Upload, mistakes, typed
from shared.runtime.problems import UnsupportedType
from shared.runtime.requests import Request, now
from tests.runtime.events import http_event

ROUTE = "POST /portal/sign-out"


def form(body: bytes, content_type: str = "application/x-www-form-urlencoded") -> Typed:
    # As API Gateway hands over whatever is not text to it.
    packed = {"body": base64.b64encode(body).decode(), "isBase64Encoded": True}
    event = http_event(ROUTE, headers={"content-type": content_type}, **packed)
    return typed(Request(event, now()))


def day(*parts: str) -> date | str:
    names = ("d-day", "d-month", "d-year")
    return Typed({name: [part] for name, part in zip(names, parts, strict=True)}).day("d")


@given(st.dates(min_value=date(1000, 1, 1)))
def test_every_date_is_read_as_people_write_it(of: date) -> None:
    assert day(str(of.day), str(of.month), str(of.year)) == of
    assert day(f"{of.day:02}", f"{of:%B}", str(of.year)) == of
    assert day(str(of.day), f"{of:%b}".upper(), str(of.year)) == of


@pytest.mark.parametrize(
    ("parts", "wrong"),
    [
        (("", "", ""), "must be filled in"),
        (("27", "", "2026"), "must include a month"),
        (("", "3", ""), "must include a day and a year"),
        (("41", "3", "2026"), "must be a real date"),
        (("29", "2", "2026"), "must be a real date"),
        (("1", "Marchember", "2026"), "must be a real date"),
        (("-1", "3", "2026"), "must be a real date"),
        (("٣", "3", "2026"), "must be a real date"),
        (("1", "3", "26"), "must have a year of four digits"),
    ],
)
def test_what_is_no_date_is_told_after_its_label(parts: tuple[str, ...], wrong: str) -> None:
    assert day(*parts) == wrong


def test_fields_are_read_with_all_their_values() -> None:
    told = form(b"a=+x%0D%0Ay+&box=1&box=2&empty=&question.L1=Why")
    assert told.text("a") == "x\ny"
    assert told.all("box") == ["1", "2"]
    assert told.some("a", "empty", "absent") == {"a": "x\ny"}
    assert told.given("question.") == {"L1": "Why"}


def test_a_file_comes_with_its_fields() -> None:
    body = (
        b'--b\r\nContent-Disposition: form-data; name="csrf"\r\n\r\ntoken\r\n'
        b'--b\r\nContent-Disposition: form-data; name="file"; filename="r.csv"\r\n\r\n\x00\xff\r\n'
        b'--b\r\nContent-Disposition: form-data; name="other"; filename=""\r\n\r\n\r\n--b--\r\n'
    )
    told = form(body, "multipart/form-data; boundary=b")
    assert told.text("csrf") == "token"
    assert told.files == {"file": Upload("r.csv", b"\x00\xff")}


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (b"a=%FF", "application/x-www-form-urlencoded"),
        (b"\xff", "application/x-www-form-urlencoded"),
        (b"&".join(b"a=1" for _ in range(6_001)), "application/x-www-form-urlencoded"),
        (b"--b\r\nno header", "multipart/form-data; boundary=b"),
        (b"--b--", "multipart/form-data"),
    ],
)
def test_what_is_no_form_is_refused(body: bytes, content_type: str) -> None:
    with pytest.raises(Malformed):
        form(body, content_type)


def test_another_type_is_not_read() -> None:
    with pytest.raises(UnsupportedType):
        form(b"{}", "application/json")


def test_mistakes_are_told_at_their_fields() -> None:
    found = mistakes(
        [Fault("/name", "Field required"), Fault("/date_received", "In the future.")],
        fields={"/date_received": "date_received-day"},
        missing={"/name": "Enter your full name"},
    )
    assert found == [
        Mistake("name", "Enter your full name"),
        Mistake("date_received-day", "In the future."),
    ]
    shown = Form(Typed({"name": ["Vera"]}), found, begins={"name": "Sam", "note": "x"})
    assert (shown.value("name"), shown.value("note")) == ("Vera", "")
    assert shown.error("date_received-day") == {"text": "In the future."}
    assert shown.error("note") is None
    assert Form(begins={"note": "x"}).value("note") == "x"
