"""What everybody may do of a course run after its certificates were issued, as rules of a life in any order."""

from collections.abc import Callable
from contextlib import suppress
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule

from shared.domain.discrepancies import NewDiscrepancyResolution, NewNonArrival, NewResolution
from shared.domain.faults import Refusal
from shared.domain.people import Caller
from shared.domain.replacing import NewReplacementDecision
from shared.services.call import Answer, Call
from shared.services.decide_replacement import decide_replacement
from shared.services.report_not_arrived import report_not_arrived
from shared.services.request_replacement import request_replacement
from shared.services.resolve_discrepancy import resolve_discrepancy
from shared.services.resolve_not_arrived import resolve_not_arrived
from tests.services.bodies import AO, centre_user, verifier_user
from tests.services.replacing import WITHIN, request
from tests.services.world import World

RUNS = {"R1": "C1", "R2": "C1", "R3": "C2", "R4": "C2"}
runs = st.sampled_from(sorted(RUNS))
# Mostly those whose turn it is; the others are refused, and that must change nothing.
desks = st.sampled_from([AO] * 6 + [centre_user(), verifier_user()])
centres = st.sampled_from([None] * 6 + [centre_user("C1"), centre_user("C2"), AO])
keys = st.sampled_from([None] * 4 + ["key-1", "key-2"])


class LifeAfterReceipt(RuleBasedStateMachine):
    """Replacements are asked for and decided on, parcels do not arrive, and what is not right is settled."""

    def __init__(self) -> None:
        super().__init__()
        self.world = World()
        self.last: tuple[Call, Callable[[Call], Answer[Any]], Answer[Any]] | None = None

    def take(self, caller: Caller, key: str | None, act: Callable[[Call], Answer[Any]]) -> None:
        """Act; a refusal changes nothing, and a success can be repeated."""
        before = self.world.items()
        call = self.world.call(caller, key)
        self.last = None
        try:
            self.last = (call, act, act(call))
        except Refusal:
            assert self.world.items() == before

    @rule(run=runs)
    def replace(self, run: str) -> None:
        """One certificate is asked for again, approved and issued, so that lives with lineages are long enough."""
        self.last = None
        with suppress(Refusal):
            states = {n for batch in self.world.batches(run) for n in batch["states"]}
            valid = [number for number in self.numbers(run) if number not in states]
            for number in valid[:1]:
                asked = request_replacement(self.world.ao(), number, request("lost"), WITHIN).body
                body = NewReplacementDecision.model_validate({"decision": "approve"})
                decide_replacement(self.world.ao(), run, asked.replacement_id, body, WITHIN)
                self.world.issue(run)

    @rule(
        run=runs,
        other=centres,
        key=keys,
        reason=st.sampled_from(["lost", "damaged", "incorrect", "name_change"]),
        data=st.data(),
    )
    def ask_for_a_replacement(
        self, run: str, other: Caller | None, key: str | None, reason: str, data: st.DataObject
    ) -> None:
        if numbers := self.numbers(run):
            number, body = data.draw(st.sampled_from(numbers)), request(reason)
            by = other or centre_user(RUNS[run])
            self.take(by, key, lambda call: request_replacement(call, number, body, WITHIN))

    @rule(
        run=runs, desk=desks, key=keys, decision=st.sampled_from(["approve", "approve", "refuse"])
    )
    def decide_on_replacements(
        self, run: str, desk: Caller, key: str | None, decision: str
    ) -> None:
        said = {"decision": decision, "note": "So be it."}
        body = NewReplacementDecision.model_validate(said)
        mine = [r for r in self.world.items("replacement") if r["course_run_id"] == run]
        if mine:
            of = str(mine[-1]["replacement_id"])
            self.take(desk, key, lambda call: decide_replacement(call, run, of, body, WITHIN))

    @rule(run=runs, other=centres, key=keys)
    def say_that_it_has_not_arrived(self, run: str, other: Caller | None, key: str | None) -> None:
        by = other or centre_user(RUNS[run])
        self.take(by, key, lambda call: report_not_arrived(call, run, NewNonArrival()))

    @rule(run=runs, desk=desks, key=keys, how=st.sampled_from(["replacement", "explanation"]))
    def answer(self, run: str, desk: Caller, key: str | None, how: str) -> None:
        """The AO answers that the newest parcel has not arrived, whether or not the centre has said so."""
        body = NewResolution.model_validate({"how": how, "note": "So it is."})
        if lines := self.world.lines(run):
            of = str(lines[-1]["consignment_id"])
            self.take(desk, key, lambda call: resolve_not_arrived(call, run, of, body))

    @rule(run=runs, desk=desks, key=keys, how=st.sampled_from(["replacement", "explanation"]))
    def settle(self, run: str, desk: Caller, key: str | None, how: str) -> None:
        """The AO settles something that a receipt says is not right, settled already or not."""
        body = NewDiscrepancyResolution.model_validate({"how": how, "note": "So it is."})
        receipts = [line["receipt"] for line in self.world.lines(run) if "receipt" in line]
        if told := [each for receipt in receipts for each in receipt["discrepancies"]]:
            of = str(told[-1]["certificate_number"])
            self.take(desk, key, lambda call: resolve_discrepancy(call, run, of, body, WITHIN))

    def numbers(self, run: str) -> list[str]:
        batches = self.world.batches(run)
        return [each["certificate_number"] for b in batches for each in b["certificates"]]
