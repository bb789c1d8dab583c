"""The portal's two cookies: the session, and what a sign-in that is under way must remember.

Both begin with `__Host-`, so that no other host can set them, and are sent over TLS only. SameSite is Lax: a link in
an email leads into the session, a form on another site does not.
"""

import re

from shared.runtime.requests import Request

SESSION = "__Host-session"
SIGNING_IN = "__Host-signing-in"
# Minutes to type a password and a second factor.
SIGNING_IN_SECONDS = 600
_TOKEN = re.compile(r"([A-Za-z0-9-]{1,128})\.([A-Za-z0-9_-]{20,100})")


def session(request: Request) -> tuple[str, str]:
    """Return whose session the browser says it has, and its token; both empty without one."""
    found = _TOKEN.fullmatch(request.cookie(SESSION))
    return (found[1], found[2]) if found else ("", "")


def with_session(subject: str, token: str) -> str:
    """Return the cookie that keeps a session until the browser is closed."""
    return _cookie(SESSION, f"{subject}.{token}")


def without_session() -> str:
    """Return the cookie that takes the session's away."""
    return _cookie(SESSION, "", "; Max-Age=0")


def signing_in(value: str) -> str:
    """Return the cookie that remembers a sign-in under way; nothing where it is over."""
    seconds = SIGNING_IN_SECONDS if value else 0
    return _cookie(SIGNING_IN, value, f"; Max-Age={seconds}")


def _cookie(name: str, value: str, more: str = "") -> str:
    return f"{name}={value}; Path=/; Secure; HttpOnly; SameSite=Lax{more}"
