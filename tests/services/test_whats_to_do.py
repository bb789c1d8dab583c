"""What there is to do: each kind of a role is told, within what the caller may see, and counted so far."""

from datetime import date
from typing import Any

import pytest

from shared.domain.discrepancies import (
    NewDiscrepancyResolution,
    NewNonArrival,
    NewResolution,
    Settlement,
)
from shared.domain.faults import Forbidden
from shared.domain.people import THE_SERVICE
from shared.domain.replacements import NewReplacement, Reason
from shared.domain.replacing import NewReplacementDecision, Verdict
from shared.services import whats_to_do as service
from shared.services.call import Call
from shared.services.decide_replacement import decide_replacement
from shared.services.issue_certificates import issue_certificates
from shared.services.record_distribution import record_distribution
from shared.services.report_not_arrived import report_not_arrived
from shared.services.request_replacement import request_replacement
from shared.services.resolve_discrepancy import resolve_discrepancy
from shared.services.resolve_not_arrived import resolve_not_arrived
from shared.services.whats_to_do import Kind, Todo
from tests.services.bodies import centre_user, distribution, verifier_user
from tests.services.world import MONDAY, World

TODAY, TOMORROW = date(2026, 11, 23), date(2026, 11, 24)
OF_CENTRES = [
    "results_to_submit",
    "results_returned",
    "receipts_to_confirm",
    "certificates_to_distribute",
    "queries_open",
    "replacements_under_way",
]
OF_THE_AO = [
    "certificates_to_check",
    "parcels_to_post",
    "queries_open",
    "verifiers_not_reached",
    "receipts_overdue",
    "parcels_not_arrived",
    "discrepancies_to_settle",
    "replacements_to_decide",
    "replacements_to_issue",
]


def whats_to_do(call: Call) -> list[Todo]:
    return service.whats_to_do(call, 20)


def told(call: Call) -> dict[Kind, Todo]:
    return {todo.kind: todo for todo in whats_to_do(call)}


def todo(kind: Kind, count: int, oldest: date, **other: Any) -> Todo:
    return Todo(kind=kind, count=count, oldest=oldest, **{"more": False} | other)


def test_every_kind_of_a_role_is_told_where_there_is_nothing_to_do(world: World) -> None:
    for call, kinds in (
        (world.centre(), OF_CENTRES),
        (world.call(centre_user("")), OF_CENTRES),
        (world.verifier(), ["verifications_waiting"]),
        (world.call(verifier_user("")), ["verifications_waiting"]),
        (world.ao(), OF_THE_AO),
    ):
        found = whats_to_do(call)
        assert [each.kind for each in found] == kinds
        nothing = {"count": 0, "more": False, "overdue": 0, "oldest": None}
        assert all(each.model_dump(exclude={"kind"}) == nothing for each in found)
    with pytest.raises(Forbidden):
        whats_to_do(world.call(THE_SERVICE))


def two_days_work(world: World) -> None:
    """Some of everything, on a Monday and on the Tuesday after, of two centres and two verifiers."""
    for day, centre_id, verifier_id in ((0, "C1", "V1"), (1, "C2", "V1"), (1, "C1", "V2")):
        world.now = MONDAY
        world.wait(days=day)
        of = {"centre_id": centre_id, "verifier_id": verifier_id, "learners": 1, "units": 1}
        name = f"{centre_id}-{verifier_id}"
        world.open_run(f"open-{name}", **of)
        world.submitted(f"submitted-{name}", **of)
        world.submitted(f"returned-{name}", **of)
        world.decide(f"returned-{name}", "return")
        world.verified(f"verified-{name}", **of)
        world.open_query("L1", f"verified-{name}")
        world.certificated(f"certificated-{name}", **of)
        world.dispatched(f"dispatched-{name}", **of)


def test_a_centre_is_told_what_is_its_own(world: World) -> None:
    two_days_work(world)
    due = date(2026, 12, 7)
    assert whats_to_do(world.centre("C1")) == [
        todo(Kind.RESULTS_TO_SUBMIT, 2, TODAY),
        todo(Kind.RESULTS_RETURNED, 2, TODAY),
        todo(Kind.RECEIPTS_TO_CONFIRM, 2, due),
        Todo(kind=Kind.CERTIFICATES_TO_DISTRIBUTE, count=0, more=False),
        todo(Kind.QUERIES_OPEN, 2, TODAY),
        Todo(kind=Kind.REPLACEMENTS_UNDER_WAY, count=0, more=False),
    ]
    assert [each.count for each in whats_to_do(world.centre("C2"))] == [1, 1, 1, 0, 1, 0]
    assert told(world.centre("C2"))[Kind.RESULTS_TO_SUBMIT].oldest == TOMORROW
    world.now = MONDAY
    world.wait(days=15)
    receipts = told(world.centre("C1"))[Kind.RECEIPTS_TO_CONFIRM]
    assert receipts == todo(Kind.RECEIPTS_TO_CONFIRM, 2, due, overdue=1)


def test_what_has_not_been_distributed_for_long_is_told(world: World) -> None:
    for n in range(2):
        world.received(f"R{n}")
        world.wait(days=1)
    world.now = MONDAY
    for days, count in ((28, 0), (1, 1), (1, 2)):
        world.wait(days=days)
        found = told(world.centre())[Kind.CERTIFICATES_TO_DISTRIBUTE]
        assert (found.count, found.oldest) == (count, TODAY if count else None)
    record_distribution(world.centre(), "R0", distribution())
    found = told(world.centre())[Kind.CERTIFICATES_TO_DISTRIBUTE]
    assert found == todo(Kind.CERTIFICATES_TO_DISTRIBUTE, 1, TOMORROW)


