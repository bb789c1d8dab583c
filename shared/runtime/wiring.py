"""The wiring: which client, table, bucket and settings the services of this function work with, each made once."""

from functools import cache
from typing import TYPE_CHECKING, Any

import boto3
from botocore.config import Config

from shared.domain.consignments import ReceiptTerms
from shared.domain.reminders import ReminderTerms
from shared.runtime.settings import (
    ComplianceSettings,
    DistributionSettings,
    DocumentSettings,
    LinkSettings,
    MailSettings,
    OrganisationSettings,
    PageSettings,
    PortalSettings,
    ReaderSettings,
    ReceiptSettings,
    ReminderSettings,
    ReplacementSettings,
    ReportSettings,
    TableSettings,
    settings,
)
from shared.store.table import Table

if TYPE_CHECKING:
    from shared.documents.objects import Cabinet
    from shared.documents.printing import Letterhead
    from shared.mail.sending import Postbox
    from shared.reports.objects import Shelf
    from shared.services.mail_daily_report import Reader
    from shared.services.notify_verifier import LinkTerms

# Short waits and few tries: the caller waits too. botocore checks no parameters that our own types have settled.
_CONFIG = Config(
    connect_timeout=2,
    read_timeout=8,
    retries={"mode": "standard", "total_max_attempts": 3},
    parameter_validation=False,
    # botocore writes its own anew for each call, which takes as long as signing it.
    user_agent="post-certification",
)
# Links are signed for the bucket's own region; others would lead on to there, or nowhere.
_SIGNING = _CONFIG.merge(Config(signature_version="s3v4", s3={"addressing_style": "virtual"}))


def _client(service: str, config: Config = _CONFIG) -> Any:
    return boto3.client(service, config=config)  # type: ignore[call-overload]


@cache
def table() -> Table:
    """Return the table."""
    return Table(_client("dynamodb"), settings(TableSettings).table_name)


@cache
def awarding_organisation() -> str:
    """Return the awarding organisation's name."""
    return settings(OrganisationSettings).ao_name


@cache
def receipt_terms() -> ReceiptTerms:
    """Return when receipts are due."""
    of = settings(ReceiptSettings)
    return ReceiptTerms(of.receipt_working_days, of.receipt_counts_from)


@cache
def reminder_terms() -> ReminderTerms:
    """Return on which working days who is reminded."""
    return settings(ReminderSettings).terms


@cache
def compliance_address() -> str | None:
    """Return who is told of what is long overdue, if anybody is."""
    return settings(ComplianceSettings).compliance_address


@cache
def portal_url() -> str:
    """Return where the portal is."""
    return settings(PortalSettings).portal_url


@cache
def distribute_within() -> int:
    """Return after how many working days certificates that lie at the centre are pointed out."""
    return settings(DistributionSettings).distribution_working_days


@cache
def free_replacement_within() -> int:
    """Return within how many working days of the receipt what is wrong on arrival is replaced for nothing."""
    return settings(ReplacementSettings).free_replacement_working_days


@cache
def postbox() -> "Postbox":
    """Return where messages are handed in."""
    from shared.mail.sending import Postbox

    of = settings(MailSettings)
    return Postbox(_client("sesv2"), of.sender_address, of.ao_name)


@cache
def link_terms() -> "LinkTerms":
    """Return where email links lead, how long they hold, and whether a copy goes with them."""
    from shared.services.notify_verifier import LinkTerms

    of = settings(LinkSettings)
    return LinkTerms(of.portal_url, of.valid_for, of.verifier_copy)


@cache
def shelf() -> "Shelf":
    """Return where reports are kept."""
    from shared.reports.objects import Shelf

    return Shelf(_client("s3"), settings(ReportSettings).reports_bucket)


@cache
def reader() -> "Reader | None":
    """Return who is mailed the daily report, if anybody is."""
    from shared.services.mail_daily_report import Reader

    of = settings(ReaderSettings)
    return Reader(of.compliance_address, of.portal_url) if of.compliance_address else None


@cache
def cabinet() -> "Cabinet":
    """Return where documents are kept."""
    from shared.documents.objects import Cabinet

    return Cabinet(_client("s3", _SIGNING), settings(DocumentSettings).documents_bucket)


@cache
def letterhead() -> "Letterhead":
    """Return whose name and colour stand on documents."""
    from shared.documents.printing import Letterhead

    of = settings(PageSettings)
    return Letterhead(of.ao_name, of.brand_colour, of.contact_address)


def forget() -> None:
    """Forget everything that was made, for a process that plays several functions or engines in turn."""
    spans = (distribute_within, free_replacement_within)
    of_settings = (awarding_organisation, receipt_terms, reminder_terms, *spans)
    of_mail = (portal_url, compliance_address, postbox, link_terms, reader)
    for made in (table, *of_settings, *of_mail, shelf, cabinet, letterhead):
        made.cache_clear()
