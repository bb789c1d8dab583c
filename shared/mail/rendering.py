"""The templates of messages: HTML escaped, text as it is, and a missing fact an error."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from shared.domain.clock import written_day


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
    made.filters |= {"day": written_day, "counted": counted}
    return made
