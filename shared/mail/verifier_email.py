"""The verifier's email: which results are to be verified, the link, until when it holds, and a copy attached."""

import csv
import io
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from shared.domain.clock import written_moment
from shared.domain.course_run import CourseRun, Roster, Submission
from shared.domain.people import Verifier
from shared.domain.results import Result
from shared.domain.spreadsheets import safe_cell

COLUMNS = (
    "learner_id",
    "learner_name",
    "uln",
    "unit",
    "unit_title",
    "outcome",
    "grade",
    "achieved_on",
)


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
    message = EmailMessage(policy=SMTP)
    message["From"] = Address(sender_name, addr_spec=sender)
    message["To"] = Address(verifier.name, addr_spec=verifier.email)
    run, version = asked.run, asked.submission.version
    message["Subject"] = f"Results to verify: {run.title} ({run.course_run_id}, version {version})"
    # So that no out-of-office answer comes back (RFC 3834).
    message["Auto-Submitted"] = "auto-generated"
    facts = {
        "asked": asked,
        "verifier": verifier,
        "ao": sender_name,
        "until": written_moment(asked.holds_until),
        "submitted": written_moment(asked.submission.submitted_at),
    }
    message.set_content(_templates().get_template("verifier_email.txt").render(facts))
    html = _templates().get_template("verifier_email.html").render(facts)
    message.add_alternative(html, subtype="html")
    message.add_attachment(
        results_csv(asked.roster, asked.results),
        maintype="text",
        subtype="csv",
        params={"charset": "utf-8"},
        filename=f"results-{run.course_run_id}-v{version}.csv",
    )
    return message


def results_csv(roster: Roster, results: list[Result]) -> bytes:
    """Return results as a CSV that people open: UTF-8 with a byte order mark, no cell taken for a formula."""
    learners = {learner.learner_id: learner for learner in roster.learners}
    units = {unit.reference: unit for unit in roster.units}
    text = io.StringIO()
    table = csv.writer(text)
    table.writerow(COLUMNS)
    for result in results:
        learner = learners[result.learner_id]
        achieved_on = result.achieved_on.isoformat() if result.achieved_on else ""
        cells = (
            learner.learner_id,
            learner.name,
            learner.uln or "",
            result.unit,
            units[result.unit].title,
            result.outcome.value,
            result.grade or "",
            achieved_on,
        )
        table.writerow([safe_cell(cell) for cell in cells])
    return text.getvalue().encode("utf-8-sig")


@cache
def _templates() -> Environment:
    return Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=select_autoescape(["html"]),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
