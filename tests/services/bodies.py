"""What callers send: a course run's details, results, decisions, parcels, receipts; and who the callers are."""

from typing import Any

from shared.domain.check_digits import OFQUAL_CHECK_LETTERS, ofqual_remainder
from shared.domain.consignments import NewConsignment
from shared.domain.course_run import CourseRunDetails
from shared.domain.distribution import NewDistribution
from shared.domain.people import Caller, Role
from shared.domain.receipts import NewReceipt
from shared.domain.results import ReadResults, Results
from shared.domain.verification import VerifierDecision

AO = Caller(Role.AWARDING_ORGANISATION, "dispatch-desk")
LINK_HOLDER = Caller(Role.VERIFIER, "whoever-holds-the-link")


def centre_user(centre_id: str = "C1") -> Caller:
    return Caller(Role.CENTRE, f"administrator-of-{centre_id}", centre_id=centre_id)


def verifier_user(verifier_id: str = "V1") -> Caller:
    return Caller(Role.VERIFIER, f"user-{verifier_id}", verifier_id=verifier_id)


def unit_reference(number: int) -> str:
    digits = f"506{2130 + number}"
    return f"{OFQUAL_CHECK_LETTERS[ofqual_remainder(digits)]}/{digits[:3]}/{digits[3:]}"


def numbered_learners(count: int) -> list[dict[str, str]]:
    return [{"learner_id": f"L{n + 1}", "name": f"Zoë {n + 1}"} for n in range(count)]


def details(
    learners: int | list[dict[str, str]] = 3, units: int = 2, **other: Any
) -> CourseRunDetails:
    """A course run of so many learners, L1, L2 … (or those that are given), and so many units."""
    said: dict[str, Any] = {
        "centre_id": "C1",
        "title": "Understanding Autism, autumn",
        "qualification": {
            "number": "601/3589/X",
            "title": "Certificate in Understanding Autism",
            "level": 2,
        },
        "verifier_id": "V1",
        "starts_on": "2026-09-01",
        "ends_on": "2026-11-13",
        "units": [
            {"reference": unit_reference(n), "title": f"Unit {n + 1}", "level": 2, "credits": 5}
            for n in range(units)
        ],
        "learners": numbered_learners(learners) if isinstance(learners, int) else learners,
    }
    return CourseRunDetails.model_validate(said | other)


def results(of: CourseRunDetails, **outcomes: str) -> ReadResults:
    """Complete results: achieved, but for the learners that `outcomes` names (one outcome a unit, as `aan`, `w`)."""
    words = {"a": "achieved", "n": "not_achieved", "w": "withdrawn"}
    rows = [
        {
            "learner_id": learner.learner_id,
            "unit": unit.reference,
            "outcome": words[outcomes.get(learner.learner_id, "a" * len(of.units))[n]],
            "grade": "Pass",
            "achieved_on": "2026-11-12",
        }
        for learner in of.learners
        for n, unit in enumerate(of.units)
    ]
    return ReadResults(Results.model_validate({"results": rows}).results)


def decision(what: str = "verify", **other: Any) -> VerifierDecision:
    said = {"decision": what, "name": "Vera Verity"} | other
    if what == "return":
        said = {"reason": "Unit 2 was not moderated."} | said
    return VerifierDecision.model_validate(said)


def parcel(**other: Any) -> NewConsignment:
    said = {"centre_id": "C1", "carrier": "dx", "tracking_number": "DX0001"}
    return NewConsignment.model_validate(said | {"dispatched_on": "2026-11-23"} | other)


def receipt(**other: Any) -> NewReceipt:
    return NewReceipt.model_validate(
        {"action": "CRF Received", "date_received": "2026-11-23"} | other
    )


def distribution(how: str = "handed_over", **other: Any) -> NewDistribution:
    """What a centre records of certificates, with all that this way asks for."""
    asked: dict[str, dict[str, str]] = {
        "handed_over": {"identity_seen": "passport"},
        "posted": {"carrier": "royal_mail", "tracking_number": "RU936061244GB"},
        "returned": {},
        "destroyed": {"note": "Unclaimed for a year, shredded."},
    }
    return NewDistribution.model_validate({"how": how, "on": "2026-11-23"} | asked[how] | other)
