"""What tests of dispatch and receipt have done, and what they are refused."""

from collections.abc import Callable
from typing import Any

import pytest

from shared.domain.consignments import NewConsignment
from shared.domain.faults import Conflict, Invalid
from shared.domain.receipts import NewReceipt
from shared.services.call import Answer
from shared.services.confirm_receipt import ReceiptConfirmed, confirm_receipt
from shared.services.record_dispatch import DispatchRecorded, record_dispatch
from tests.services.world import World


def recorded(
    world: World, body: NewConsignment, key: str | None = None
) -> Answer[DispatchRecorded]:
    return record_dispatch(world.ao(key), body, world.receipt_terms)


def confirmed(world: World, body: NewReceipt, run: str = "R1") -> Answer[ReceiptConfirmed]:
    return confirm_receipt(world.centre(world.registered[run].centre_id), run, body)


def refusal(act: Callable[[World, Any], Any], world: World, body: Any) -> Any:
    """Have `act` refused, which leaves everything as it was; return the refusal."""
    before = world.items()
    with pytest.raises((Conflict, Invalid)) as refused:
        act(world, body)
    assert world.items() == before
    return refused.value
