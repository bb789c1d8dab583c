"""A mail is sent once, however many runs want to send it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from email.message import EmailMessage

from shared.domain import limits
from shared.domain.reminders import Reached
from shared.mail.sending import NotSent, Postbox
from shared.store import mailings
from shared.store.table import Table


@dataclass(frozen=True, slots=True)
class Mailing:
    """What is to be sent once: its name, as of when, and for one that comes again how far it came and will have."""

    name: str
    as_of: datetime
    known: Reached | None = None
    through: date | None = None


def mail_once(
    table: Table,
    postbox: Postbox,
    mailing: Mailing,
    compose: Callable[[], EmailMessage | None],
    now: datetime,
) -> bool:
    """Send the message that `compose` makes; tell whether it was sent: False where it was before, or there is none.

    Whoever sends holds the mailing first, for as long as sending takes at most, and marks it as sent afterwards: of
    two runs at once one sends. As with the verifier's notification, dying between sending and marking repeats the
    mail and never loses it. Raises NotSent, for the job to be tried again, also while another holds the mailing: it
    may have died.
    """
    name, known, until = mailing.name, mailing.known, now + limits.MAIL_HELD_FOR
    if not mailings.hold(table, name, now, until, known):
        if mailings.is_sent(table, name):
            return False
        raise NotSent("Another run is sending it.")
    try:
        message = compose()
        if message is not None:
            postbox.send(message)
    except Exception:
        mailings.let_go(table, name, until, known)
        raise
    mailings.mark_sent(table, name, mailing.as_of, mailing.through)
    return message is not None
