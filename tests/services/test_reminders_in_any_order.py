"""Whenever the job runs and whoever confirms between: no step twice, no mail after confirming, one a day."""

import re
from collections import Counter

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shared.domain.consignments import Line
from shared.domain.reminders import receipt_steps
from tests.services.consistency import check_consistency
from tests.services.reminding import TERMS, due, remind
from tests.services.world import World

pytestmark = pytest.mark.slow

CENTRES = {"R1": "C1", "R2": "C1", "R3": "C2"}
DIGEST = "Confirm that your certificates arrived"
MORNINGS = st.integers(0, 8)


def pending(world: World) -> dict[str, Line]:
    lines = [Line.model_validate(item) for item in world.items("line")]
    return {line.course_run_id: line for line in lines if line.receipt is None}


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.tuples(MORNINGS, st.sampled_from(["job"] * 4 + sorted(CENTRES))), max_size=14))
def test_each_step_is_mailed_once_and_nothing_after_it_is_confirmed(
    happens: list[tuple[int, str]],
) -> None:
    world = World()
    for run, centre_id in CENTRES.items():
        world.dispatched(run, centre_id=centre_id)
    told: Counter[tuple[str, str]] = Counter()
    a_day: Counter[tuple[str, str]] = Counter()
    for days, what in happens:
        world.wait(days=days)
        today, waiting, before = world.ao().today, pending(world), len(world.mail())
        if what != "job":
            if what in waiting:
                world.receive(what)
            continue
        listed = {row.course_run_id for each in due(world).items for row in each.receipts}
        assert remind(world).failures == []
        mails = [mail for mail in world.mail()[before:] if mail["subject"].startswith(DIGEST)]
        a_day.update((mail["to"], str(today)) for mail in mails)
        named = {run for mail in mails for run in re.findall(r"\((R\d)\)\r?\n", mail["text"])}
        assert named <= set(waiting)
        assert named <= listed
        for run in named:
            *_, latest = receipt_steps(waiting[run], TERMS, today)
            told[run, str(latest.on)] += 1
        # Whatever is still pending has been told its latest step.
        for run, line in waiting.items():
            steps = list(receipt_steps(line, TERMS, today))
            assert not steps or told[run, str(steps[-1].on)]
        assert due(world).items == []
    assert set(told.values()) <= {1}
    assert set(a_day.values()) <= {1}
    check_consistency(world)
