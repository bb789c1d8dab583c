"""The compliance lead gets the day's Certificate Receipt Pending by email, once a day."""

from dataclasses import dataclass

from shared.domain import limits
from shared.mail.pending_email import DaysReport, pending_email
from shared.mail.sending import NotSent, Postbox
from shared.services.call import Call
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

    Whoever sends holds the day's mail first, for as long as sending takes at most, and marks it as sent afterwards:
    of two runs at once one sends. As with the verifier's notification, dying between sending and marking repeats the
    mail and never loses it. Raises NotSent, for the job to be tried again, also while another holds the mail: it may
    have died.
    """
    day, until = written.as_of, call.now + limits.MAIL_HELD_FOR
    report = DaysReport(day, written.summary, reader.portal_url + _PAGE, written.csv)
    message = pending_email(report, reader.address, postbox.sender, postbox.sender_name)
    if not mailings.hold(call.table, day, call.now, until):
        if mailings.is_sent(call.table, day):
            return False
        raise NotSent("Another run is sending it.")
    try:
        postbox.send(message)
    except NotSent:
        mailings.let_go(call.table, day, until)
        raise
    mailings.mark_sent(call.table, day, call.now)
    return True
