"""A replacement is decided on, issued with the next certificates, posted and received like any other."""

from datetime import UTC, datetime

import pytest

from shared.domain.faults import Conflict, Forbidden, Invalid, NotFound
from shared.domain.replacing import NewReplacementDecision
from shared.services.charges import charges, charges_csv
from shared.services.decide_replacement import decide_replacement
from shared.services.issue_certificates import certificates_to_issue
from shared.services.paging import Wanted
from shared.services.track import show_course_run
from tests.services.consistency import check_consistency
from tests.services.replacing import (
    WITHIN,
    approved,
    certificates,
    decided,
    fees,
    number,
    requested,
    states,
)
from tests.services.world import World


def stored(world: World) -> list[tuple[str, str]]:
    return [(each["replacement_id"], each["status"]) for each in world.items("replacement")]


def test_what_is_approved_is_issued_in_the_place_of_the_original(world: World) -> None:
    fees(world)
    world.received()
    original = number(world)
    replacement = approved(world)
    assert certificates_to_issue(world.ao(), "R1").replacements == [replacement]
    world.wait(days=1)
    issued = world.issue()
    (certificate,) = issued.certificates
    assert (certificate.replaces, certificate.learner_id) == (original, "L1")
    assert certificate.certificate_number != original
    assert states(world) == {original: "replaced"}
    head = world.head()
    assert (head["status"], head["certificates"]) == ("certificated", 3)
    assert [batch["count"] for batch in head["ready"]] == [1]
    (line,) = world.lines()
    # The original was still to be distributed, and is not any more.
    assert line["undistributed"] == 2
    assert stored(world) == [(replacement.replacement_id, "issued")]
    # Issuing again issues nothing twice.
    assert world.issue() == issued
    assert len(world.batches()) == 2


def test_it_is_posted_and_received_like_any_other(world: World) -> None:
    world.received()
    approved(world, "name_change", "L2")
    world.issue()
    shown = show_course_run(world.centre(), "R1").replacements
    assert [each.status for each in shown] == ["issued"]
    parcel = world.dispatch().consignment_id
    shown = show_course_run(world.centre(), "R1").replacements
    assert [each.status for each in shown] == ["dispatched"]
    world.receive(consignment_id=parcel)
    whole = show_course_run(world.centre(), "R1")
    assert [each.status for each in whole.replacements] == ["received"]
    assert whole.status == "received"
    learner = whole.learners[1]
    assert learner.certificate is not None
    (earlier,) = learner.earlier_certificates
    assert (learner.certificate.name, learner.certificate.state) == ("Zoë Chen", "valid")
    assert learner.certificate.replaces == earlier.certificate_number
    assert (earlier.state, earlier.replaced_by) == (
        "replaced",
        learner.certificate.certificate_number,
    )
    assert whole.to_distribute == 3
    for_the_verifier = show_course_run(world.verifier(), "R1").learners[1]
    assert for_the_verifier.certificate is not None
    assert for_the_verifier.certificate.name is None


def test_what_was_replaced_on_its_way_is_not_to_be_distributed_when_it_comes(world: World) -> None:
    world.dispatched()
    asked = requested(world, by=world.ao()).body
    decided(world, asked.replacement_id)
    world.issue()
    assert [each["some_replaced"] for each in world.head()["pending"]] == [True]
    told = {"certificate_number": number(world, "L2"), "problem": "missing"}
    world.receive(discrepancies=[told])
    (line,) = world.lines()
    assert (line["undistributed"], line["centre_view"]) == (1, "TO_DISTRIBUTE#C1")
    check_consistency(world)


def test_a_parcel_whose_certificates_were_all_replaced_leaves_nothing_to_do(world: World) -> None:
    world.dispatched(learners=1)
    asked = requested(world, by=world.ao()).body
    decided(world, asked.replacement_id)
    world.issue()
    world.receive()
    (line,) = world.lines()
    assert line["undistributed"] == 0
    assert "centre_view" not in line
    assert "place" not in line
    check_consistency(world)


def test_what_was_incorrect_is_revoked_and_a_line_of_three(world: World) -> None:
    world.received()
    first = number(world)
    approved(world, "incorrect", at_fault="awarding-organisation")
    world.issue()
    world.receive(consignment_id=world.dispatch().consignment_id)
    second = number(world)
    approved(world, "lost")
    world.wait(minutes=1)
    world.issue()
    assert states(world) == {first: "revoked", second: "replaced"}
    assert certificates(world)["L1"]["replaces"] == second


def test_with_whoever_was_released_from_a_query(world: World) -> None:
    world.released_later()
    world.dispatch(course_run_ids=["R1"])
    world.receive()
    approved(world)
    world.wait(minutes=1)
    issued = world.issue()
    assert [(each.learner_id, bool(each.replaces)) for each in issued.certificates] == [
        ("L2", False),
        ("L1", True),
    ]
    assert world.head()["certificates"] == 3


