"""Pages of pending receipts as DynamoDB answers them, made when they are asked for."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

from infra.bench.write_units import item_size
from shared.domain.consignments import Consignment, Line
from shared.store.consignments import dispatch
from shared.store.items import to_dynamodb
from shared.store.keys import PENDING_PARTITIONS

PAGE_BYTES = 1024 * 1024
# Stand for what differs from row to row; of the lengths that it has.
_NUMBER, _DUE = "0000000", date(2000, 1, 1)


def sample_item() -> dict[str, Any]:
    """A pending receipt as the store keeps it, in DynamoDB's JSON."""
    parcel: dict[str, Any] = {
        "consignment_id": f"C-{_NUMBER}XYZ",
        "centre_id": "northbridge-college",
        "centre_name": "Northbridge College of Further Education",
        "division": "england-and-wales",
        "carrier": "royal_mail",
        "service": "Special Delivery Guaranteed by 1pm",
        "tracking_number": "RU936061244GB",
        "dispatched_on": "2026-11-02",
        "recorded_at": datetime(2026, 11, 2, 14, 30, 12, 345678, UTC),
    }
    run = f"NBC-CS2-{_NUMBER}"
    line = Line.model_validate(
        parcel
        | {
            "course_run_id": run,
            "title": "Customer Service, Tuesday evenings, autumn 2026",
            "certificates": 27,
            "blocks": ["7KQ2MXA"],
            "receipt_due_on": _DUE,
        }
    )
    consignment = Consignment.model_validate(parcel | {"course_run_ids": [run]})
    (stored,) = (put for put in dispatch(consignment, [line]) if put.item["kind"] == "line")
    return to_dynamodb(stored.item)


@dataclass
class Pages:
    """So many pending receipts, spread over the partitions of their view, due over the coming weeks."""

    rows: int
    first_due: date = date(2026, 10, 26)
    days: int = 40
    made: int = 0
    _item: str = field(init=False)
    _rows_a_page: int = field(init=False)

    def __post_init__(self) -> None:
        item = sample_item()
        self._rows_a_page = PAGE_BYTES // item_size(item)
        self._item = json.dumps(item, separators=(",", ":"))

    def answer(self, request: dict[str, Any]) -> bytes:
        """The page that a Query of the view asks for."""
        view = request["ExpressionAttributeValues"][":view"]["S"]
        begins = int(request.get("ExclusiveStartKey", {}).get("page", {"N": "0"})["N"])
        most = min(self._rows_a_page, request.get("Limit", self._rows_a_page))
        return self.page(int(view.rpartition("#")[2]), begins, most)

    def page(self, partition: int, begins: int, most: int) -> bytes:
        """A page of one partition, from its `begins`-th row on and of `most` rows."""
        numbers = range(partition, self.rows, PENDING_PARTITIONS)
        ends = begins + most
        items = ",".join(self._row(number) for number in numbers[begins:ends])
        more = f',"LastEvaluatedKey":{{"page":{{"N":"{ends}"}}}}' if ends < len(numbers) else ""
        count = len(numbers[begins:ends])
        self.made += 1
        return f'{{"Items":[{items}],"Count":{count},"ScannedCount":{count}{more}}}'.encode()

    def all(self) -> Iterator[bytes]:
        """Every page."""
        for partition in range(PENDING_PARTITIONS):
            rows = len(range(partition, self.rows, PENDING_PARTITIONS))
            for begins in range(0, max(rows, 1), self._rows_a_page):
                yield self.page(partition, begins, self._rows_a_page)

    def _row(self, number: int) -> str:
        due = self.first_due + timedelta(days=number * self.days // self.rows)
        return self._item.replace(_NUMBER, f"{number:07d}").replace(str(_DUE), str(due))
