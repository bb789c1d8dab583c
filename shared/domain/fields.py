"""The kinds of value that bodies and records are made of, each with its own check."""

import re
from collections.abc import Callable
from datetime import date
from typing import Annotated, Any, TypeVar

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, StringConstraints

from shared.domain import limits
from shared.domain.identifiers import (
    ID_PATTERN,
    certificate_number,
    normalise_uln,
    qualification_number_fault,
    read_certificate_number,
    unit_reference_fault,
)
from shared.domain.names import clean_name, clean_text


class Fact(BaseModel):
    """A record as it is kept: unchangeable, and tolerant of attributes that a later version adds."""

    model_config = ConfigDict(
        frozen=True, extra="ignore", hide_input_in_errors=True, defer_build=True
    )


class Body(BaseModel):
    """A request's body: unchangeable, and refusing members it does not know."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", hide_input_in_errors=True, defer_build=True
    )


def _level(value: Any) -> Any:
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


def _blank_is_absent(value: Any) -> Any:
    return None if isinstance(value, str) and not value.strip() else value


def _day(value: Any) -> Any:
    """Take dates as the contract writes them only: pydantic would take times and numbers of seconds too."""
    if isinstance(value, date):
        return value
    if not isinstance(value, str) or not re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
        raise ValueError("Write the date as YYYY-MM-DD.")
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise ValueError(f"There is no such date as {value}.") from None


def _shaped(fault: Callable[[str], str | None]) -> AfterValidator:
    def check(value: str) -> str:
        if told := fault(value):
            raise ValueError(told)
        return value

    return AfterValidator(check)


# RFC 5321's mailbox without quoted local parts and literal addresses, which nobody's work address has.
_ATOM = "[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LABEL = "[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_EMAIL = re.compile(rf"{_ATOM}(\.{_ATOM})*@({_LABEL}\.)+[A-Za-z]{{2,63}}")


def _email(value: str) -> str:
    too_long = len(value) > 254 or len(value.partition("@")[0]) > 64
    if too_long or not _EMAIL.fullmatch(value):
        raise ValueError("Write the email address like name@example.org.")
    return value


def _grade(value: str) -> str:
    if len(value) > limits.GRADE_LENGTH:
        raise ValueError(f"A grade has at most {limits.GRADE_LENGTH} characters.")
    return value


def _text(most: int) -> AfterValidator:
    return AfterValidator(lambda value: clean_text(value, most))


# Forms and their clients send what was left empty as empty text.
T = TypeVar("T")
Maybe = Annotated[T | None, BeforeValidator(_blank_is_absent)]

Day = Annotated[date, BeforeValidator(_day)]
Identifier = Annotated[str, StringConstraints(pattern=f"^{ID_PATTERN}$")]
QualificationNumber = Annotated[str, _shaped(qualification_number_fault)]
UnitReference = Annotated[str, _shaped(unit_reference_fault)]
Uln = Annotated[str, AfterValidator(normalise_uln)]
CertificateNumber = Annotated[
    str, AfterValidator(lambda value: certificate_number(*read_certificate_number(value)))
]
Name = Annotated[str, AfterValidator(clean_name)]
Title = Annotated[str, AfterValidator(clean_name)]
Level = Annotated[str, BeforeValidator(_level), AfterValidator(clean_name)]
Email = Annotated[str, AfterValidator(_email)]
Note = Annotated[str, _text(limits.NOTE_LENGTH)]
ShortNote = Annotated[str, _text(limits.DISCREPANCY_NOTE_LENGTH)]
Question = Annotated[str, _text(limits.QUESTION_LENGTH)]
Address = Annotated[str, _text(limits.ADDRESS_LENGTH)]
# Which document was seen of somebody, never its number: more digits in a row than the name of any has.
DocumentSeen = Annotated[
    Name,
    StringConstraints(max_length=limits.IDENTITY_LENGTH, pattern=r"^(\D|\d{1,3}(\D|$))*$"),
]
# The constraint tells the API's document; the validator before it tells people.
Grade = Annotated[
    str,
    AfterValidator(clean_name),
    AfterValidator(_grade),
    StringConstraints(max_length=limits.GRADE_LENGTH),
]


def is_identifier(value: str) -> bool:
    """Tell whether `value` could be an identifier: 1 to 64 letters, digits, hyphens, underscores or full stops."""
    return re.fullmatch(ID_PATTERN, value) is not None
