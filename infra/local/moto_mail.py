"""moto's SES as the real one: it refuses what it cannot deliver, and dates what has no date."""

import functools
from datetime import UTC, datetime
from email.parser import HeaderParser
from email.utils import format_datetime, parseaddr
from typing import Any

from moto.ses import models

# RFC 2606 keeps it for names that lead nowhere.
_NOWHERE = ".invalid"


@functools.cache
def correct_mail() -> None:
    """From now on, moto refuses messages to addresses under .invalid and adds Date; once in a process."""
    genuine = vars(models)["is_valid_address"]

    def checked(address: str) -> str | None:
        if parseaddr(address)[1].lower().endswith(_NOWHERE):
            return "Domain does not exist"
        fault: str | None = genuine(address)
        return fault

    message = models.RawMessage

    def dated(message_id: str, source: str, destinations: list[str], raw_data: str) -> Any:
        return message(message_id, source, destinations, _dated(raw_data))

    # mypy refuses to assign them.
    setattr(models, "is_valid_address", checked)  # noqa: B010
    setattr(models, "RawMessage", dated)  # noqa: B010


def _dated(raw: str) -> str:
    if "Date" in HeaderParser().parsestr(raw, headersonly=True):
        return raw
    return f"Date: {format_datetime(datetime.now(UTC))}\r\n{raw}"
