"""What was typed into a form, and what is wrong with it in words for the person who typed."""

import calendar
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from io import BytesIO
from types import MappingProxyType
from urllib.parse import parse_qs

import multipart

from shared.domain import limits
from shared.domain.faults import Fault, Malformed
from shared.runtime.problems import UnsupportedType
from shared.runtime.requests import Request

FORM = "application/x-www-form-urlencoded"
WITH_FILES = "multipart/form-data"
_MONTHS = {m.casefold(): i for i, m in enumerate(calendar.month_name) if m} | {
    m.casefold(): i for i, m in enumerate(calendar.month_abbr) if m
}
# What pydantic says of a field that is not there.
_REQUIRED = "Field required"
_PARTS = ("day", "month", "year")


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that was sent with a form."""

    filename: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Typed:
    """The fields of a form, each with all its values, spaces around them cut; and its files."""

    fields: Mapping[str, list[str]] = field(default_factory=dict)
    files: Mapping[str, Upload] = field(default_factory=dict)

    def text(self, name: str) -> str:
        """Return a field's value; nothing where it is empty or not there."""
        return self.all(name)[-1] if name in self.fields else ""

    def all(self, name: str) -> list[str]:
        """Return all values of a field, such as the boxes that are ticked."""
        return self.fields.get(name, [])

    def some(self, *names: str) -> dict[str, str]:
        """Return the named fields that are filled in."""
        return {name: self.text(name) for name in names if self.text(name)}

    def given(self, prefix: str) -> dict[str, str]:
        """Return what is filled in of the fields whose names begin with `prefix`, by the rest of their names."""
        found = (
            (name.removeprefix(prefix), name) for name in self.fields if name.startswith(prefix)
        )
        return {rest: self.text(name) for rest, name in found if self.text(name)}

    def day(self, name: str) -> date | str:
        """Return the date typed into a day, a month and a year; or what is wrong with it, to follow its label.

        Months may be written as words. Nothing typed at all is “must be filled in”.
        """
        day, month, year = texts = [self.text(f"{name}-{part}") for part in _PARTS]
        if not any(texts):
            return "must be filled in"
        missing = [part for part, text in zip(_PARTS, texts, strict=True) if not text]
        if missing:
            return f"must include a {' and a '.join(missing)}"
        number = str(_MONTHS.get(month.casefold(), month))
        if not all(re.fullmatch("[0-9]{1,2}", part) for part in (day, number)):
            return "must be a real date"
        if not re.fullmatch("[0-9]{4}", year):
            return "must have a year of four digits"
        try:
            return date(int(year), int(number), int(day))
        except ValueError:
            return "must be a real date"


NOTHING = Typed()


@dataclass(frozen=True, slots=True)
class Mistake:
    """What is wrong with a field, by the id that it has on the page."""

    field: str
    text: str


def mistakes(
    faults: Iterable[Fault],
    fields: Mapping[str, str] = MappingProxyType({}),
    missing: Mapping[str, str] = MappingProxyType({}),
) -> list[Mistake]:
    """Return faults as a page tells them.

    `fields` gives the id of a field whose pointer is not its id, `missing` says by pointer what is to be filled in.
    """
    return [
        Mistake(
            fields.get(each.pointer, each.pointer.removeprefix("/").replace("/", "-")),
            missing.get(each.pointer, each.detail) if each.detail == _REQUIRED else each.detail,
        )
        for each in faults
    ]


def typed(request: Request) -> Typed:
    """Return what a request's form holds; raises Malformed, UnsupportedType or TooLarge."""
    if request.content_type == WITH_FILES:
        return _with_files(request)
    if request.content_type not in {FORM, ""}:
        raise UnsupportedType("This takes a form.")
    try:
        text = request.body().decode()
        fields = parse_qs(
            text, keep_blank_values=True, max_num_fields=limits.FORM_FIELDS, errors="strict"
        )
    except (UnicodeDecodeError, ValueError) as broken:
        raise Malformed("The form cannot be read.") from broken
    return Typed({name: [_plain(value) for value in values] for name, values in fields.items()})


def _with_files(request: Request) -> Typed:
    body = request.body()
    _, options = multipart.parse_options_header(request.header("content-type"))
    fields: dict[str, list[str]] = {}
    files: dict[str, Upload] = {}
    try:
        # The whole body is in memory as it is: parts never go to a disk.
        for part in multipart.MultipartParser(
            BytesIO(body),
            options.get("boundary", ""),
            part_limit=limits.FORM_FIELDS,
            spool_limit=limits.BODY_BYTES,
            memory_limit=limits.BODY_BYTES,
            strict=True,
        ):
            if part.filename is None:
                fields.setdefault(part.name, []).append(_plain(part.value))
            elif part.filename or part.size:
                files[part.name] = Upload(part.filename, part.raw)
    except (multipart.MultipartError, UnicodeDecodeError) as broken:
        raise Malformed("The form cannot be read.") from broken
    return Typed(fields, files)


def _plain(text: str) -> str:
    # Browsers send each line break as two characters.
    return text.replace("\r\n", "\n").strip()


@dataclass(frozen=True, slots=True)
class Form:
    """A form as a page shows it: what was typed before, or what it begins with, and what is wrong with that."""

    typed: Typed = NOTHING
    mistakes: Sequence[Mistake] = ()
    begins: Mapping[str, str] = field(default_factory=dict)

    def value(self, name: str) -> str:
        """Return what a field shows: what was typed, or what it begins with while nothing was."""
        return self.typed.text(name) if self.typed.fields else self.begins.get(name, "")

    def ticked(self, name: str, value: str) -> bool:
        """Tell whether a box or a button is chosen."""
        return value in self.typed.all(name)

    def error(self, name: str) -> dict[str, str] | None:
        """Return what is wrong with a field, as the components take it."""
        texts = [each.text for each in self.mistakes if each.field == name]
        return {"text": texts[0]} if texts else None
