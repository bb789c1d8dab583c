"""Writes infra/openapi.json."""

from infra.openapi.document import COMMITTED, written

COMMITTED.write_text(written(), encoding="utf-8")
print(f"{COMMITTED.name} written")
