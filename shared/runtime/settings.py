"""Settings from the function's environment, read once, and refused with every fault at once."""

import os
from datetime import timedelta
from typing import Annotated, TypeVar

from pydantic import BaseModel, ConfigDict, Field

from shared.domain.consignments import CountsFrom
from shared.domain.fields import Email, Name


class Settings(BaseModel):
    """Settings that belong together; each is the environment variable of its name in capitals."""

    model_config = ConfigDict(
        frozen=True, extra="ignore", hide_input_in_errors=True, defer_build=True
    )


class TableSettings(Settings):
    """The table."""

    table_name: Annotated[str, Field(min_length=3)]


class MailSettings(Settings):
    """Who sends email."""

    sender_address: Email
    ao_name: Name


class LinkSettings(Settings):
    """Email links: the portal they lead to, without a slash behind, and the days that they hold."""

    portal_url: Annotated[str, Field(pattern="^https?://.*[^/]$")]
    link_valid_days: Annotated[int, Field(ge=1, le=365)]

    @property
    def valid_for(self) -> timedelta:
        """For how long a link holds."""
        return timedelta(days=self.link_valid_days)


class ReceiptSettings(Settings):
    """Within how many working days a receipt is confirmed, and from when they count."""

    receipt_working_days: Annotated[int, Field(ge=1, le=60)]
    receipt_counts_from: CountsFrom


class ReportSettings(Settings):
    """Where reports are kept."""

    reports_bucket: Annotated[str, Field(min_length=3)]


class PageSettings(Settings):
    """Whose pages these are."""

    ao_name: Name


S = TypeVar("S", bound=Settings)


def settings(which: type[S]) -> S:
    """Return the settings `which` from the environment; raises ValidationError naming each that is wrong."""
    return which.model_validate({name.lower(): value for name, value in os.environ.items()})
