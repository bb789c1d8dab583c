"""What may be asked for, and how a replacement goes on: held to tables of their own."""

from datetime import UTC, date, datetime
from itertools import product

import pytest
from pydantic import ValidationError

from shared.domain.certificates import (
    Certificate,
    CertificateState,
    IssuedCertificates,
    Kind,
    Wanted,
    numbered,
)
from shared.domain.charges import Charge, ChargeRule
from shared.domain.discrepancies import NewDiscrepancyResolution, NewResolution
from shared.domain.holdings import Holding
from shared.domain.people import Role
from shared.domain.receipts import Problem
from shared.domain.replacements import NewReplacement, Reason
from shared.domain.replacing import (
    BECOMES,
    MAY_DECIDE,
    UNDER_WAY,
    Replacement,
    ReplacementStatus,
    Verdict,
    obstacle,
    superseded,
    under_way,
)

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
CERTIFICATE = Certificate(certificate_number="N1", learner_id="L1", kind=Kind.UNIT)


def faults(**said: object) -> list[str]:
    try:
        NewReplacement.model_validate(said)
    except ValidationError as invalid:
        return sorted(str(error["loc"][0]) for error in invalid.errors())
    return []


@pytest.mark.parametrize(
    ("said", "wrong"),
    [
        ({"reason": "lost"}, []),
        ({"reason": "lost", "note": "", "name": " "}, []),
        ({}, ["reason"]),
        ({"reason": "eaten"}, ["reason"]),
        ({"reason": "incorrect"}, ["at_fault", "note"]),
        ({"reason": "incorrect", "at_fault": "centre", "note": "Zoe", "name": "Zoë"}, []),
        ({"reason": "incorrect", "at_fault": "nobody", "note": "Zoe"}, ["at_fault"]),
        ({"reason": "name_change"}, ["evidence_seen", "name"]),
        ({"reason": "name_change", "name": "Zoë", "evidence_seen": "deed poll"}, []),
        # Which document was seen, never its number.
        (
            {"reason": "name_change", "name": "Z", "evidence_seen": "passport 533 12345"},
            ["evidence_seen"],
        ),
        ({"reason": "stolen", "name": "Zoë", "at_fault": "centre"}, ["at_fault", "name"]),
        ({"reason": "damaged", "evidence_seen": "passport"}, ["evidence_seen"]),
        ({"reason": "lost", "charge_pence": -1}, ["charge_pence"]),
        ({"reason": "lost", "note": "x" * 201}, ["note"]),
    ],
)
def test_each_reason_asks_for_what_it_needs(said: dict[str, object], wrong: list[str]) -> None:
    assert faults(**said) == wrong


def test_explanations_explain() -> None:
    for body in (NewResolution, NewDiscrepancyResolution):
        with pytest.raises(ValidationError):
            body.model_validate({"how": "explanation", "note": " "})
        assert body.model_validate({"how": "replacement"}).note is None


def test_every_reason_has_an_end_for_the_original() -> None:
    assert set(BECOMES) == set(Reason)
    revoked = {reason for reason, state in BECOMES.items() if state is CertificateState.REVOKED}
    assert revoked == {Reason.INCORRECT}


@pytest.mark.parametrize(("verdict", "status"), list(product(Verdict, ReplacementStatus)))
def test_what_can_be_decided(verdict: Verdict, status: ReplacementStatus) -> None:
    expected = {
        Verdict.APPROVE: {"requested"},
        Verdict.REFUSE: {"requested", "approved"},
    }
    assert (status in MAY_DECIDE[verdict]) is (status.value in expected[verdict])
    assert (status in UNDER_WAY) is (status.value in {"requested", "approved"})


def holding(
    state: CertificateState, parcel: str | None, received: date | None, problem: Problem | None
) -> Holding:
    return Holding(CERTIFICATE, state, parcel, received, problem, None)


@pytest.mark.parametrize("role", [Role.CENTRE, Role.AWARDING_ORGANISATION])
@pytest.mark.parametrize("problem", [None, *Problem])
@pytest.mark.parametrize("received", [None, date(2026, 11, 23)])
@pytest.mark.parametrize("parcel", [None, "C-1"])
@pytest.mark.parametrize("state", CertificateState)
def test_who_can_ask_for_which(
    state: CertificateState,
    parcel: str | None,
    received: date | None,
    problem: Problem | None,
    role: Role,
) -> None:
    posted_and_valid = state is CertificateState.VALID and parcel is not None
    can = posted_and_valid and (
        role is Role.AWARDING_ORGANISATION or (received is not None and problem is None)
    )
    assert (obstacle(holding(state, parcel, received, problem), role) is None) is can


def replacement(status: ReplacementStatus, reason: Reason, *numbers: str) -> Replacement:
    return Replacement(
        replacement_id="R-1",
        course_run_id="R1",
        title="Autumn",
        centre_id="C1",
        centre_name="Northbridge",
        certificate_numbers=list(numbers),
        reason=reason,
        charge=Charge(rule=ChargeRule.NO_FEE),
        status=status,
        requested_at=NOW,
        requested_by=Role.CENTRE,
    )


def test_only_the_batches_of_originals_change_and_what_they_were_is_kept() -> None:
    def batch(block: str, **states: CertificateState) -> IssuedCertificates:
        issued = numbered(block, [Wanted("L1", Kind.UNIT), Wanted("L2", Kind.UNIT)])
        return IssuedCertificates(block=block, issued_at=NOW, certificates=issued, states=states)

    first, other = batch("0000000"), batch("0000001")
    one, two = (each.certificate_number for each in first.certificates)
    first = first.model_copy(update={"states": {one: CertificateState.REPLACED}})
    approved = replacement(ReplacementStatus.APPROVED, Reason.INCORRECT, two)
    (changed,) = superseded([first, other], [approved])
    assert changed.states == {one: CertificateState.REPLACED, two: CertificateState.REVOKED}
    assert changed.certificates == first.certificates


def test_what_is_under_way_is_found_by_each_of_its_certificates() -> None:
    asked = replacement(ReplacementStatus.REQUESTED, Reason.LOST, "N1", "N2")
    refused = replacement(ReplacementStatus.REFUSED, Reason.LOST, "N3")
    assert set(under_way([asked, refused])) == {"N1", "N2"}
