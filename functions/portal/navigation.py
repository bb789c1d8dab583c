"""The way around the portal: each role's menu, where one is in it, and what has just been done."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from shared.domain.people import Role
from shared.domain.sessions import Session
from shared.pages.words import ROLES
from shared.runtime.requests import Request


@dataclass(frozen=True, slots=True)
class Item:
    """One entry of the menu."""

    text: str
    href: str
    here: bool


@dataclass(frozen=True, slots=True)
class Navigation:
    """A person's menu, who they are, and the token that signing out takes."""

    items: list[Item]
    who: str
    csrf: str


@dataclass(frozen=True, slots=True)
class Banner:
    """What has just been done."""

    text: str
    success: bool = True


_MENUS: Mapping[Role, tuple[tuple[str, str], ...]] = {
    Role.CENTRE: (
        ("Home", "/portal"),
        ("Results", "/portal/results"),
        ("Administration", "/portal/course-runs"),
        ("Reports", "/portal/reports"),
        ("Help", "/portal/help"),
    ),
    Role.VERIFIER: (
        ("Home", "/portal"),
        ("Administration", "/portal/course-runs"),
        ("Help", "/portal/help"),
    ),
    Role.AWARDING_ORGANISATION: (
        ("Home", "/portal"),
        ("Certificates", "/portal/desk/certificates"),
        ("Dispatch", "/portal/desk/dispatch"),
        ("Queries", "/portal/desk/queries"),
        ("Administration", "/portal/course-runs"),
        ("Reports", "/portal/reports"),
        ("Help", "/portal/help"),
    ),
}

# What a page says after it was led to by `?done=`.
_DONE = {
    "submitted": "The results have been submitted. The verifier is being emailed.",
    "draft": "Your draft has been saved. Nothing has been submitted yet.",
    "filled": "What was empty has been filled in, and your draft has been saved. Nothing has been submitted yet.",
    "uploaded": "Your file has been read without a mistake and saved as a draft. Nothing has been submitted yet.",
    "received": "CRF Received has been recorded. Thank you for confirming.",
    "received-before": "CRF Received was recorded before, with the same facts. Nothing has changed.",
    "not-arrived": "It has been recorded that the parcel has not arrived. We look into it.",
    "not-arrived-before": "It was said before that the parcel has not arrived. Nothing has changed.",
    "answered": "The centre has been answered.",
    "answered-before": "This was answered before, in the same way. Nothing has changed.",
    "settled": "The discrepancy has been settled.",
    "settled-before": "This was settled before, in the same way. Nothing has changed.",
    "replacement-asked": "The replacement has been recorded. It waits for the awarding organisation’s decision.",
    "replacement-before": "This replacement was recorded before, with the same facts. Nothing has changed.",
    "replacement-approved": "The replacement has been approved. Issue it under Check and issue certificates.",
    "replacement-refused": "The replacement has been refused.",
    "distributed": "What became of the certificates has been recorded.",
    "distributed-before": "This was recorded before, with the same facts. Nothing has changed.",
    "verified": "The results have been verified.",
    "returned": "The results have been returned to the centre.",
    "issued": "The certificates have been issued. They are ready to print, below, and to post.",
    "printing": "The certificates are being printed. Open this page again in a moment.",
    "printed": "The certificates were printed meanwhile. Nothing has changed.",
    "issued-before": "Nobody was waiting for a certificate. Nothing has changed.",
    "query-opened": "The query has been opened. It holds this learner’s certificate.",
    "query-before": "This query is open already. Nothing has changed.",
    "query-resolved": "The query has been resolved.",
    "fees-set": "The charges have been set.",
    "fees-before": "These charges were set for that day before. Nothing has changed.",
    "notified": "The verifier is being emailed again.",
    "documents": "The documents are being made again. Open this page again in a moment to see them.",
    "documents-before": "The documents are being made already, or have been made since. Nothing has changed.",
    "notified-before": "An email to the verifier is on its way already.",
}


def of(session: Session, request: Request) -> Navigation:
    """Return the menu of a session's person, with the entry that a request is under."""
    menu = _MENUS[session.person.role]
    # Entering a course run's results belongs to Results; looking at them, to Administration.
    path = re.sub("^/portal/course-runs/[^/]+/results/", "/portal/results/", request.raw_path)
    under = [href for _, href in menu if path == href or path.startswith(href + "/")]
    here = max(under, key=len, default="")
    items = [
        Item(text, href, href == here and (href != "/portal" or path == href))
        for text, href in menu
    ]
    person = session.person
    of_centre = f", centre {person.centre_id}" if person.centre_id else ""
    who = f"Signed in as {person.name} ({ROLES[person.role].lower()}{of_centre})"
    return Navigation(items, who, session.csrf)


def banner(request: Request) -> Banner | None:
    """Return what has just been done, if the page was led to by that."""
    text = _DONE.get(request.query("done") or "")
    return Banner(text) if text else None
