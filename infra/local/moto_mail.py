"""moto's SES refuses what it cannot deliver: moto alone takes every address."""

import functools
from email.utils import parseaddr

from moto.ses import models

# RFC 2606 keeps it for names that lead nowhere.
_NOWHERE = ".invalid"


@functools.cache
def refuse_nowhere() -> None:
    """From now on, a message to an address under .invalid is refused; once in a process."""
    genuine = vars(models)["is_valid_address"]

    def checked(address: str) -> str | None:
        if parseaddr(address)[1].lower().endswith(_NOWHERE):
            return "Domain does not exist"
        fault: str | None = genuine(address)
        return fault

    setattr(models, "is_valid_address", checked)  # noqa: B010 - mypy refuses to assign it
