"""The daily reminders: a digest to each centre, each verifier and the compliance lead of whose steps are due."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from email.message import EmailMessage
from functools import partial

from shared.domain.reminders import Audience, ReminderTerms
from shared.mail.reminder_email import Sender, overdue_email, receipts_email, verifier_email
from shared.mail.sending import NotSent, Postbox
from shared.services.call import Call
from shared.services.mail_once import Mailing, mail_once
from shared.services.reminders_due import COMPLIANCE, Plan, plan, receipts_now, verifications_now
from shared.store import mailings, people

Compose = Callable[[], EmailMessage | None]


@dataclass(frozen=True, slots=True)
class Reminding:
    """How it is reminded: where from, where links lead, on which ladders, and who is told of what is long overdue."""

    postbox: Postbox
    portal_url: str
    terms: ReminderTerms
    compliance: str | None
    clock: Callable[[], datetime]

    @property
    def sender(self) -> Sender:
        """Who reminds, as the mails name them."""
        return Sender(self.postbox.sender, self.postbox.sender_name, self.portal_url)


@dataclass(slots=True)
class Reminded:
    """What became of a run: mails sent by audience, readers to whom there was nothing left to say, and failures.

    Failures are named by their kind alone: what they say may name people.
    """

    sent: dict[str, int] = field(default_factory=lambda: dict.fromkeys(Audience, 0))
    silent: int = 0
    failures: list[str] = field(default_factory=list)


def send_reminders(call: Call, how: Reminding, on: date) -> Reminded:
    """Send the reminders that are due on a date; whom it fails for keeps nobody else from theirs.

    Steps of days on which no job ran are made up for, the latest of each receipt alone. Run again, it sends to whom
    it failed for and to nobody else.
    """
    found, told = plan(call, how.terms, on), Reminded()
    for to, name, compose in _digests(call, how, found):
        mailing = Mailing(name, call.now, found.reached[name], on)
        try:
            sent = mail_once(call.table, how.postbox, mailing, compose, how.clock())
        except Exception as failure:  # noqa: BLE001  (told at the end, when all others have theirs)
            told.failures.append(type(failure).__name__)
            continue
        told.sent[to] += sent
        told.silent += not sent
    return told


def _digests(call: Call, how: Reminding, found: Plan) -> Iterator[tuple[Audience, str, Compose]]:
    """Yield each digest with its mailing's name; it is composed when it is held, of what stands then."""
    for each in sorted(found.receipts):
        name = mailings.of_reminders(Audience.CENTRE, each)
        yield Audience.CENTRE, name, partial(_to_centre, call, how, found, each)
    for each in sorted(found.verifications):
        name = mailings.of_reminders(Audience.VERIFIER, each)
        yield Audience.VERIFIER, name, partial(_to_verifier, call, how, found, each)
    if found.overdue and how.compliance:
        compose = partial(_to_compliance, call, how, found, how.compliance)
        yield Audience.COMPLIANCE, COMPLIANCE, compose


def _to_centre(call: Call, how: Reminding, found: Plan, centre_id: str) -> EmailMessage | None:
    rows = receipts_now(call, found, found.receipts[centre_id])
    if not rows:
        return None
    centre = people.load_centre(call.table, centre_id)
    if centre is None:
        raise NotSent(f"There is no centre {centre_id}.")
    return receipts_email(rows, centre, how.sender)


def _to_verifier(call: Call, how: Reminding, found: Plan, verifier_id: str) -> EmailMessage | None:
    rows = verifications_now(call, found, verifier_id)
    if not rows:
        return None
    verifier = people.load_verifier(call.table, verifier_id)
    if verifier is None:
        raise NotSent(f"There is no verifier {verifier_id}.")
    return verifier_email(rows, verifier, how.sender)


def _to_compliance(call: Call, how: Reminding, found: Plan, address: str) -> EmailMessage | None:
    rows = receipts_now(call, found, found.overdue)
    return overdue_email(rows, found.on, address, how.sender) if rows else None
