"""People sign in to the portal and out of it: their sessions are kept here, their browsers hold a token only."""

import secrets
from datetime import datetime

from shared.domain.sessions import Person, Session
from shared.store import sessions
from shared.store.table import Moved, Table


def open_session(table: Table, person: Person, now: datetime) -> str:
    """Open a session for somebody who has just signed in, and return its token."""
    token = secrets.token_urlsafe(32)
    session = Session(person=person, csrf=secrets.token_urlsafe(32), opened_at=now, seen_at=now)
    sessions.keep(table, token, session)
    return token


def session_of(table: Table, subject: str, token: str, now: datetime) -> Session | None:
    """Return the session of a token while it holds, and note that it is in use."""
    session = sessions.load(table, subject, token)
    if session is None or not session.holds(now):
        return None
    if not session.to_be_noted(now):
        return session
    noted = session.model_copy(update={"seen_at": now})
    try:
        sessions.note(table, token, noted)
    except Moved:
        return None
    return noted


def close_session(table: Table, subject: str, token: str, now: datetime) -> None:
    """Sign out of one browser."""
    session = sessions.load(table, subject, token)
    if session:
        sessions.close(table, token, session, now)


def close_all_sessions(table: Table, subject: str, now: datetime) -> int:
    """Sign out everywhere; return how many sessions were open."""
    return sessions.close_all(table, subject, now)
