"""Who there is to sign in as: everybody that the table of a stack knows, and what waits for each."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from infra.local.sign_in import Person, person
from shared.domain.life_cycle import Status
from shared.store import consignments, keys, lists
from shared.store.items import Item, from_dynamodb
from shared.store.lists import Window
from shared.store.table import Table

_ORGANISATION = "awarding-organisation"
_DESK = person(_ORGANISATION, name="Dispatch desk")
_COMPLIANCE = Person(_ORGANISATION, None, f"compliance@{_ORGANISATION}.example", "Compliance lead")


@dataclass(frozen=True)
class Choice:
    """Somebody to be, and in a few words why one would."""

    who: Person
    about: str


def everybody(clients: Callable[[str], Any], table_name: str) -> dict[str, list[Choice]]:
    """Everybody of a stack, by the heading to list them under: the organisation, centres, verifiers."""
    table = Table(clients("dynamodb"), table_name)
    centres, verifiers = _registered(table)
    receipts = Counter(line.centre_id for _, line in consignments.pending_receipts(table))
    submitted = lists.of_all(table, Window(status=Status.SUBMITTED))
    results = Counter(run.verifier_id for _, run in submitted)
    return {
        "The awarding organisation": [
            Choice(_DESK, "checks certificates, posts parcels, resolves queries"),
            Choice(_COMPLIANCE, "watches over receipts and reports"),
        ],
        "Centres": [
            Choice(
                person("centre", each["centre_id"], f"Exams office, {each['name']}"),
                f"centre {each['centre_id']}, {_counted(receipts[each['centre_id']], 'receipt')}"
                " to confirm",
            )
            for each in centres
        ],
        "Verifiers": [
            Choice(
                person("verifier", each["verifier_id"], each["name"]),
                f"verifier {each['verifier_id']}, "
                f"{_counted(results[each['verifier_id']], 'course run')} to verify",
            )
            for each in verifiers
        ],
    }


def _counted(number: int, what: str) -> str:
    return f"{number or 'no'} {what}{'' if number == 1 else 's'}"


def _registered(table: Table) -> tuple[list[Item], list[Item]]:
    """Every centre and every verifier, by name. The service itself never has to list them."""
    kinds = [keys.centre("")["sk"], keys.verifier("")["sk"]]
    found = sorted(_scanned(table, kinds), key=lambda item: str(item["name"]).casefold())
    centres, verifiers = ([item for item in found if item["sk"] == kind] for kind in kinds)
    return centres, verifiers


def _scanned(table: Table, kinds: list[str]) -> Iterator[Item]:
    wanted = {f":{n}": {"S": kind} for n, kind in enumerate(kinds)}
    pages = table.client.get_paginator("scan").paginate(
        TableName=table.name,
        FilterExpression=f"sk IN ({', '.join(wanted)})",
        ExpressionAttributeValues=wanted,
    )
    return (from_dynamodb(item) for page in pages for item in page["Items"])
