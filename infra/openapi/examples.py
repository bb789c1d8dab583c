"""One example of every body. The contract's tests send them, so each is known to be taken."""

from typing import Any

from shared.domain.consignments import NewConsignment
from shared.domain.course_run import CourseRunDetails
from shared.domain.discrepancies import NewDiscrepancyResolution, NewNonArrival, NewResolution
from shared.domain.distribution import NewDistribution
from shared.domain.fees import NewFeeTable
from shared.domain.people import CentreDetails, VerifierDetails
from shared.domain.queries import NewQuery
from shared.domain.receipts import NewReceipt
from shared.domain.replacements import NewReplacement
from shared.domain.replacing import NewReplacementDecision
from shared.domain.results import Results
from shared.domain.verification import VerifierDecision
from shared.services.queries import QueryResolution

_UNITS = [
    {"reference": "A/506/2130", "title": "Deliver customer service", "level": "2", "credits": 5},
    {"reference": "F/506/2131", "title": "Understand customers", "level": "2", "credits": 2},
]
_LEARNERS = [
    {"learner_id": "L-1001", "name": "Zoë Ó Briain"},
    {"learner_id": "L-1002", "name": "Nguyễn Văn An"},
]
_ROWS: list[dict[str, str]] = [
    {
        "learner_id": learner["learner_id"],
        "unit": str(unit["reference"]),
        "outcome": "achieved",
        "grade": "Pass",
        "achieved_on": "2025-03-21",
    }
    for learner in _LEARNERS
    for unit in _UNITS
]

EXAMPLES: dict[type, dict[str, Any]] = {
    CentreDetails: {
        "name": "Northbridge College",
        "email": "exams@northbridge.example",
        "division": "england-and-wales",
        "address": "Exams Office\n1 Bridge Road\nNorthbridge",
    },
    VerifierDetails: {"name": "Priya Raman", "email": "priya.raman@verifiers.example"},
    CourseRunDetails: {
        "centre_id": "NORTHBRIDGE",
        "title": "Customer service, spring evenings",
        "qualification": {
            "number": "601/3589/X",
            "title": "Level 2 Certificate in Skills for Further Learning and Employment",
            "level": "2",
        },
        "verifier_id": "V-07",
        "starts_on": "2025-01-13",
        "ends_on": "2025-03-28",
        "units": _UNITS,
        "learners": _LEARNERS,
    },
    Results: {"results": _ROWS},
    VerifierDecision: {
        "decision": "verify",
        "name": "Priya Raman",
        "queries": [{"learner_id": "L-1002", "question": "Is the name on the roster complete?"}],
    },
    NewQuery: {"learner_id": "L-1002", "question": "Is the name on the roster complete?"},
    QueryResolution: {"note": "The centre has confirmed the name."},
    NewConsignment: {
        "centre_id": "NORTHBRIDGE",
        "course_run_ids": ["RUN-2025-014"],
        "carrier": "royal_mail",
        "service": "Special Delivery Guaranteed by 1pm",
        "tracking_number": "RU936061244GB",
        "dispatched_on": "2025-04-14",
    },
    NewReceipt: {
        "action": "CRF Received",
        "date_received": "2025-04-15",
        "note": "Signed for at reception.",
    },
    NewDistribution: {
        "how": "handed_over",
        "on": "2025-04-28",
        "identity_seen": "passport",
    },
    NewNonArrival: {"note": "The carrier says it was left with a neighbour."},
    NewResolution: {"how": "explanation", "note": "The carrier delivers it tomorrow."},
    NewDiscrepancyResolution: {"how": "replacement"},
    NewReplacement: {"reason": "lost", "note": "The learner has moved house."},
    NewReplacementDecision: {"decision": "approve"},
    NewFeeTable: {
        "currency": "GBP",
        "vat_percent": "20",
        "pence": {"lost": 3000, "stolen": 3000, "damaged": 3000, "name_change": 2400},
    },
}

RESULTS_CSV = "\n".join([",".join(_ROWS[0]), *(",".join(row.values()) for row in _ROWS)]) + "\n"
DECISION_FORM = {"decision": "return", "name": "Priya Raman", "reason": "Two grades are missing."}

# How a template of certificates begins.
TEMPLATE = """#let data = json(bytes(sys.inputs.data))
#set document(title: "Certificates", author: data.awarding_organisation)
#for certificate in data.certificates { page(paper: "a4")[= #certificate.learner_name] }
"""
