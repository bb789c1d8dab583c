"""The life cycle, held to a table written from the guidance and the design, not from the code."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.faults import Conflict, Forbidden
from shared.domain.life_cycle import LIFE_CYCLE, Action, Status, actions_in, may, next_status
from shared.domain.people import Role

# A state to a column, "·" for none yet; in a row the state that the action leads to, or "–" where it may not be taken.
STATES = (
    "·            open      submitted returned  verified     certificated dispatched   received"
)
EXPECTED = """
course_run_registered   awarding-organisation  open open      –         –         –            –            –            –
results_submitted       centre                 –    submitted submitted submitted –            –            –            –
notification_requested  awarding-organisation  –    –         submitted –         –            –            –            –
verifier_notified       service                –    –         submitted returned  verified     certificated dispatched   received
verifier_not_reached    service                –    –         submitted returned  verified     certificated dispatched   received
results_verified        verifier               –    –         verified  –         –            –            –            –
results_returned        verifier               –    –         returned  –         –            –            –            –
query_opened            awarding-organisation  –    –         submitted returned  verified     certificated dispatched   received
query_resolved          awarding-organisation  –    –         submitted returned  verified     certificated dispatched   received
certificates_issued     awarding-organisation  –    –         –         –         certificated certificated certificated certificated
certificates_dispatched awarding-organisation  –    –         –         –         –            dispatched   –            –
receipt_confirmed       centre                 –    –         –         –         –            certificated dispatched   –
last_receipt_confirmed  centre                 –    –         –         –         –            certificated received     –
distribution_recorded   centre                 –    –         –         –         –            certificated dispatched   received
not_arrived_reported    centre                 –    –         –         –         –            certificated dispatched   –
not_arrived_resolved    awarding-organisation  –    –         –         –         –            certificated dispatched   –
discrepancy_resolved    awarding-organisation  –    –         –         –         –            certificated dispatched   received
replacement_requested   centre                 –    –         –         –         –            certificated dispatched   received
replacement_recorded    awarding-organisation  –    –         –         –         –            certificated dispatched   received
replacement_approved    awarding-organisation  –    –         –         –         –            certificated dispatched   received
replacement_refused     awarding-organisation  –    –         –         –         –            certificated dispatched   received
"""  # noqa: E501
ROWS = [line.split() for line in EXPECTED.strip().splitlines()]
CELLS = [
    (before, action, by, after)
    for action, by, *row in ROWS
    for before, after in zip(STATES.split(), row, strict=True)
]


def status(name: str) -> Status | None:
    return None if name == "·" else Status(name)


def test_the_table_names_every_state_and_action() -> None:
    assert STATES.split()[1:] == [each.value for each in Status]
    assert [row[0] for row in ROWS] == [each.value for each in Action]
    assert set(LIFE_CYCLE) == set(Action)


@pytest.mark.parametrize(("before", "action", "by", "after"), CELLS)
def test_every_state_action_and_role(before: str, action: str, by: str, after: str) -> None:
    for role in Role:
        if role.value != by:
            with pytest.raises(Forbidden):
                next_status(status(before), Action(action), role)
        elif after == "–":
            with pytest.raises(Conflict) as refused:
                next_status(status(before), Action(action), role)
            assert refused.value.recorded == ({} if before == "·" else {"status": before})
        else:
            assert next_status(status(before), Action(action), role) is Status(after)


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("state", Status)
def test_the_actions_of_a_state_are_those_that_succeed(state: Status, role: Role) -> None:
    expected = [
        Action(action)
        for before, action, by, after in CELLS
        if before == state.value and by == role.value and after != "–"
        # Which receipt is the last is not chosen.
        if action != "last_receipt_confirmed"
    ]
    assert actions_in(state, role) == expected


def test_may_asks_for_the_role_alone() -> None:
    for action, by, *_ in ROWS:
        may(Role(by), Action(action))


@given(st.lists(st.sampled_from(Action), max_size=40))
def test_no_way_leads_past_verification_or_dispatch(tried: list[Action]) -> None:
    run: Status | None = None
    taken: list[Action] = []
    for action in tried:
        try:
            after = next_status(run, action, LIFE_CYCLE[action].by)
        except Conflict:
            continue
        run = after
        taken.append(action)
        if run is Status.CERTIFICATED:
            assert Action.VERIFY in taken
        if run in {Status.DISPATCHED, Status.RECEIVED}:
            assert Action.DISPATCH in taken[taken.index(Action.ISSUE_CERTIFICATES) :]
        if run is Status.RECEIVED:
            assert Action.CONFIRM_LAST_RECEIPT in taken[taken.index(Action.DISPATCH) :]
    # Verified results never change again.
    if Action.VERIFY in taken:
        assert Action.SUBMIT_RESULTS not in taken[taken.index(Action.VERIFY) :]
