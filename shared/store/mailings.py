"""What was mailed, by the name of a mailing: held while it is being sent, and marked once it was.

A mailing that comes once, such as a day's report, can never be held again when it was sent. One that comes again, such
as a reader's reminders, is held by whoever knows how far it has come, and marked when it has come further.
"""

from collections.abc import Iterable
from datetime import date, datetime

from shared.domain.clock import stamp
from shared.domain.reminders import Audience, Reached
from shared.store import keys
from shared.store.items import Item
from shared.store.table import Put, Table

_FREE = "(attribute_not_exists(held_until) OR held_until <= :now)"


def of_report(day: date) -> str:
    """Return the name of the mailing of a day's report."""
    return f"report#{day}"


def of_reminders(to: Audience, reader_id: str = "") -> str:
    """Return the name of the mailing of a reader's reminders."""
    return f"reminders#{to}#{reader_id}"


def hold(
    table: Table, name: str, now: datetime, until: datetime, known: Reached | None = None
) -> bool:
    """Take a mailing for oneself until then; False where another holds it now or it has come further than `known`."""
    values: Item = {":now": int(now.timestamp())}
    unchanged = "attribute_not_exists(sent_at)"
    if known:
        unchanged, values[":sent_at"] = "sent_at = :sent_at", stamp(known.at)
    held = {**_item(name, known), "held_until": int(until.timestamp())}
    return table.put_if(Put(held, f"{unchanged} AND {_FREE}", values))


def let_go(table: Table, name: str, until: datetime, known: Reached | None = None) -> None:
    """Let another send what one has held until then, unless another does already."""
    mine = {":mine": int(until.timestamp())}
    table.put_if(Put({**_item(name, known), "held_until": 0}, "held_until = :mine", mine))


def mark_sent(table: Table, name: str, at: datetime, through: date | None = None) -> None:
    """Record that a mailing was sent, or that it has come as far as the date `through`, and let it go."""
    so_far = {"sent_at": stamp(at), "through": through and through.isoformat()}
    table.put({**_item(name), **so_far})


def is_sent(table: Table, name: str) -> bool:
    """Tell whether a mailing was sent and nobody holds it again."""
    item = table.get(keys.mailing(name))
    return item is not None and "sent_at" in item and "held_until" not in item


def reached(table: Table, names: Iterable[str]) -> dict[str, Reached]:
    """Return how far each of the mailings has come that was sent."""
    items = table.get_many([keys.mailing(name) for name in names])
    return {
        item["pk"].removeprefix(keys.MAILINGS): Reached(through=item["through"], at=item["sent_at"])
        for item in items
        if "through" in item
    }


def _item(name: str, known: Reached | None = None) -> Item:
    item: Item = {**keys.mailing(name), "kind": "mailing"}
    return item | ({"sent_at": stamp(known.at), "through": str(known.through)} if known else {})
