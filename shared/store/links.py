"""Email links in the table: by the SHA-256 of their token, which is stored nowhere else."""

from shared.domain.verification import Link
from shared.store import keys
from shared.store.items import facts
from shared.store.table import Table


def save(table: Table, token: str, link: Link) -> None:
    """Store a link."""
    table.put({**facts(link), **keys.link(token), "kind": "link"})


def load(table: Table, token: str) -> Link | None:
    """Return the link of a token."""
    item = table.get(keys.link(token))
    return Link.model_validate(item) if item else None
