"""Settings: read from the environment, and refused with every fault at once."""

from datetime import timedelta

import pytest
from pydantic import ValidationError

from shared.domain.consignments import CountsFrom
from shared.domain.reminders import Ladder, ReminderTerms
from shared.domain.verification import VerifierCopy
from shared.runtime.settings import (
    ComplianceSettings,
    DistributionSettings,
    DocumentSettings,
    LinkSettings,
    MailSettings,
    PageSettings,
    ReaderSettings,
    ReceiptSettings,
    ReminderSettings,
    ReplacementSettings,
    ReportSettings,
    S,
    TableSettings,
    settings,
)

GOOD = {
    "TABLE_NAME": "course-runs",
    "SENDER_ADDRESS": "certification@awards.example",
    "AO_NAME": "Example Awards",
    "PORTAL_URL": "https://portal.example/verify",
    "LINK_VALID_DAYS": "30",
    "VERIFIER_COPY": "link",
    "RECEIPT_WORKING_DAYS": "10",
    "RECEIPT_COUNTS_FROM": "delivery",
    "DISTRIBUTION_WORKING_DAYS": "20",
    "FREE_REPLACEMENT_WORKING_DAYS": "20",
    "REPORTS_BUCKET": "reports-bucket",
    "DOCUMENTS_BUCKET": "documents-bucket",
    "BRAND_COLOUR": "#4c2c63",
    "CONTACT_ADDRESS": "help@awards.example",
    "COMPLIANCE_ADDRESS": "compliance@awards.example",
    "REMINDER_WORKING_DAYS": "5,8,10",
    "REMINDER_OVERDUE_EVERY": "4",
    "ESCALATE_OVERDUE_AFTER": "6",
    "VERIFIER_REMINDER_WORKING_DAYS": "7, 12",
    "VERIFIER_REMINDER_EVERY": "3",
}
EVERY = (
    TableSettings,
    MailSettings,
    LinkSettings,
    ReceiptSettings,
    DistributionSettings,
    ReplacementSettings,
    ReportSettings,
    DocumentSettings,
    PageSettings,
    ReaderSettings,
    ComplianceSettings,
    ReminderSettings,
)


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in GOOD.items():
        monkeypatch.setenv(name, value)


def test_settings_are_of_their_types() -> None:
    assert settings(TableSettings).table_name == "course-runs"
    assert settings(MailSettings).sender_address == "certification@awards.example"
    assert settings(LinkSettings).valid_for == timedelta(days=30)
    assert settings(LinkSettings).verifier_copy is VerifierCopy.LINK
    assert settings(ReceiptSettings).receipt_working_days == 10
    assert settings(ReceiptSettings).receipt_counts_from is CountsFrom.DELIVERY
    assert settings(DistributionSettings).distribution_working_days == 20
    assert settings(ReportSettings).reports_bucket == "reports-bucket"
    assert settings(PageSettings).ao_name == "Example Awards"
    assert settings(ReaderSettings).compliance_address == "compliance@awards.example"


def test_ladders_are_of_working_days() -> None:
    assert settings(ReminderSettings).terms == ReminderTerms(
        Ladder((5, 8, 10), 4), Ladder((7, 12), 3), 6, CountsFrom.DELIVERY
    )


@pytest.mark.parametrize("days", ["", "0,5", "five", "5,,8", "5;8", "300"])
def test_what_is_no_ladder_is_refused(days: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REMINDER_WORKING_DAYS", days)
    with pytest.raises(ValidationError) as refused:
        settings(ReminderSettings)
    assert {error["loc"][0] for error in refused.value.errors()} == {"reminder_working_days"}


def test_nobody_has_to_be_mailed_the_report(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COMPLIANCE_ADDRESS", "")
    assert settings(ReaderSettings).compliance_address is None


@pytest.mark.parametrize("which", EVERY, ids=lambda each: each.__name__)
def test_everything_that_is_missing_is_named_at_once(
    which: type[S], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in GOOD:
        monkeypatch.delenv(name)
    with pytest.raises(ValidationError) as refused:
        settings(which)
    assert {error["loc"][0] for error in refused.value.errors()} == set(which.model_fields)


@pytest.mark.parametrize(
    ("which", "name", "value"),
    [
        (TableSettings, "TABLE_NAME", ""),
        (MailSettings, "SENDER_ADDRESS", "nobody"),
        (MailSettings, "AO_NAME", " "),
        (LinkSettings, "PORTAL_URL", "https://portal.example/"),
        (LinkSettings, "PORTAL_URL", "portal.example"),
        (LinkSettings, "LINK_VALID_DAYS", "0"),
        (LinkSettings, "LINK_VALID_DAYS", "a month"),
        (LinkSettings, "VERIFIER_COPY", "both"),
        (ReceiptSettings, "RECEIPT_WORKING_DAYS", "61"),
        (ReceiptSettings, "RECEIPT_WORKING_DAYS", "9.5"),
        (ReceiptSettings, "RECEIPT_COUNTS_FROM", "arrival"),
        (ReportSettings, "REPORTS_BUCKET", ""),
        (ReaderSettings, "COMPLIANCE_ADDRESS", "nobody"),
        (ReaderSettings, "COMPLIANCE_ADDRESS", "a@b.example\r\nBcc: c@d.example"),
        (ReaderSettings, "PORTAL_URL", "portal.example"),
        (DocumentSettings, "DOCUMENTS_BUCKET", ""),
        (ReminderSettings, "REMINDER_WORKING_DAYS", "8,5"),
        (ReminderSettings, "REMINDER_WORKING_DAYS", "5,5"),
        (ReminderSettings, "REMINDER_OVERDUE_EVERY", "0"),
        (ReminderSettings, "VERIFIER_REMINDER_WORKING_DAYS", "10,5"),
        (ReminderSettings, "ESCALATE_OVERDUE_AFTER", "0"),
    ],
)
def test_what_is_wrong_is_refused(
    which: type[S], name: str, value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(ValidationError) as refused:
        settings(which)
    assert [error["loc"] for error in refused.value.errors()] == [(name.lower(),)]


@pytest.mark.parametrize("colour", ["4c2c63", "purple", "#4c2c6", "#4c2c63;", "#ff8800", "#FFFFFF"])
def test_a_colour_on_which_white_text_cannot_be_read_is_refused(
    colour: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BRAND_COLOUR", colour)
    with pytest.raises(ValidationError, match=r"contrast|#4c2c63"):
        settings(PageSettings)


@pytest.mark.parametrize("colour", ["#000000", "#1d70b8", "#767676"])
def test_a_legible_one_is_taken(colour: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BRAND_COLOUR", colour)
    assert settings(PageSettings).brand_colour == colour