def test_what_is_refused_is_not_issued_and_can_be_asked_for_again(world: World) -> None:
    world.received()
    asked = requested(world).body
    with pytest.raises(Invalid):
        # A refusal says why.
        decide_replacement(world.ao(), "R1", asked.replacement_id, _bare("refuse"), WITHIN)
    refused = decided(world, asked.replacement_id, "refuse", note="It is at your reception.").body
    assert stored(world) == [(asked.replacement_id, "refused")]
    assert refused.decision is not None
    assert refused.decision.note == "It is at your reception."
    assert world.events()[-1]["type"] == "replacement_refused"
    assert (
        decided(world, asked.replacement_id, "refuse", note="It is at your reception.").fresh
        is False
    )
    with pytest.raises(Conflict):
        decided(world, asked.replacement_id)
    assert certificates_to_issue(world.ao(), "R1").replacements == []
    assert requested(world).fresh


def _bare(decision: str) -> NewReplacementDecision:
    try:
        return NewReplacementDecision.model_validate({"decision": decision})
    except ValueError:
        raise Invalid([]) from None


def test_what_was_approved_can_be_refused_until_it_is_issued(world: World) -> None:
    world.received()
    first = approved(world)
    decided(world, first.replacement_id, "refuse", note="It was found.")
    second = approved(world)
    world.issue()
    with pytest.raises(Conflict) as refused:
        decided(world, second.replacement_id, "refuse", note="It was found.")
    assert refused.value.recorded["replacement"]["status"] == "issued"


def test_the_charge_follows_the_fault_as_of_the_request(world: World) -> None:
    fees(world)
    world.received()
    world.now = datetime(2027, 1, 4, 9, tzinfo=UTC)
    asked = requested(world, "incorrect").body
    assert asked.charge.pence == 2000
    fees(world, incorrect=9900)
    mine = decided(world, asked.replacement_id, at_fault="awarding-organisation").body
    assert (mine.charge.pence, mine.charge.rule) == (0, "awarding_organisation_at_fault")
    blamed = requested(world, "incorrect", "L2", at_fault="awarding-organisation").body
    assert blamed.charge.pence == 0
    theirs = decided(world, blamed.replacement_id, at_fault="centre").body
    assert theirs.charge.pence == 9900
    lost = requested(world, "lost", "L3").body
    with pytest.raises(Invalid):
        decided(world, lost.replacement_id, at_fault="centre")


def test_only_the_ao_decides_and_only_on_what_is_there(world: World) -> None:
    world.received()
    asked = requested(world).body
    body = NewReplacementDecision.model_validate({"decision": "approve"})
    with pytest.raises(Forbidden):
        decide_replacement(world.centre(), "R1", asked.replacement_id, body, WITHIN)
    with pytest.raises(NotFound):
        decide_replacement(world.ao(), "R1", "R-0000000000", body, WITHIN)
    with pytest.raises(NotFound):
        decide_replacement(world.centre("C2"), "R1", asked.replacement_id, body, WITHIN)


def test_charges_are_listed_by_centre_and_month_of_issue(world: World) -> None:
    fees(world)
    world.received()
    world.now = datetime(2026, 12, 31, 23, 59, 59, tzinfo=UTC)
    first = approved(world)
    world.issue()
    world.dispatch()
    world.wait(seconds=1)
    world.receive()
    second = approved(world, "stolen", "L2")
    approved(world, "damaged", "L3")
    world.issue()
    december, january = datetime(2026, 12, 5, tzinfo=UTC), datetime(2027, 1, 9, tzinfo=UTC)
    for call in (world.ao(), world.centre()):
        rows = charges(call, Wanted(), december.date()).items
        assert [(row.replacement_id, row.pence) for row in rows] == [(first.replacement_id, 3000)]
        rows = charges(call, Wanted(), january.date()).items
        # Damaged is charged as well: the window has closed.
        assert sorted(row.pence for row in rows) == [2500, 3000]
        assert second.replacement_id in {row.replacement_id for row in rows}
    assert charges(world.centre("C2"), Wanted(), december.date()).items == []
    assert charges(world.ao(), Wanted(), december.date(), "C2").items == []
    page = charges(world.ao(), Wanted(1), january.date())
    rest = charges(world.ao(), Wanted(1, _place(page.next_cursor)), january.date())
    assert len({row.replacement_id for row in [*page.items, *rest.items]}) == 2
    assert rest.next_cursor is None
    with pytest.raises(Forbidden):
        charges(world.verifier(), Wanted())
    lines = charges_csv(charges(world.ao(), Wanted(), december.date())).splitlines()
    assert lines[0].startswith("centre_id,centre_name,issued_on,replacement_id")
    assert lines[1].startswith(f"C1,Northbridge C1,2026-12-31,{first.replacement_id},R1,")
    assert ",3000,500,20,GBP,2026-11-23" in lines[1]


def _place(cursor: str | None) -> str | None:
    from shared.services.paging import wanted

    return wanted(None, cursor).after


def test_free_ones_are_not_listed(world: World) -> None:
    world.received()
    approved(world)
    world.issue()
    assert charges(world.ao(), Wanted()).items == []
