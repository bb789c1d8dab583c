"""Fee tables in the table: an item for each time that charges were set, none of them ever changed."""

from shared.domain.fees import FeeTable
from shared.store import keys
from shared.store.items import facts
from shared.store.table import Put, Table


def all_tables(table: Table) -> list[FeeTable]:
    """Return every fee table that was ever set, by its first day and when it was set."""
    items = table.in_partition(keys.FEES, keys.FEE_TABLES)
    return [FeeTable.model_validate(item) for item in items]


def add(fee_table: FeeTable) -> Put:
    """Return the write that stores a fee table, beside those there are."""
    key = keys.fee_table(fee_table.valid_from, fee_table.set_at)
    return Put({**facts(fee_table), **key, "kind": "fee_table"})
