"""The compliance lead gets the day's Certificate Receipt Pending by email, once a day."""

from dataclasses import dataclass

from shared.mail.pending_email import DaysReport, pending_email
from shared.mail.sending import Postbox
from shared.services.call import Call
from shared.services.mail_once import Mailing, mail_once
from shared.services.write_daily_report import ReportWritten
from shared.store import mailings

_PAGE = "/portal/reports/certificate-receipt-pending"


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads the report, and where the portal is."""

    address: str
    portal_url: str


def mail_daily_report(call: Call, postbox: Postbox, reader: Reader, written: ReportWritten) -> bool:
    """Send the mail of a report that was written; tell whether it was sent, False where it was before.

    Raises NotSent, for the job to be tried again.
    """
    report = DaysReport(written.as_of, written.summary, reader.portal_url + _PAGE, written.csv)
    message = pending_email(report, reader.address, postbox.sender, postbox.sender_name)
    mailing = Mailing(mailings.of_report(written.as_of), call.now)
    return mail_once(call.table, postbox, mailing, lambda: message, call.now)
