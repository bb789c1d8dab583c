"""Whatever anybody does in whatever order: what is stored stays consistent, and nobody sees others' course runs."""

from contextlib import suppress
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from shared.domain.faults import NotFound, Refusal
from shared.domain.identifiers import certificate_number
from shared.domain.people import Caller
from shared.domain.queries import NewQuery
from shared.services.confirm_receipt import confirm_receipt
from shared.services.decide_verification import decide_verification
from shared.services.issue_certificates import issue_certificates
from shared.services.notify_again import notify_again
from shared.services.paging import Wanted
from shared.services.pending_receipts import pending_receipts
from shared.services.queries import QueryResolution, open_query, resolve_query
from shared.services.record_dispatch import record_dispatch
from shared.services.record_distribution import record_distribution
from shared.services.register import register_course_run
from shared.services.submit_results import submit_results
from shared.services.track import list_course_runs, show_course_run
from tests.services.bodies import (
    centre_user,
    decision,
    details,
    distribution,
    parcel,
    receipt,
    results,
)
from tests.services.consistency import check_consistency
from tests.services.life_after_receipt import (
    RUNS,
    LifeAfterReceipt,
    centres,
    desks,
    keys,
    runs,
)
from tests.services.replacing import fees

learners = st.sampled_from(["L1", "L2", "L3"])
outcomes = st.sampled_from(["aa", "an", "ww"])
problems = st.sampled_from(["missing", "damaged", "incorrect"])


