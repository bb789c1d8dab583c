"""Whoever holds a certificate checks it: what is told, what is not, and what reading it costs."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from shared.domain.certificate_check import CertificateToCheck
from shared.domain.certificates import (
    CertificateState,
    IssuedCertificates,
    Kind,
    Wanted,
    numbered,
)
from shared.domain.faults import NotFound
from shared.domain.identifiers import certificate_number
from shared.services.check_certificate import CheckedCertificate, check_certificate
from shared.store import certificates
from tests.services.world import World

LEARNERS = [
    {"learner_id": "L1", "name": "Zoë Müller"},
    {"learner_id": "L2", "name": "Karel van der Berg"},
]
BLOCK = "7K3FQ2X"


def check(world: World, number: str, surname: str) -> CheckedCertificate:
    asked = CertificateToCheck(number=number, surname=surname)
    return check_certificate(world.table, "Example Awards", asked)


@contextmanager
def calls(world: World) -> Iterator[list[str]]:
    """The names of the calls to the table."""
    made: list[str] = []

    def note(model: Any, **_: Any) -> None:
        made.append(model.name)

    events = world.clients["dynamodb"].meta.events
    events.register("before-call.dynamodb", note)
    yield made
    events.unregister("before-call.dynamodb", note)


def test_a_certificate_is_valid_and_nobody_is_named(world: World) -> None:
    first, second = world.certificated(learners=LEARNERS).certificates
    before = world.items()
    answer = check(world, first.certificate_number.lower().replace("-", " "), "muller")
    assert answer.model_dump(mode="json") == {
        "certificate_number": first.certificate_number,
        "state": "valid",
        "kind": "qualification",
        "qualification": {
            "number": "601/3589/X",
            "title": "Certificate in Understanding Autism",
            "level": "2",
        },
        "issued_on": "2026-11-23",
        "awarding_organisation": "Example Awards",
    }
    assert check(world, second.certificate_number, "Van der Berg").state is CertificateState.VALID
    assert world.items() == before


def test_each_batch_has_its_own_date_and_kind(world: World) -> None:
    world.open_run(learners=LEARNERS)
    world.submit(L2="an")
    query = world.open_query("L2")
    world.link()
    world.decide()
    world.issue()
    world.wait(days=3)
    world.resolve(query)
    (later,) = world.issue().certificates
    answer = check(world, later.certificate_number, "Berg")
    assert (answer.kind, answer.issued_on.isoformat()) == (Kind.UNIT, "2026-11-26")


@pytest.mark.parametrize("state", [CertificateState.REPLACED, CertificateState.REVOKED])
def test_a_certificate_that_no_longer_holds_says_so(world: World, state: CertificateState) -> None:
    world.verified(learners=LEARNERS)
    issued = numbered(BLOCK, [Wanted(each, Kind.QUALIFICATION) for each in ("L1", "L2")])
    first, second = (each.certificate_number for each in issued)
    batch = IssuedCertificates(
        block=BLOCK, issued_at=world.now, certificates=issued, states={first: state}
    )
    before = world.keep()
    world.table.write(certificates.issue("R1", batch))
    assert check(world, first, "Müller").state is state
    assert check(world, second, "Berg").state is CertificateState.VALID
    # No service has issued it, so the world would not be consistent.
    world.put_back(before)


def test_all_that_cannot_be_confirmed_is_answered_alike(world: World) -> None:
    first, second = (
        each.certificate_number for each in world.certificated(learners=LEARNERS).certificates
    )
    block = first.replace("-", "")[:7]
    asked = {
        "another learner's surname": (first, "Berg"),
        "a first name": (first, "Zoë"),
        "another certificate's learner": (second, "Müller"),
        "a number of the block that was not issued": (certificate_number(block, 3), "Müller"),
        "a number that was not issued": (certificate_number("0000000", 1), "Müller"),
        "a mistyped number": (first[:-1] + ("0" if first[-1] != "0" else "1"), "Müller"),
        "no number": ("' OR 1=1", "Müller"),
    }
    told = {}
    for name, (number, surname) in asked.items():
        with pytest.raises(NotFound) as refused:
            check(world, number, surname)
        told[name] = refused.value.args
    assert set(told.values()) == {("There is no certificate with this number and surname.",)}


def test_two_reads_whether_it_is_confirmed_or_not(world: World) -> None:
    first, _ = world.certificated(learners=LEARNERS).certificates
    for number, surname in (
        (first.certificate_number, "Müller"),
        (first.certificate_number, "Berg"),
        (certificate_number("0000000", 1), "Müller"),
    ):
        with calls(world) as made:
            try:
                check(world, number, surname)
            except NotFound:
                assert surname == "Berg" or number.startswith("0000")
        assert made == ["GetItem", "BatchGetItem"]
    with calls(world) as made, pytest.raises(NotFound):
        check(world, "XXXX", "Müller")
    assert made == []


def test_three_reads_where_a_roster_lies_in_pieces(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    learners = [
        {"learner_id": f"L{n}", "name": f"Zoë {n * 7919 % 1000:b} Bell"} for n in range(200)
    ]
    with monkeypatch.context() as small:
        small.setattr("shared.store.snapshots.PIECE_BYTES", 400)
        world.open_run(learners=learners)
    world.submit()
    world.link()
    world.decide()
    issued = world.issue().certificates
    assert len([i for i in world.items("snapshot") if i["sk"].startswith("RUN#ROSTER")]) > 1
    with calls(world) as made:
        assert check(world, issued[-1].certificate_number, "Bell").state is CertificateState.VALID
    assert made == ["GetItem", "BatchGetItem", "BatchGetItem"]
