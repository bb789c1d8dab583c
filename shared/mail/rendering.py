"""Messages from their templates: HTML escaped, text as it is, and a missing fact an error."""

from collections.abc import Mapping
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from shared.domain.clock import written_day, written_moment


def compose(
    template: str, facts: Mapping[str, Any], sender: Address, to: Address, subject: str
) -> EmailMessage:
    """Return a message in text and HTML, of the two templates of that name beside this file."""
    message = EmailMessage(policy=SMTP)
    message["From"] = sender
    message["To"] = to
    message["Subject"] = subject
    # So that no out-of-office answer comes back (RFC 3834).
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(render(f"{template}.txt", facts))
    message.add_alternative(render(f"{template}.html", facts), subtype="html")
    return message


def render(template: str, facts: Mapping[str, Any]) -> str:
    """Return a message's body, of the template of that name beside this file."""
    return _templates().get_template(template).render(facts)


def counted(number: int, one: str) -> str:
    """Return a number with its noun: 1 course run, 2 course runs."""
    return f"{number:,} {one}{'' if number == 1 else 's'}"


@cache
def _templates() -> Environment:
    made = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=select_autoescape(["html"]),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    made.filters |= {"day": written_day, "moment": written_moment, "counted": counted}
    return made
