"""Recording what became of certificates at the centre: in bulk with exceptions, once, never of what is not there."""

from datetime import date
from functools import partial
from typing import Any

import pytest

from shared.domain.distribution import NewDistribution
from shared.domain.faults import Conflict, Forbidden, Invalid
from shared.domain.identifiers import certificate_number
from shared.services.call import Answer
from shared.services.certificates_to_distribute import (
    certificates_held,
    certificates_to_distribute,
)
from shared.services.paging import Wanted
from shared.services.record_distribution import DistributionRecorded, record_distribution
from shared.services.track import show_course_run, show_history
from tests.services.acting import refusal
from tests.services.bodies import distribution
from tests.services.storage import unpacked
from tests.services.world import World


def distributed(
    world: World, body: NewDistribution, run: str = "R1"
) -> Answer[DistributionRecorded]:
    return record_distribution(world.centre(world.registered[run].centre_id), run, body)


refused = partial(refusal, distributed)


def numbers(world: World, run: str = "R1") -> dict[str, str]:
    certificates = [each for batch in world.batches(run) for each in batch["certificates"]]
    return {each["learner_id"]: each["certificate_number"] for each in certificates}


def stored(world: World) -> list[Any]:
    items = [i for i in world.items("snapshot") if i["sk"].startswith("RUN#DISTRIBUTION#")]
    return [unpacked(item) for item in items]


def listed(world: World, within: int = 20, **of: Any) -> list[tuple[str, int, bool]]:
    page = certificates_to_distribute(world.centre(), Wanted(**of), within)
    return [(row.course_run_id, row.to_distribute, row.overdue) for row in page.items]


def test_all_are_handed_over_but_one(world: World) -> None:
    world.received()
    of = numbers(world)
    assert listed(world) == [("R1", 3, False)]
    world.wait(days=2)
    body = distribution(**{"on": "2026-11-24", "except": [of["L2"]]})
    answer = distributed(world, body)
    assert answer.fresh
    told = answer.body
    assert (told.certificate_numbers, told.still_to_distribute) == (
        [of["L1"], of["L3"]],
        [of["L2"]],
    )
    version = world.head()["version"]
    assert stored(world) == [
        {
            "sequence": version,
            "how": "handed_over",
            "on": "2026-11-24",
            "identity_seen": "passport",
            "besides": [of["L2"]],
            "certificate_numbers": [of["L1"], of["L3"]],
            "recorded_at": "2026-11-25T09:00:00Z",
            "recorded_by": "administrator-of-C1",
        }
    ]
    event = world.events()[-1]
    assert (event["type"], event["from"], event["to"]) == (
        "distribution_recorded",
        "received",
        "received",
    )
    assert event["facts"] == {"how": "handed_over", "on": "2026-11-24", "certificates": 2}
    assert listed(world) == [("R1", 1, False)]
    assert distributed(world, body).fresh is False

    world.wait(days=1)
    posted = distribution("posted", certificate_numbers=[of["L2"]], on="2026-11-26")
    assert distributed(world, posted).body.still_to_distribute == []
    assert listed(world) == []
    (line,) = world.lines()
    assert line["undistributed"] == 0
    assert {"centre_view", "place"}.isdisjoint(line)


def test_what_comes_back_is_to_be_distributed_again_and_what_is_destroyed_is_not(
    world: World,
) -> None:
    world.received()
    of = numbers(world)
    distributed(world, distribution("posted"))
    assert listed(world) == []
    back = distribution("returned", certificate_numbers=[of["L3"], of["L1"]])
    assert distributed(world, back).body.still_to_distribute == [of["L1"], of["L3"]]
    assert listed(world) == [("R1", 2, False)]
    destroyed = distribution("destroyed", certificate_numbers=[of["L1"]])
    assert distributed(world, destroyed).body.still_to_distribute == [of["L3"]]
    for how in ("handed_over", "posted", "returned", "destroyed"):
        body = distribution(how, certificate_numbers=[of["L1"]], note="Again.")
        (fault,) = refused(world, body).faults
        assert fault.pointer == "/certificate_numbers/0"
        assert fault.detail == "This certificate was destroyed on 23 November 2026."
    assert distributed(world, distribution()).body.certificate_numbers == [of["L3"]]
    assert [each["how"] for each in stored(world)] == [
        "posted",
        "returned",
        "destroyed",
        "handed_over",
    ]


