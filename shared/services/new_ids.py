"""Identifiers that nobody has used and nobody can guess."""

import secrets

from shared.domain.identifiers import BLOCK_LENGTH, CROCKFORD


def _characters(count: int) -> str:
    return "".join(secrets.choice(CROCKFORD) for _ in range(count))


def new_query_id() -> str:
    """Return an identifier for a query."""
    return f"Q-{_characters(10)}"


def new_replacement_id() -> str:
    """Return an identifier for a replacement."""
    return f"R-{_characters(10)}"


def new_consignment_id() -> str:
    """Return an identifier for a consignment."""
    return f"C-{_characters(10)}"


def new_block() -> str:
    """Return a block of certificate numbers; the table refuses it in the rare case that it is taken."""
    return _characters(BLOCK_LENGTH)


def new_token() -> str:
    """Return the token of an email link: 256 random bits."""
    return secrets.token_urlsafe(32)
