"""Centres and verifiers in the table."""

from collections.abc import Iterable

from shared.domain.people import Centre, Verifier
from shared.store import keys
from shared.store.items import facts
from shared.store.table import Table


def save_centre(table: Table, centre: Centre) -> None:
    """Store a centre as it is now said to be."""
    table.put({**facts(centre), **keys.centre(centre.centre_id), "kind": "centre"})


def load_centre(table: Table, centre_id: str) -> Centre | None:
    """Return one centre."""
    item = table.get(keys.centre(centre_id))
    return Centre.model_validate(_details(item)) if item else None


def load_centres(table: Table, centre_ids: Iterable[str]) -> dict[str, Centre]:
    """Return those of several centres that are registered, by their identifiers."""
    items = table.get_many([keys.centre(each) for each in centre_ids])
    return {item["centre_id"]: Centre.model_validate(_details(item)) for item in items}


def save_verifier(table: Table, verifier: Verifier) -> None:
    """Store a verifier as they are now said to be."""
    table.put({**facts(verifier), **keys.verifier(verifier.verifier_id), "kind": "verifier"})


def load_verifier(table: Table, verifier_id: str) -> Verifier | None:
    """Return one verifier."""
    item = table.get(keys.verifier(verifier_id))
    return Verifier.model_validate(_details(item)) if item else None


def load_verifiers(table: Table, verifier_ids: Iterable[str]) -> dict[str, Verifier]:
    """Return those of several verifiers who are registered, by their identifiers."""
    items = table.get_many([keys.verifier(each) for each in verifier_ids])
    return {item["verifier_id"]: Verifier.model_validate(_details(item)) for item in items}


def _details(item: dict[str, object]) -> dict[str, object]:
    return {name: value for name, value in item.items() if name not in {"pk", "sk", "kind"}}