def test_every_fault_is_told_at_once(world: World) -> None:
    first, second = world.two_parcels()
    missing = {"certificate_number": numbers(world)["L3"], "problem": "missing"}
    world.receive(consignment_id=first, discrepancies=[missing])
    of, stranger = numbers(world), certificate_number("0000000", 1)
    distributed(world, distribution(on="2026-11-24", certificate_numbers=[of["L1"]]))
    named = [of["L1"], of["L2"], of["L3"], stranger, of["L1"]]
    said = {"certificate_numbers": named, "on": "2026-11-25"}
    faults = {f.pointer: f.detail for f in refused(world, distribution("posted", **said)).faults}
    assert faults == {
        "/on": "The date must be today or in the past.",
        "/certificate_numbers/0": "This certificate was handed over on 24 November 2026.",
        "/certificate_numbers/1": "CRF Received has not been confirmed for this certificate.",
        "/certificate_numbers/2": "CRF Received says that this certificate is missing.",
        "/certificate_numbers/3": "There is no such certificate in this course run.",
        "/certificate_numbers/4": "This certificate stands here twice.",
    }
    back = distribution("returned", certificate_numbers=[of["L1"]], on="2026-11-22")
    assert [f.pointer for f in refused(world, back).faults] == ["/on", "/on"]
    none_there = distribution(**{"on": "2026-11-24", "except": [stranger]})
    assert [f.pointer for f in refused(world, none_there).faults] == ["/except/0"]
    assert second in {each["consignment_id"] for each in world.head()["pending"]}


def test_what_is_recorded_of_nothing_is_a_conflict(world: World) -> None:
    world.dispatched()
    refusal = refused(world, distribution())
    assert isinstance(refusal, Conflict)
    assert refusal.recorded == {"status": "dispatched"}
    missing = [
        {"certificate_number": number, "problem": "missing"} for number in numbers(world).values()
    ]
    world.receive(discrepancies=missing)
    # A parcel in which nothing was is not listed.
    assert listed(world) == []
    assert refused(world, distribution()).recorded == {"still_to_distribute": []}
    assert show_course_run(world.centre(), "R1").to_distribute == 0


def test_a_late_repeat_takes_nothing_along_that_has_come_since(world: World) -> None:
    first, second = world.two_parcels()
    world.receive(consignment_id=first)
    body = distribution(on="2026-11-24")
    assert distributed(world, body).fresh
    world.receive(consignment_id=second)
    of = numbers(world)
    again = distributed(world, body)
    assert (again.fresh, again.body.still_to_distribute) == (False, [of["L2"]])
    named = distribution(on="2026-11-24", certificate_numbers=[of["L2"]])
    assert distributed(world, named).fresh
    # Of any of those that were recorded, the same facts are a repeat; other facts are not.
    some = distribution(on="2026-11-24", certificate_numbers=[of["L3"]])
    assert distributed(world, some).body.certificate_numbers == [of["L3"]]
    assert not distributed(world, some).fresh
    other = distribution(on="2026-11-24", identity_seen="bus pass", certificate_numbers=[of["L3"]])
    assert isinstance(refused(world, other), Invalid)


