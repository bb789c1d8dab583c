"""Every documented answer of every operation is given, and has the form that the document says."""

import pytest

from tests.contract.cases import BY_STATUS, CASES
from tests.contract.documented import OPERATIONS
from tests.contract.world import World

# API Gateway throttles, and the local one does not; failures have tests of their own.
NOT_HERE = {429, 500}


def documented() -> list[tuple[str, int]]:
    return [
        (operation, int(status))
        for operation, said in OPERATIONS.items()
        for status in said["responses"]
        if int(status) not in NOT_HERE
    ]


@pytest.mark.parametrize(("operation", "status"), documented())
def test_every_documented_answer_is_given(world: World, operation: str, status: int) -> None:
    case = CASES.get((operation, status))
    response = case(world) if case else BY_STATUS[status](world, operation)
    assert response.status_code == status, response.text


@pytest.mark.parametrize(("operation", "status"), [each for each in CASES if each[1] == 409])
def test_a_conflict_shows_what_is_recorded(world: World, operation: str, status: int) -> None:
    assert CASES[operation, status](world).json()["recorded"]
