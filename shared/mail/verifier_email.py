"""The verifier's email: which results are to be verified, the link, until when it holds, and a copy attached."""

from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage

from shared.domain.clock import written_moment
from shared.domain.course_run import CourseRun, Roster, Submission
from shared.domain.people import Verifier
from shared.domain.results import Result
from shared.domain.results_copy import results_csv
from shared.mail.rendering import compose


@dataclass(frozen=True, slots=True)
class ToVerify:
    """What the email is about."""

    run: CourseRun
    roster: Roster
    submission: Submission
    results: list[Result]
    link: str
    holds_until: datetime


def verifier_email(
    asked: ToVerify, verifier: Verifier, sender: str, sender_name: str
) -> EmailMessage:
    """Return the message to `verifier`, in text and HTML, with the results as CSV."""
    run, version = asked.run, asked.submission.version
    facts = {
        "asked": asked,
        "verifier": verifier,
        "ao": sender_name,
        "until": written_moment(asked.holds_until),
        "submitted": written_moment(asked.submission.submitted_at),
    }
    sent_by = Address(sender_name, addr_spec=sender)
    to = Address(verifier.name, addr_spec=verifier.email)
    subject = f"Results to verify: {run.title} ({run.course_run_id}, version {version})"
    message = compose("verifier_email", facts, sent_by, to, subject)
    message.add_attachment(
        # With a byte order mark, by which spreadsheets know UTF-8.
        results_csv(asked.roster.learners, asked.roster.units, asked.results).encode("utf-8-sig"),
        maintype="text",
        subtype="csv",
        params={"charset": "utf-8"},
        filename=f"results-{run.course_run_id}-v{version}.csv",
    )
    return message
