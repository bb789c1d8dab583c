"""The portal's pages on the demonstration: processor time to render each once warm, and bytes over the wire.

Rendering is measured apart from reading the table: each page is asked for once, and what was rendered then is
rendered again and again. The first view of a page is itself and the stylesheet, both as a browser gets them.
"""

import gzip
import math
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stdout
from datetime import UTC, datetime
from io import StringIO
from unittest.mock import patch

import httpx
from jinja2 import Template

from infra.bench.rows import Row
from infra.bench.surroundings import tell
from infra.demonstration.playing import play
from infra.local.stack import Stack, local_stack
from shared.domain.people import Role
from shared.domain.sessions import Person
from shared.pages import stylesheet
from shared.runtime import wiring
from shared.services.sessions import open_session

PART = "The portal's pages: processor time to render once warm, and the first view over the wire"
MILLISECONDS, KILOBYTES = "ms to render", "kB in two requests"
GOALS = {MILLISECONDS: 5.0, KILOBYTES: 20.0}
_PENDING = "/portal/reports/certificate-receipt-pending"

_CENTRE = Person(role=Role.CENTRE, subject="centre", centre_id="1102", name="Exams office")
_AO = Person(role=Role.AWARDING_ORGANISATION, subject="desk", name="Dispatch desk")
# Who looks at what, in the demonstration.
PAGES: tuple[tuple[str, Person, str], ...] = (
    ("home of a centre", _CENTRE, "/portal"),
    ("Administration of the AO, 14 runs", _AO, "/portal/course-runs"),
    ("a course run, 17 learners", _CENTRE, "/portal/course-runs/CR-1010"),
    ("a course run, 500 learners", _CENTRE, "/portal/course-runs/CR-1011"),
    ("CRF Received, 16 certificates", _CENTRE, "/portal/course-runs/CR-1010/manage"),
    ("grid of results, 14 learners", _CENTRE, "/portal/course-runs/CR-1001/results/enter"),
    ("Certificate Receipt Pending", _AO, _PENDING),
    ("dispatch desk", _AO, "/portal/desk/dispatch"),
)


def measure(seconds: float = 1.0) -> Iterator[Row]:
    """A row for each page, about `seconds` each."""
    style = len(gzip.compress(stylesheet.coloured("#4c2c63").encode(), 9))
    with _demonstration() as stack:
        for name, person, path in PAGES:
            tell(f"pages: {name}")
            render, html = _rendered(stack, person, path)
            figures = {
                MILLISECONDS: round(_best(render, seconds) * 1000, 2),
                KILOBYTES: round((style + len(gzip.compress(html.encode(), 5))) / 1000, 1),
            }
            yield Row(PART, name, figures, GOALS)


@contextmanager
def _demonstration() -> Iterator[Stack]:
    with redirect_stdout(StringIO()), local_stack() as stack:
        play(stack.url, lambda _: None)
        yield stack


def _rendered(stack: Stack, person: Person, path: str) -> tuple[Callable[[], str], str]:
    """What renders a page again, and the page."""
    stack.invoker.take_over()
    token = open_session(wiring.table(), person, datetime.now(UTC))
    calls: list[Callable[[], str]] = []
    genuine = Template.render

    def recorded(template: Template, *of: object, **named: object) -> str:
        calls.append(lambda: genuine(template, *of, **named))
        return genuine(template, *of, **named)

    cookie = f"__Host-session={person.subject}.{token}"
    with patch.object(Template, "render", recorded):
        answer = httpx.get(stack.url + path, headers={"cookie": cookie}, timeout=60)
    answer.raise_for_status()
    return calls[-1], answer.text


def _best(act: Callable[[], object], seconds: float) -> float:
    """The least processor time of an act, in seconds."""
    best, end = math.inf, time.monotonic() + seconds
    while time.monotonic() < end:
        began = time.process_time()
        act()
        best = min(best, time.process_time() - began)
    return best
