"""Reminders by email: centres of receipts, verifiers of decisions, the compliance lead of what is long overdue."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from email.headerregistry import Address
from email.message import EmailMessage
from itertools import groupby
from typing import Any

from shared.domain import limits
from shared.domain.clock import written_day
from shared.domain.pending import PendingRow
from shared.domain.people import Centre, Verifier
from shared.domain.reminders import RemindedReceipt, RemindedVerification
from shared.domain.tracking import CARRIERS, Carrier
from shared.mail.rendering import compose, counted

# What the guidance calls the step, as the portal's list has it.
_MANAGE = "/portal/course-runs/{}/manage?action=CRF+Received"
_DECIDE = "/portal/course-runs/{}/verification"
_REPORT = "/portal/reports/certificate-receipt-pending"
# Of one centre, in the compliance lead's.
_EACH = 5


@dataclass(frozen=True, slots=True)
class Sender:
    """Who reminds: their address and name, and where the portal is."""

    address: str
    name: str
    portal_url: str


def receipts_email(rows: Sequence[RemindedReceipt], centre: Centre, sender: Sender) -> EmailMessage:
    """Return the digest of the receipts that a centre has still to confirm."""
    runs, overdue = _runs(rows), _runs([row for row in rows if row.overdue])
    told = f", {overdue:,} overdue" if overdue else ""
    facts = {
        "centre": centre,
        "runs": runs,
        "overdue": overdue,
        "rows": [(row, standing(row), _carrier(row)) for row in rows[: limits.REMINDED_OF]],
        "more": len(rows[limits.REMINDED_OF :]),
        "manage": sender.portal_url + _MANAGE,
        "report": sender.portal_url + _REPORT,
    }
    subject = f"Confirm that your certificates arrived: {counted(runs, 'course run')}{told}"
    return _message("receipts_reminder", facts, _to(centre), subject, sender)


def verifier_email(
    rows: Sequence[RemindedVerification], verifier: Verifier, sender: Sender
) -> EmailMessage:
    """Return the digest of the results that wait for a verifier; it names no learner and decides nothing."""
    facts = {
        "verifier": verifier,
        "count": len(rows),
        "rows": rows[: limits.REMINDED_OF],
        "more": len(rows[limits.REMINDED_OF :]),
        "decide": sender.portal_url + _DECIDE,
        "portal": sender.portal_url + "/portal",
    }
    subject = f"Results wait for you to verify: {counted(len(rows), 'course run')}"
    return _message("verifier_reminder", facts, _to(verifier), subject, sender)


def overdue_email(
    rows: Sequence[RemindedReceipt], on: date, address: str, sender: Sender
) -> EmailMessage:
    """Return the compliance lead's digest of receipts long overdue, by centre, the longest overdue first."""
    by_centre = sorted(rows, key=lambda row: row.centre_id)
    centres = sorted(
        (list(group) for _, group in groupby(by_centre, key=lambda row: row.centre_id)),
        key=lambda group: group[0].receipt_due_on,
    )
    facts = {
        "runs": _runs(rows),
        "centres": [
            (group[0], _runs(group), [(row, standing(row)) for row in group[:_EACH]], group[_EACH:])
            for group in centres[: limits.REMINDED_OF]
        ],
        "count": len(centres),
        "more": len(centres[limits.REMINDED_OF :]),
        "on": on,
        "report": f"{sender.portal_url}{_REPORT}?overdue=true",
    }
    told = f"{counted(_runs(rows), 'course run')} at {counted(len(centres), 'centre')}"
    subject = f"Receipts long overdue, {written_day(on)}: {told}"
    return _message("overdue_reminder", facts, Address(addr_spec=address), subject, sender)


def standing(row: PendingRow) -> str:
    """Return how a receipt stands, in words: the working days that are left, or since it was due."""
    left = row.working_days_left
    if row.overdue:
        return f"overdue by {counted(-left, 'working day')}" if left else "overdue since then"
    return f"{counted(left, 'working day')} left" if left else "today"


def _message(
    template: str, facts: Mapping[str, Any], to: Address, subject: str, sender: Sender
) -> EmailMessage:
    sent_by = Address(sender.name, addr_spec=sender.address)
    return compose(template, {**facts, "ao": sender.name}, sent_by, to, subject)


def _to(reader: Centre | Verifier) -> Address:
    return Address(reader.name, addr_spec=reader.email)


def _runs(rows: Sequence[PendingRow]) -> int:
    """Return how many course runs there are: one whose certificates came in two parcels has two rows."""
    return len({row.course_run_id for row in rows})


def _carrier(row: PendingRow) -> str:
    # A carrier without a code stands here under its name.
    return CARRIERS[Carrier(row.carrier)].name if row.carrier in set(Carrier) else row.carrier