class LifeOfCourseRuns(LifeAfterReceipt):
    """Four course runs of two centres; everybody acts at random, and some calls are repeated."""

    def __init__(self) -> None:
        super().__init__()
        self.tokens: list[str] = []

    @initialize()
    def begin_at_different_stages(self) -> None:
        world = self.world
        world.submitted("R1", centre_id=RUNS["R1"])
        world.verified("R2", centre_id=RUNS["R2"])
        world.submitted("R3", centre_id=RUNS["R3"])
        world.open_query("L2", run="R3")
        world.decide("R3")
        world.issue("R3")
        world.dispatch(centre_id=RUNS["R3"])
        world.open_run("R4", centre_id=RUNS["R4"])
        self.tokens = sorted(world.tokens.values())
        fees(world, lost=3000, damaged=1000)

    @rule(turns=st.lists(runs, min_size=2, max_size=6))
    def advance(self, turns: list[str]) -> None:
        """Those whose turn it is do what is waited for, so that lives get somewhere in few steps."""
        for run in turns:
            self.step(run)

    def step(self, run: str) -> None:
        world, head = self.world, self.world.head(run)
        self.last = None
        # An expired link or a held learner is waited for by somebody else.
        with suppress(Refusal):
            match head["status"]:
                case "open" | "returned":
                    world.submit(run)
                case "submitted" if world.notify(run).state:
                    self.tokens = sorted({*self.tokens, world.tokens[run]})
                case "submitted":
                    world.decide(run)
                case "verified":
                    world.issue(run)
                case "certificated":
                    world.dispatch(centre_id=RUNS[run], course_run_ids=[run])
                case "dispatched":
                    world.receive(run, consignment_id=head["pending"][0]["consignment_id"])
                case "received":
                    self.step_on(run, released=head["outstanding_queries"] > 0)

    def step_on(self, run: str, *, released: bool) -> None:
        """Beyond the receipt: who was held is certificated, and the others get their certificates."""
        if released:
            self.world.resolve(self.outstanding(run), run)
            self.world.issue(run)
        else:
            said = distribution(on=self.world.ao().today)
            record_distribution(self.world.centre(RUNS[run]), run, said)

    def outstanding(self, run: str) -> str:
        queries = [q for q in self.world.items("query") if q["pk"] == f"RUN#{run}"]
        return next(str(q["query_id"]) for q in queries if "resolution" not in q)

    @rule(run=runs, desk=desks, count=st.integers(3, 4))
    def register(self, run: str, desk: Caller, count: int) -> None:
        said = details(learners=count, centre_id=RUNS[run])
        self.take(desk, None, lambda call: register_course_run(call, run, said))
        if self.last:
            self.world.registered[run] = said

    @rule(run=runs, other=centres, key=keys, outcome=outcomes)
    def submit(self, run: str, other: Caller | None, key: str | None, outcome: str) -> None:
        body = results(self.world.registered[run], L1=outcome)
        by = other or centre_user(RUNS[run])
        self.take(by, key, lambda call: submit_results(call, run, body))

    @rule(run=runs, age=st.integers(0, 2))
    def deliver(self, run: str, age: int) -> None:
        """The stream brings a record: mostly the newest, perhaps once more, or late."""
        records = [e for e in self.world.events(run) if e.get("notify") == "verifier"]
        if len(records) > age:
            self.world.notify(run, int(records[-1 - age]["sequence"]))
            self.tokens = sorted({*self.tokens, *self.world.tokens.values()})

    @rule(run=runs, desk=desks, key=keys)
    def ask_for_another_email(self, run: str, desk: Caller, key: str | None) -> None:
        self.take(desk, key, lambda call: notify_again(call, run))

    @precondition(lambda self: self.tokens)
    @rule(data=st.data(), what=st.sampled_from(["verify", "verify", "return"]), ask=st.booleans())
    def decide(self, data: st.DataObject, what: str, *, ask: bool) -> None:
        token = data.draw(st.sampled_from(self.tokens))
        asked = [{"learner_id": "L2", "question": "Is it right?"}] if ask else []
        body = decision(what, queries=asked)
        holder = self.world.link_holder().caller
        self.take(holder, None, lambda call: decide_verification(call, token, body))

    @rule(run=runs, desk=desks, key=keys, learner=learners)
    def open_query(self, run: str, desk: Caller, key: str | None, learner: str) -> None:
        body = NewQuery(learner_id=learner, question="Is it right?")
        self.take(desk, key, lambda call: open_query(call, run, body))

    @rule(data=st.data(), desk=desks, note=st.sampled_from(["It is.", "It was not."]))
    def resolve(self, data: st.DataObject, desk: Caller, note: str) -> None:
        if queries := self.world.items("query"):
            query = data.draw(st.sampled_from(queries))
            run, body = query["pk"].partition("#")[2], QueryResolution(note=note)
            self.take(desk, None, lambda call: resolve_query(call, run, query["query_id"], body))

    @rule(run=runs, desk=desks, key=keys)
    def issue(self, run: str, desk: Caller, key: str | None) -> None:
        self.take(desk, key, lambda call: issue_certificates(call, run))

    @rule(
        desk=desks,
        key=keys,
        centre=st.sampled_from(["C1", "C1", "C2"]),
        number=st.integers(1, 6),
        named=st.none() | st.lists(runs, min_size=1, max_size=2, unique=True),
    )
    def dispatch(
        self, desk: Caller, key: str | None, centre: str, number: int, named: list[str] | None
    ) -> None:
        said = {"centre_id": centre, "tracking_number": f"DX000{number}", "course_run_ids": named}
        body = parcel(**said, dispatched_on=self.world.ao().today)
        terms = self.world.receipt_terms
        self.take(desk, key, lambda call: record_dispatch(call, body, terms))

    @rule(run=runs, other=centres, key=keys, data=st.data())
    def confirm(self, run: str, other: Caller | None, key: str | None, data: st.DataObject) -> None:
        lines = [line["consignment_id"] for line in self.world.lines(run)]
        which = data.draw(st.sampled_from([None, *lines]))
        told = {"date_received": self.world.ao().today, "consignment_id": which}
        if (numbers := self.numbers(run)) and data.draw(st.booleans()):
            number, problem = data.draw(st.sampled_from(numbers)), data.draw(problems)
            told["discrepancies"] = [{"certificate_number": number, "problem": problem}]
        body = receipt(**told)
        by = other or centre_user(RUNS[run])
        self.take(by, key, lambda call: confirm_receipt(call, run, body))

    @rule(
        run=runs,
        other=centres,
        key=keys,
        how=st.sampled_from(["handed_over", "posted", "returned", "destroyed"]),
        data=st.data(),
    )
    def distribute(
        self, run: str, other: Caller | None, key: str | None, how: str, data: st.DataObject
    ) -> None:
        numbers = self.numbers(run)
        some = data.draw(st.lists(st.sampled_from(numbers), unique=True)) if numbers else []
        about: dict[str, list[str]] = {"except": some}
        if how == "returned" or data.draw(st.booleans()):
            about = {"certificate_numbers": some or [certificate_number("0000000", 1)]}
        body = distribution(how, on=self.world.ao().today, **about)
        by = other or centre_user(RUNS[run])
        self.take(by, key, lambda call: record_distribution(call, run, body))

    @rule(hours=st.sampled_from([0.01, 1, 30]))
    def wait(self, hours: float) -> None:
        self.world.now += timedelta(hours=hours)
        self.last = None

    @precondition(lambda self: self.last is not None)
    @rule()
    def repeat(self) -> None:
        """What has just succeeded succeeds again, with the same answer and no other effect."""
        assert self.last is not None
        call, act, answer = self.last
        before = self.world.items()
        again = act(call)
        assert again.body == answer.body
        assert again.fresh is (answer.fresh and call.idempotency_key is not None)
        assert self.world.items() == before

    @invariant()
    def what_is_stored_is_consistent(self) -> None:
        check_consistency(self.world)

    @rule(centre=st.sampled_from(["C1", "C2"]))
    def look(self, centre: str) -> None:
        """A centre sees its own course runs and pending receipts, all of them, and nobody else's."""
        call = self.world.centre(centre)
        own = {run for run in RUNS if RUNS[run] == centre}
        assert {row.course_run_id for row in list_course_runs(call, Wanted()).items} == own
        pending = [
            (line["course_run_id"], line["consignment_id"])
            for run in own
            for line in self.world.lines(run)
            if not {"receipt", "written_off_at"} & line.keys()
        ]
        rows = pending_receipts(call, Wanted()).items
        assert sorted((row.course_run_id, row.consignment_id) for row in rows) == sorted(pending)
        for run in RUNS.keys() - own:
            with pytest.raises(NotFound):
                show_course_run(call, run)

    def teardown(self) -> None:
        for centre in ("C1", "C2"):
            self.look(centre)


@pytest.mark.slow
def test_a_life_of_course_runs() -> None:
    bounded = settings(
        max_examples=10,
        stateful_step_count=25,
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow],
    )
    run_state_machine_as_test(LifeOfCourseRuns, settings=bounded)  # type: ignore[no-untyped-call]