def test_a_verifier_is_told_what_waits_for_them(world: World) -> None:
    two_days_work(world)
    assert whats_to_do(world.verifier()) == [todo(Kind.VERIFICATIONS_WAITING, 2, TODAY)]
    assert whats_to_do(world.verifier("V2")) == [todo(Kind.VERIFICATIONS_WAITING, 1, TOMORROW)]


def test_the_awarding_organisation_is_told_of_all_centres(world: World) -> None:
    two_days_work(world)
    world.open_run("unnoticed")
    world.submit("unnoticed")
    world.now = MONDAY
    world.wait(days=15)
    assert whats_to_do(world.ao())[:5] == [
        todo(Kind.CERTIFICATES_TO_CHECK, 3, TODAY),
        # Two of the three runs are of one centre, and travel together.
        todo(Kind.PARCELS_TO_POST, 2, TODAY),
        todo(Kind.QUERIES_OPEN, 3, TODAY),
        todo(Kind.VERIFIERS_NOT_REACHED, 1, TOMORROW),
        todo(Kind.RECEIPTS_OVERDUE, 1, date(2026, 12, 7), overdue=1),
    ]


def test_what_is_not_right_and_what_is_replaced_is_told_until_it_is_dealt_with(
    world: World,
) -> None:
    world.dispatched("lost")
    report_not_arrived(world.centre(), "lost", NewNonArrival())
    world.received("asked")
    world.dispatched("damaged")
    (of_damaged,) = world.batches("damaged")
    number = of_damaged["certificates"][0]["certificate_number"]
    world.receive("damaged", discrepancies=[{"certificate_number": number, "problem": "damaged"}])
    (of_asked,) = world.batches("asked")
    said = NewReplacement(reason=Reason.LOST)
    of = of_asked["certificates"][0]["certificate_number"]
    asked = request_replacement(world.centre(), of, said, 10).body
    settled = NewDiscrepancyResolution(how=Settlement.REPLACEMENT)
    kinds = OF_THE_AO[-4:]
    assert [told(world.ao())[Kind(each)].count for each in kinds] == [1, 1, 1, 0]
    resolve_discrepancy(world.ao(), "damaged", number, settled, 10)
    assert [told(world.ao())[Kind(each)].count for each in kinds] == [1, 0, 1, 1]
    approved = NewReplacementDecision(decision=Verdict.APPROVE)
    decide_replacement(world.ao(), "asked", asked.replacement_id, approved, 10)
    (line,) = world.lines("lost")
    replaced = NewResolution(how=Settlement.REPLACEMENT)
    resolve_not_arrived(world.ao(), "lost", line["consignment_id"], replaced)
    assert [told(world.ao())[Kind(each)].count for each in kinds] == [0, 0, 0, 3]
    assert told(world.centre())[Kind.REPLACEMENTS_UNDER_WAY] == todo(
        Kind.REPLACEMENTS_UNDER_WAY, 3, TODAY
    )
    assert told(world.centre("C2"))[Kind.REPLACEMENTS_UNDER_WAY].count == 0
    for run in ("lost", "asked", "damaged"):
        issue_certificates(world.ao(), run)
    assert [told(world.ao())[Kind(each)].count for each in kinds] == [0, 0, 0, 0]
    assert told(world.centre())[Kind.REPLACEMENTS_UNDER_WAY].count == 0


def test_so_many_are_counted_and_that_there_are_more_is_said(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service, "MOST", 2)
    monkeypatch.setattr(service, "_READ", 3)
    for n in range(3):
        assert not told(world.centre())[Kind.RESULTS_TO_SUBMIT].more
        world.open_run(f"open-{n}")
        world.dispatched(f"dispatched-{n}", learners=1, units=1)
        world.wait(days=1)
    world.wait(days=30)
    due = date(2026, 12, 7)
    of_centre, of_ao = told(world.centre()), told(world.ao())
    assert of_centre[Kind.RESULTS_TO_SUBMIT] == todo(Kind.RESULTS_TO_SUBMIT, 2, TODAY, more=True)
    receipts = of_centre[Kind.RECEIPTS_TO_CONFIRM]
    assert receipts == todo(Kind.RECEIPTS_TO_CONFIRM, 2, due, more=True, overdue=2)
    late = of_ao[Kind.RECEIPTS_OVERDUE]
    assert late == todo(Kind.RECEIPTS_OVERDUE, 2, due, more=True, overdue=2)
    for n in range(3):
        world.certificated(f"ready-{n}", learners=1, units=1)
    assert told(world.ao())[Kind.PARCELS_TO_POST].model_dump(include={"count", "more"}) == {
        "count": 1,
        "more": True,
    }


def test_home_asks_the_table_a_few_times_however_much_there_is(world: World) -> None:
    two_days_work(world)
    asked: list[str] = []
    events, note = world.table.client.meta.events, lambda model, **_: asked.append(model.name)
    events.register("before-call.dynamodb", note)
    counts = []
    for call in (world.centre(), world.verifier(), world.ao()):
        whats_to_do(call)
        counts.append(len(asked))
        asked.clear()
    events.unregister("before-call.dynamodb", note)
    # Pending receipts lie in four partitions, and are read for what is overdue and for what has not arrived.
    assert counts == [6, 1, 15]
