"""Of another centre's course run, nobody learns that it exists."""

from collections.abc import Callable
from typing import Any

import pytest

from shared.domain.discrepancies import (
    NewDiscrepancyResolution,
    NewNonArrival,
    NewResolution,
    Settlement,
)
from shared.domain.faults import Forbidden, NotFound
from shared.domain.queries import NewQuery
from shared.domain.replacing import NewReplacementDecision, Verdict
from shared.services.call import Call
from shared.services.certificates_to_distribute import certificates_held
from shared.services.certificates_to_replace import certificates_to_replace
from shared.services.confirm_receipt import confirm_receipt
from shared.services.decide_replacement import charges_by_fault, decide_replacement
from shared.services.decide_verification import decide_signed_in
from shared.services.issue_certificates import issue_certificates
from shared.services.notify_again import notify_again
from shared.services.paging import Wanted
from shared.services.queries import QueryResolution, open_query, resolve_query
from shared.services.record_distribution import record_distribution
from shared.services.report_not_arrived import report_not_arrived
from shared.services.resolve_discrepancy import discrepancy_charges, resolve_discrepancy
from shared.services.resolve_not_arrived import certificates_not_arrived, resolve_not_arrived
from shared.services.show_verification import show_to_verifier
from shared.services.submit_results import submit_results
from shared.services.track import show_consignment, show_course_run, show_history
from tests.services.bodies import decision, details, distribution, receipt, results
from tests.services.world import World

Attempt = Callable[[Call, str], Any]
QUESTION = NewQuery(learner_id="L1", question="Who?")
NOTE = QueryResolution(note="It is.")
REPLACE = NewResolution(how=Settlement.REPLACEMENT)
REPLACE_ONE = NewDiscrepancyResolution(how=Settlement.REPLACEMENT)
APPROVE = NewReplacementDecision(decision=Verdict.APPROVE)

OF_A_RUN: dict[str, Attempt] = {
    "submit_results": lambda call, run: submit_results(call, run, results(details())),
    "notify_again": notify_again,
    "show_to_verifier": show_to_verifier,
    "decide_signed_in": lambda call, run: decide_signed_in(call, run, 1, decision()),
    "open_query": lambda call, run: open_query(call, run, QUESTION),
    "resolve_query": lambda call, run: resolve_query(call, run, "Q-0000000001", NOTE),
    "issue_certificates": issue_certificates,
    "confirm_receipt": lambda call, run: confirm_receipt(call, run, receipt()),
    "record_distribution": lambda call, run: record_distribution(call, run, distribution()),
    "certificates_held": certificates_held,
    "report_not_arrived": lambda call, run: report_not_arrived(call, run, NewNonArrival()),
    "resolve_not_arrived": lambda call, run: resolve_not_arrived(call, run, "C-1", REPLACE),
    "resolve_discrepancy": lambda call, run: resolve_discrepancy(
        call, run, "J9CQ-CYW0-001A", REPLACE_ONE, 20
    ),
    "decide_replacement": lambda call, run: decide_replacement(call, run, "R-1", APPROVE, 20),
    "certificates_to_replace": certificates_to_replace,
    "certificates_not_arrived": lambda call, run: certificates_not_arrived(call, run, "C-1"),
    "discrepancy_charges": lambda call, run: discrepancy_charges(call, run, "J9CQ-CYW0-001A", 20),
    "charges_by_fault": lambda call, run: charges_by_fault(call, run, "R-1", 20),
    "show_course_run": show_course_run,
    "show_history": lambda call, run: show_history(call, run, Wanted()),
}


@pytest.mark.parametrize("attempt", OF_A_RUN.values(), ids=OF_A_RUN)
def test_a_run_of_others_is_like_one_that_is_not_there(world: World, attempt: Attempt) -> None:
    world.dispatched()
    before = world.items()
    for call in (world.centre("C2"), world.verifier("V2"), world.centre("C2", key="a-key")):
        told = set()
        for run in ("R1", "R9", "", "R1#", "#", "R1\n", "é" * 200):
            with pytest.raises(NotFound) as refused:
                attempt(call, run)
            told.add(refused.value.detail)
        assert len(told) == 1
    assert world.items() == before


def test_nor_is_a_parcel_of_others(world: World) -> None:
    parcel = world.dispatched().consignment_id
    with pytest.raises(NotFound) as of_others:
        show_consignment(world.centre("C2"), parcel)
    with pytest.raises(NotFound) as of_nobody:
        show_consignment(world.centre("C2"), "C-0000000000")
    assert of_others.value.detail == of_nobody.value.detail


def test_what_a_centre_may_not_do_with_its_own_is_said(world: World) -> None:
    world.dispatched()
    ours = ("notify_again", "open_query", "issue_certificates", "resolve_query")
    for name in (*ours, "show_to_verifier", "decide_signed_in"):
        with pytest.raises(Forbidden):
            OF_A_RUN[name](world.centre(), "R1")