def test_the_course_run_tells_it_to_the_centre_and_the_ao_alone(world: World) -> None:
    world.received()
    of = numbers(world)
    distributed(world, distribution("posted", certificate_numbers=[of["L1"]]))
    for call in (world.centre(), world.ao()):
        run = show_course_run(call, "R1")
        (told,) = run.distributions
        assert (told.how, told.certificates, told.carrier) == ("posted", 1, "royal_mail")
        assert told.tracking_url
        by_learner = {each.learner_id: each.distribution for each in run.learners}
        assert by_learner["L2"] is None
        assert by_learner["L1"]
        assert by_learner["L1"].sequence == told.sequence
        assert run.to_distribute == 2
    run = show_course_run(world.verifier(), "R1")
    assert run.distributions == []
    assert all(each.distribution is None for each in run.learners)
    history = show_history(world.verifier(), "R1", Wanted(200)).items[-1]
    assert set(history.facts) == {"how", "on", "certificates"}


@pytest.mark.parametrize(("centre", "by"), [("C1", date(2026, 12, 21)), ("C2", date(2026, 12, 22))])
def test_after_so_many_working_days_it_is_overdue(world: World, centre: str, by: date) -> None:
    world.received(centre_id=centre)
    world.wait(days=(by - date(2026, 11, 23)).days)
    for days, late in ((0, False), (1, True)):
        world.wait(days=days)
        (row,) = certificates_to_distribute(world.centre(centre), Wanted(), 20).items
        assert (row.distribute_by, row.overdue) == (by, late)


def test_the_list_is_the_centres_own_and_in_pages(world: World) -> None:
    for n in range(3):
        world.received(f"R{n}")
        world.wait(days=1)
    world.received("other", centre_id="C2")
    page = certificates_to_distribute(world.centre(), Wanted(2), 20)
    assert [row.course_run_id for row in page.items] == ["R0", "R1"]
    assert page.next_cursor
    assert [row[0] for row in listed(world)] == ["R0", "R1", "R2"]
    assert certificates_to_distribute(world.centre(), Wanted(), 20, "C2").items == []
    of_ao = certificates_to_distribute(world.ao(), Wanted(), 20, "C2").items
    assert [row.course_run_id for row in of_ao] == ["other"]
    with pytest.raises(Invalid):
        certificates_to_distribute(world.ao(), Wanted(), 20)
    with pytest.raises(Forbidden):
        certificates_to_distribute(world.verifier(), Wanted(), 20)


def test_only_the_centre_records_it_and_sees_the_form(world: World) -> None:
    world.received()
    before = world.items()
    for call in (world.ao(), world.verifier()):
        with pytest.raises(Forbidden):
            record_distribution(call, "R1", distribution())
        with pytest.raises(Forbidden):
            certificates_held(call, "R1")
    assert world.items() == before


def test_the_form_has_the_certificates_in_the_rosters_order(world: World) -> None:
    world.dispatched()
    of = numbers(world)
    damaged = {"certificate_number": of["L3"], "problem": "damaged"}
    world.receive(discrepancies=[damaged])
    distributed(world, distribution(certificate_numbers=[of["L2"]]))
    held = certificates_held(world.centre(), "R1")
    assert [each.learner_id for each in held.to_distribute] == ["L1"]
    assert [(each.learner_id, each.problem) for each in held.set_aside] == [("L3", "damaged")]
    assert [each.learner_id for each in held.with_learners] == ["L2"]


@pytest.mark.slow
def test_2000_learners_are_recorded_at_once(world: World) -> None:
    world.received(learners=2_000, units=1)
    of = numbers(world)
    exceptions = sorted(of.values())[:1_999]
    said = {"except": exceptions}
    assert len(distributed(world, distribution(**said)).body.certificate_numbers) == 1
    rest = distribution("posted", certificate_numbers=exceptions)
    assert distributed(world, rest).body.still_to_distribute == []
    sizes = [
        len(item["data"])
        for item in world.items("snapshot")
        if item["sk"].startswith("RUN#DISTRIBUTION#")
    ]
    assert max(sizes) < 40_000
    assert len(show_course_run(world.centre(), "R1").learners) == 2_000
