"""Which daily reports were mailed: an item a day, held while its mail is being sent and marked once it was."""

from datetime import date, datetime

from shared.domain.clock import stamp
from shared.store import keys
from shared.store.items import Item
from shared.store.table import Put, Table


def hold(table: Table, day: date, now: datetime, until: datetime) -> bool:
    """Take the mail of a day's report for oneself until then; False where it was sent or another holds it now."""
    held = {":now": int(now.timestamp())}
    return table.put_if(
        Put(_item(day, until), "attribute_not_exists(pk) OR held_until <= :now", held)
    )


def let_go(table: Table, day: date, until: datetime) -> None:
    """Let another send what one has held until then, unless another does already."""
    mine = {":mine": int(until.timestamp())}
    table.put_if(Put({**_item(day, until), "held_until": 0}, "held_until = :mine", mine))


def mark_sent(table: Table, day: date, now: datetime) -> None:
    """Record that the mail of a day's report was sent: nobody can hold it any more."""
    table.put({**keys.mailing(day), "kind": "mailing", "sent_at": stamp(now)})


def is_sent(table: Table, day: date) -> bool:
    """Tell whether the mail of a day's report was sent."""
    item = table.get(keys.mailing(day))
    return item is not None and "sent_at" in item


def _item(day: date, until: datetime) -> Item:
    return {**keys.mailing(day), "kind": "mailing", "held_until": int(until.timestamp())}
