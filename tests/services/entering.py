"""What tests of entering results do: rows of the grid, saving them, and what is in it then."""

from typing import Any

import pytest

from shared.domain.drafts import DraftRow
from shared.domain.faults import Conflict
from shared.services.call import Answer
from shared.services.results_drafts import DraftSaved, results_to_enter, save_draft
from tests.services.bodies import results, unit_reference
from tests.services.world import World

ONE, TWO = unit_reference(0), unit_reference(1)


def row(learner_id: str = "L1", unit: str = ONE, **said: str) -> DraftRow:
    return DraftRow(learner_id=learner_id, unit=unit, **({"outcome": "achieved"} | said))


def saved(
    world: World, number: int, *rows: DraftRow, by: str = "Zoë", centre: str = "C1", run: str = "R1"
) -> Answer[DraftSaved]:
    return save_draft(world.centre(centre), run, number, rows, saved_by=by)


def complete(world: World, **outcomes: str) -> list[DraftRow]:
    body = results(world.registered["R1"], **outcomes)
    dumped = [each.model_dump(mode="json") for each in body.results if each]
    return [DraftRow.model_validate(each) for each in dumped]


def entered(world: World) -> list[DraftRow]:
    return [cell for cell in results_to_enter(world.centre(), "R1").cells if not cell.blank]


def refusal(act: Any, kind: type[Exception] = Conflict) -> Any:
    with pytest.raises(kind) as refused:
        act()
    return refused.value
