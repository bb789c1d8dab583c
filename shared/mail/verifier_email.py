"""The verifier's email: which results are to be verified, the link, until when it holds, and where the copy is."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from typing import Any

from shared.domain import limits
from shared.domain.clock import written_moment
from shared.domain.course_run import CourseRun, Roster, Submission
from shared.domain.people import Verifier
from shared.domain.results import Result
from shared.domain.results_copy import results_csv
from shared.domain.verification import VerifierCopy
from shared.mail.rendering import compose

_TYPES: Mapping[str, dict[str, Any]] = {
    "csv": {"maintype": "text", "subtype": "csv", "params": {"charset": "utf-8"}},
    "pdf": {"maintype": "application", "subtype": "pdf"},
}


@dataclass(frozen=True, slots=True)
class ToVerify:
    """What the email is about; `printed` is the copy as PDF, None where there is none."""

    run: CourseRun
    roster: Roster
    submission: Submission
    results: list[Result]
    link: str
    holds_until: datetime
    copy: VerifierCopy
    printed: bytes | None


def verifier_email(
    asked: ToVerify, verifier: Verifier, sender: str, sender_name: str
) -> EmailMessage:
    """Return the message to `verifier`, in text and HTML, with the copies that are to be attached and fit."""
    run, version = asked.run, asked.submission.version
    copies = _copies(asked)
    facts = {
        "asked": asked,
        "verifier": verifier,
        "ao": sender_name,
        "until": written_moment(asked.holds_until),
        "submitted": written_moment(asked.submission.submitted_at),
        "copy": _where_the_copy_is(copies),
    }
    sent_by = Address(sender_name, addr_spec=sender)
    to = Address(verifier.name, addr_spec=verifier.email)
    subject = f"Results to verify: {run.title} ({run.course_run_id}, version {version})"
    message = compose("verifier_email", facts, sent_by, to, subject)
    for suffix, content in copies.items():
        filename = f"results-{run.course_run_id}-v{version}.{suffix}"
        message.add_attachment(content, filename=filename, **_TYPES[suffix])
    return message


def _copies(asked: ToVerify) -> dict[str, bytes]:
    """Return what is attached, by its suffix: the CSV first, and the PDF where there is room left for it."""
    if asked.copy is VerifierCopy.LINK:
        return {}
    # With a byte order mark, by which spreadsheets know UTF-8.
    as_csv = results_csv(asked.roster.learners, asked.roster.units, asked.results)
    copies, room = {}, limits.ATTACHED_BYTES
    for suffix, content in (("csv", as_csv.encode("utf-8-sig")), ("pdf", asked.printed)):
        if content is not None and len(content) <= room:
            copies[suffix] = content
            room -= len(content)
    return copies


def _where_the_copy_is(attached: Collection[str]) -> str:
    on_the_page = "The page that the link leads to has a copy of the results to download."
    if not attached:
        return on_the_page
    forms = " and as ".join(suffix.upper() for suffix in attached)
    told = f"A copy of the results is attached, as {forms}."
    return told if "csv" in attached and "pdf" in attached else f"{told} {on_the_page}"
