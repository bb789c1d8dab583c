"""A running stack, and people who have signed in to the portal, each with a browser's cookies."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from html.parser import HTMLParser
from typing import Any

import httpx
import pytest

from infra.local.stack import Stack, local_stack
from shared.domain.people import Role
from shared.domain.sessions import Person
from shared.runtime import wiring
from shared.services.sessions import open_session

# Without a cookie jar of its own: each visitor says which cookies they have.
CLIENT = httpx.Client(timeout=60)
ROLES = {"centre": Role.CENTRE, "verifier": Role.VERIFIER, "ao": Role.AWARDING_ORGANISATION}


@pytest.fixture(scope="session")
def stack() -> Iterator[Stack]:
    with local_stack() as running, CLIENT:
        yield running


@pytest.fixture
def office(stack: Stack) -> Iterator[Any]:
    from tests.portal.office import open_office

    with open_office(stack) as opened:
        yield opened


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.hidden: dict[str, str] = {}
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "input" and given.get("type") == "hidden":
            self.hidden[given["name"]] = given["value"]
        if tag == "a" and "href" in given:
            self.links.append(given["href"])

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


@dataclass
class Page:
    """A page as it was answered: its status, its text with single spaces, its hidden fields and links."""

    answer: httpx.Response
    text: str
    hidden: dict[str, str]
    links: list[str]

    @classmethod
    def of(cls, answer: httpx.Response) -> "Page":
        reader = _Reader()
        reader.feed(answer.text)
        return cls(answer, " ".join(" ".join(reader.texts).split()), reader.hidden, reader.links)

    @property
    def status(self) -> int:
        return self.answer.status_code

    @property
    def location(self) -> str:
        return str(self.answer.headers["location"])


@dataclass
class Visitor:
    """Somebody signed in: `get` and `post` speak as their browser does, without following redirects."""

    stack: Stack
    cookie: str
    csrf: str

    def get(self, path: str, **more: Any) -> Page:
        answer = CLIENT.get(self.stack.url + path, headers=self._headers(), **more)
        return Page.of(answer)

    def post(self, path: str, fields: dict[str, Any] | None = None, **more: Any) -> Page:
        """Send a form of a page of theirs; `files` as httpx takes them."""
        answer = CLIENT.post(
            self.stack.url + path,
            data={"csrf": self.csrf} | (fields or {}),
            headers=self._headers() | {"sec-fetch-site": "same-origin"},
            **more,
        )
        return Page.of(answer)

    def _headers(self) -> dict[str, str]:
        return {"cookie": self.cookie, "accept": "text/html"}


def visitor(stack: Stack, who: str, identifier: str | None = None, name: str = "Sam") -> Visitor:
    """Sign somebody in: `who` is centre, verifier or ao."""
    stack.invoker.take_over()
    person = Person(
        role=ROLES[who],
        subject=f"{who}-{identifier or 'desk'}",
        centre_id=identifier if who == "centre" else None,
        verifier_id=identifier if who == "verifier" else None,
        name=name,
    )
    token = open_session(wiring.table(), person, datetime.now(UTC))
    of_session = Visitor(stack, f"__Host-session={person.subject}.{token}", "")
    of_session.csrf = of_session.get("/portal/account").hidden["csrf"]
    return of_session
