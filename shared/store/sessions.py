"""Sessions in the table: by who signed in and the SHA-256 of the token that only their browser knows."""

import hashlib
from datetime import datetime

from shared.domain import limits
from shared.domain.sessions import Session
from shared.store import keys
from shared.store.items import facts
from shared.store.table import Put, Table

_UNLESS_CLOSED = "attribute_exists(pk) AND attribute_not_exists(closed_at)"


def load(table: Table, subject: str, token: str) -> Session | None:
    """Return the session of a token."""
    item = table.get(keys.session(subject, _digest(token)))
    return Session.model_validate(item) if item else None


def keep(table: Table, token: str, session: Session) -> None:
    """Store a new session."""
    table.write([_put(_digest(token), session, "attribute_not_exists(pk)")])


def note(table: Table, token: str, session: Session) -> None:
    """Store that a session is in use; raises Moved where it was closed meanwhile."""
    table.write([_put(_digest(token), session, _UNLESS_CLOSED)])


def close(table: Table, token: str, session: Session, now: datetime) -> None:
    """Store that a session is closed."""
    _close(table, _digest(token), session, now)


def close_all(table: Table, subject: str, now: datetime) -> int:
    """Store that all sessions of a person are closed, and tell how many were open."""
    items = list(table.in_partition(keys.sessions(subject), keys.SESSIONS))
    still_open = [item for item in items if "closed_at" not in item]
    for item in still_open:
        digest = item["sk"].removeprefix(keys.SESSIONS)
        _close(table, digest, Session.model_validate(item), now)
    return len(still_open)


def _close(table: Table, digest: str, session: Session, now: datetime) -> None:
    closed = session.model_copy(update={"closed_at": now})
    table.write([_put(digest, closed, None)])


def _put(digest: str, session: Session, condition: str | None) -> Put:
    # DynamoDB removes it some time after it can no longer hold.
    expires_at = int((session.opened_at + limits.SESSION_LONGEST).timestamp())
    key = keys.session(session.person.subject, digest)
    return Put({**facts(session), **key, "kind": "session", "expires_at": expires_at}, condition)


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
