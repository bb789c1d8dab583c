"""What a centre is asked to confirm: the parcels on their way, and the certificates in each."""

import pytest

from shared.domain.faults import Forbidden, NotFound
from shared.services.receipts_to_confirm import receipts_to_confirm
from tests.services.faults import Struck
from tests.services.world import World


def test_nothing_before_the_dispatch_and_after_the_receipt(world: World) -> None:
    world.certificated()
    assert receipts_to_confirm(world.centre(), "R1") == []
    world.dispatch(course_run_ids=["R1"])
    assert len(receipts_to_confirm(world.centre(), "R1")) == 1
    world.receive()
    assert receipts_to_confirm(world.centre(), "R1") == []


def test_a_parcel_and_what_is_in_it(world: World) -> None:
    issued = world.certificated().certificates
    parcel = world.dispatch(carrier="dhl", tracking_number="1234567891", service="Express")
    before = world.items()
    (asked,) = receipts_to_confirm(world.centre(), "R1")
    assert world.items() == before
    certificates = asked.model_dump(mode="json").pop("certificates")
    assert asked.model_dump(mode="json", exclude={"certificates", "tracking_url"}) == {
        "course_run_id": "R1",
        "title": "Understanding Autism, autumn",
        "consignment_id": parcel.consignment_id,
        "carrier": "dhl",
        "carrier_name": None,
        "service": "Express",
        "tracking_number": "1234567891",
        "dispatched_on": "2026-11-23",
        "receipt_due_on": "2026-12-07",
    }
    assert asked.tracking_url is not None
    assert "1234567891" in asked.tracking_url
    numbers = {each.learner_id: each.certificate_number for each in issued}
    assert certificates == [
        {
            "certificate_number": numbers[f"L{n}"],
            "learner_id": f"L{n}",
            "learner_name": f"Zoë {n}",
            "kind": "qualification",
        }
        for n in (1, 2, 3)
    ]


def test_each_parcel_has_its_own_certificates(world: World) -> None:
    first, second = world.two_parcels()
    asked = receipts_to_confirm(world.centre(), "R1")
    assert [each.consignment_id for each in asked] == [first, second]
    sent = [[each.learner_id for each in parcel.certificates] for parcel in asked]
    assert sent == [["L1", "L3"], ["L2"]]
    world.receive(consignment_id=first)
    (left,) = receipts_to_confirm(world.centre(), "R1")
    assert left.consignment_id == second


def test_of_a_parcel_of_several_runs_each_sees_its_own(world: World) -> None:
    world.certificated("R1", learners=1)
    world.certificated("R2", learners=2)
    world.dispatch()
    for run, learners in (("R1", 1), ("R2", 2)):
        (asked,) = receipts_to_confirm(world.centre(), run)
        assert (asked.course_run_id, len(asked.certificates)) == (run, learners)


def test_a_carrier_without_a_code_is_named(world: World) -> None:
    world.certificated()
    world.dispatch(carrier="other", carrier_name="Acme Bikes")
    (asked,) = receipts_to_confirm(world.centre(), "R1")
    assert (asked.carrier, asked.carrier_name, asked.tracking_url) == ("other", "Acme Bikes", None)


def test_it_takes_one_read(world: World) -> None:
    world.dispatched()
    with Struck(world.clients) as looked:
        receipts_to_confirm(world.centre(), "R1")
    assert looked.calls == ["Query"]


def test_only_the_centre_confirms(world: World) -> None:
    world.dispatched()
    for call in (world.ao(), world.verifier()):
        with pytest.raises(Forbidden):
            receipts_to_confirm(call, "R1")
    for call, run in ((world.centre("C2"), "R1"), (world.verifier("V2"), "R1"), (world.ao(), "R9")):
        with pytest.raises(NotFound):
            receipts_to_confirm(call, run)
