"""The compliance lead's email: what the day's Certificate Receipt Pending comes to, with its CSV attached."""

from dataclasses import dataclass
from datetime import date
from email.headerregistry import Address
from email.message import EmailMessage

from shared.domain.clock import written_day
from shared.domain.pending_summary import Summary
from shared.mail.rendering import compose, counted

# As many centres as one looks through in an email; the others are counted.
CENTRES_NAMED = 50


@dataclass(frozen=True, slots=True)
class DaysReport:
    """The report of one date: in short, where the portal shows it, and its CSV where it can be attached."""

    as_of: date
    summary: Summary
    link: str
    csv: bytes | None


def pending_email(report: DaysReport, to: str, sender: str, sender_name: str) -> EmailMessage:
    """Return the message to the address `to`, in text and HTML; the CSV is attached unless nothing is outstanding.

    Without a CSV the message says that the report is too large to attach.
    """
    overdue = (
        f"{report.summary.overdue_course_runs:,}" if report.summary.overdue_receipts else "none"
    )
    centres = report.summary.overdue_centres
    facts = {
        "report": report,
        "summary": report.summary,
        "overdue": overdue,
        "centres": centres[:CENTRES_NAMED],
        "more_centres": len(centres[CENTRES_NAMED:]),
        "ao": sender_name,
    }
    sent_by, sent_to = Address(sender_name, addr_spec=sender), Address(addr_spec=to)
    subject = _subject(report, overdue)
    message = compose("pending_email", facts, sent_by, sent_to, subject)
    if report.csv is not None and report.summary.receipts:
        message.add_attachment(
            # With a byte order mark, by which spreadsheets know UTF-8.
            b"\xef\xbb\xbf" + report.csv,
            maintype="text",
            subtype="csv",
            params={"charset": "utf-8"},
            filename=f"certificate-receipt-pending-{report.as_of}.csv",
        )
    return message


def _subject(report: DaysReport, overdue: str) -> str:
    course_runs = report.summary.course_runs
    pending = f"{counted(course_runs, 'course run')}, {overdue} overdue"
    told = pending if course_runs else "nothing outstanding"
    return f"Certificate Receipt Pending, {written_day(report.as_of)}: {told}"
