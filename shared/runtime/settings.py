"""Settings from the function's environment, read once, and refused with every fault at once."""

import os
import re
from datetime import timedelta
from itertools import pairwise
from typing import Annotated, TypeVar

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

from shared.domain.consignments import CountsFrom
from shared.domain.fields import Email, Maybe, Name
from shared.domain.reminders import Ladder, ReminderTerms
from shared.domain.verification import VerifierCopy

# WCAG 2.2, success criterion 1.4.3: white text on the colour, and the colour's text on white.
_LEAST_CONTRAST = 4.5


def _legible(colour: str) -> str:
    if not re.fullmatch("#[0-9A-Fa-f]{6}", colour):
        raise ValueError("Write the colour like #4c2c63.")
    channels = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    red, green, blue = (
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels
    )
    contrast = 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)
    if contrast < _LEAST_CONTRAST:
        raise ValueError(
            f"White text on it has a contrast of {contrast:.1f}; it takes {_LEAST_CONTRAST}."
        )
    return colour


def _days(text: object) -> object:
    return [each.strip() for each in text.split(",")] if isinstance(text, str) else text


def _ascending(days: tuple[int, ...]) -> tuple[int, ...]:
    if any(later <= earlier for earlier, later in pairwise(days)):
        raise ValueError("Write the working days in ascending order, like 5,8,10.")
    return days


# Working days such as 5,8,10.
Days = Annotated[
    tuple[Annotated[int, Field(ge=1, le=250)], ...],
    Field(min_length=1, max_length=20),
    BeforeValidator(_days),
    AfterValidator(_ascending),
]


class Settings(BaseModel):
    """Settings that belong together; each is the environment variable of its name in capitals."""

    model_config = ConfigDict(
        frozen=True, extra="ignore", hide_input_in_errors=True, defer_build=True
    )


class TableSettings(Settings):
    """The table."""

    table_name: Annotated[str, Field(min_length=3)]


class OrganisationSettings(Settings):
    """Whose certificates these are."""

    ao_name: Name


class MailSettings(Settings):
    """Who sends email."""

    sender_address: Email
    ao_name: Name


class PortalSettings(Settings):
    """The portal that links in emails lead to, without a slash behind."""

    portal_url: Annotated[str, Field(pattern="^https?://.*[^/]$")]


class LinkSettings(PortalSettings):
    """Verifiers' links: also the days that they hold, and whether a copy of the results goes with them."""

    link_valid_days: Annotated[int, Field(ge=1, le=365)]
    verifier_copy: VerifierCopy

    @property
    def valid_for(self) -> timedelta:
        """For how long a link holds."""
        return timedelta(days=self.link_valid_days)


class ReceiptSettings(Settings):
    """Within how many working days a receipt is confirmed, and from when they count."""

    receipt_working_days: Annotated[int, Field(ge=1, le=60)]
    receipt_counts_from: CountsFrom


class DistributionSettings(Settings):
    """After how many working days certificates that lie at the centre are pointed out."""

    distribution_working_days: Annotated[int, Field(ge=1, le=250)]


class ReplacementSettings(Settings):
    """Within how many working days of the receipt what came missing, damaged or incorrect is replaced for nothing."""

    free_replacement_working_days: Annotated[int, Field(ge=1, le=250)]


class ReportSettings(Settings):
    """Where reports are kept."""

    reports_bucket: Annotated[str, Field(min_length=3)]


class ComplianceSettings(Settings):
    """Who is mailed what is pending and what is long overdue; left empty, nobody is."""

    compliance_address: Maybe[Email]


class ReaderSettings(PortalSettings, ComplianceSettings):
    """Who is mailed the daily report, and where the portal is."""


class ReminderSettings(Settings):
    """On which working days centres and verifiers are reminded, and when the compliance lead is told, too."""

    reminder_working_days: Days
    reminder_overdue_every: Annotated[int, Field(ge=1, le=60)]
    verifier_reminder_working_days: Days
    verifier_reminder_every: Annotated[int, Field(ge=1, le=60)]
    escalate_overdue_after: Annotated[int, Field(ge=1, le=250)]
    receipt_counts_from: CountsFrom

    @property
    def terms(self) -> ReminderTerms:
        """The ladders."""
        return ReminderTerms(
            Ladder(self.reminder_working_days, self.reminder_overdue_every),
            Ladder(self.verifier_reminder_working_days, self.verifier_reminder_every),
            self.escalate_overdue_after,
            self.receipt_counts_from,
        )


class DocumentSettings(Settings):
    """Where documents are kept."""

    documents_bucket: Annotated[str, Field(min_length=3)]


class PageSettings(Settings):
    """Whose pages these are: the name and the colour on them, and the address that answers questions."""

    ao_name: Name
    brand_colour: Annotated[str, AfterValidator(_legible)]
    contact_address: Email


S = TypeVar("S", bound=Settings)


def settings(which: type[S]) -> S:
    """Return the settings `which` from the environment; raises ValidationError naming each that is wrong."""
    return which.model_validate({name.lower(): value for name, value in os.environ.items()})
