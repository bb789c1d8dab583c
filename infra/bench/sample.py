"""A course run of ordinary size and wording, and the requests that take it from registration to receipt."""

import json
import uuid
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

Event = dict[str, Any]

CENTRE = "northbridge-college"
VERIFIER = "v-okafor"
RUN = "NBC-CS2-2026-0417"

_SUBJECT = "5f0c2d7e-93b4-4c1a-8a54-1f6f0c9be7d2"
_CENTRE_CLAIMS = {"sub": _SUBJECT, "cognito:groups": "[centre]", "custom:centre_id": CENTRE}
_AO_CLAIMS = {"sub": _SUBJECT, "cognito:groups": "[awarding-organisation]"}

_QUALIFICATION = {
    "number": "601/3589/X",
    "title": "Level 2 Diploma in Customer Service",
    "level": "2",
}
_UNIT_REFERENCES = (
    *("A/506/2130", "F/506/2131", "J/506/2132", "A/506/1964", "L/506/1788"),
    *("D/506/2119", "T/506/2126", "H/506/2154", "K/506/2155", "L/506/2133"),
)
_FIRST_NAMES = ("Amelia", "Oluwaseun", "Zoë", "Mohammed", "Siân", "Jack", "Priya")
_LAST_NAMES = ("Hughes", "O’Connor", "Begum", "Adeyemi-Clarke", "Wójcik")
_GRADES = ("Pass", "Pass", "Merit", "Pass", "Distinction")


@dataclass(frozen=True)
class Sample:
    """A course run of so many learners and units, and its requests as API Gateway hands them over."""

    learners: int = 30
    units: int = 6
    today: date = field(default_factory=lambda: datetime.now(UTC).date())

    @property
    def roster(self) -> dict[str, list[dict[str, Any]]]:
        """Its learners and units."""
        learners = [
            {
                "learner_id": f"NBC-{20_417 + i}",
                "name": f"{_FIRST_NAMES[i % 7]} {_LAST_NAMES[i % 5]}",
            }
            for i in range(self.learners)
        ]
        units = [
            {"reference": each, "title": f"Unit {i} of the diploma", "level": "2", "credits": 3}
            for i, each in enumerate(_UNIT_REFERENCES[: self.units], start=1)
        ]
        return {"learners": learners, "units": units}

    @property
    def details(self) -> dict[str, Any]:
        """What the AO registers."""
        return {
            "centre_id": CENTRE,
            "title": "Customer Service, Tuesday evenings, autumn 2026",
            "qualification": _QUALIFICATION,
            "verifier_id": VERIFIER,
            "starts_on": self._ago(120),
            "ends_on": self._ago(14),
            **self.roster,
        }

    @property
    def results(self) -> list[dict[str, Any]]:
        """An outcome for every learner and unit: mostly achieved, in the weeks before the run's end."""
        places = [(one, unit) for one in self.roster["learners"] for unit in self.roster["units"]]
        return [
            {
                "learner_id": learner["learner_id"],
                "unit": unit["reference"],
                "outcome": "achieved" if i % 29 else "not_achieved",
                "grade": _GRADES[i * 7 % 5] if i % 29 else None,
                "achieved_on": self._ago(14 + i * 11 % 60) if i % 29 else None,
            }
            for i, (learner, unit) in enumerate(places)
        ]

    def registering(self) -> list[Event]:
        """The centre, the verifier and the course run are registered."""
        centre = {
            "name": "Northbridge College of Further Education",
            "email": "exams@northbridge.example",
            "division": "england-and-wales",
            "address": "Examinations Office\nBridge Street\nNorthbridge\nNB1 4QT",
        }
        verifier = {"name": "Dr Ngozi Okafor", "email": "ngozi.okafor@verifiers.example"}
        return [
            _event("PUT /centres/{centre_id}", _AO_CLAIMS, centre, centre_id=CENTRE),
            _event("PUT /verifiers/{verifier_id}", _AO_CLAIMS, verifier, verifier_id=VERIFIER),
            _of_run("PUT /course-runs/{course_run_id}", _AO_CLAIMS, self.details),
        ]

    def submitting(self) -> Event:
        """The centre submits its results."""
        body = {"results": self.results}
        return _of_run("POST /course-runs/{course_run_id}/results", _CENTRE_CLAIMS, body)

    def verifying(self, token: str) -> Event:
        """The verifier verifies, by the link they were sent."""
        body = {"decision": "verify", "name": "Ngozi Okafor"}
        return _event("POST /verifications/{token}", None, body, token=token)

    def querying(self) -> Event:
        """The AO opens a query about the first learner."""
        learner_id = self.roster["learners"][0]["learner_id"]
        body = {"learner_id": learner_id, "question": "Is the spelling of the name right?"}
        return _of_run("POST /course-runs/{course_run_id}/queries", _AO_CLAIMS, body)

    def resolving(self, query_id: str) -> Event:
        """The AO resolves it."""
        route = "POST /course-runs/{course_run_id}/queries/{query_id}/resolution"
        body = {"note": "Confirmed with the centre by telephone."}
        return _of_run(route, _AO_CLAIMS, body, query_id=query_id)

    def issuing(self) -> Event:
        """The AO issues the certificates."""
        return _of_run("POST /course-runs/{course_run_id}/certificates", _AO_CLAIMS)

    def dispatching(self) -> Event:
        """The dispatch desk records the parcel."""
        body = {
            "centre_id": CENTRE,
            "carrier": "royal_mail",
            "service": "Special Delivery Guaranteed by 1pm",
            "tracking_number": "RU936061244GB",
            "dispatched_on": self.today.isoformat(),
        }
        return _event("POST /consignments", _AO_CLAIMS, body)

    def confirming(self) -> Event:
        """The centre confirms 'CRF Received'."""
        body = {"action": "CRF Received", "date_received": self.today.isoformat()}
        return _of_run("POST /course-runs/{course_run_id}/receipts", _CENTRE_CLAIMS, body)

    def _ago(self, days: int) -> str:
        return (self.today - timedelta(days=days)).isoformat()


def with_key(event: Event) -> Event:
    """The same request with an Idempotency-Key."""
    return event | {"headers": event["headers"] | {"idempotency-key": str(uuid.uuid4())}}


def _of_run(route: str, claims: dict[str, str], body: Any = None, **path: str) -> Event:
    return _event(route, claims, body, course_run_id=RUN, **path)


def _event(route: str, claims: dict[str, str] | None, body: Any = None, **path: str) -> Event:
    """A request in payload format 2.0, with the members that handlers and Powertools read."""
    method, _, template = route.partition(" ")
    at = template.format(**path)
    context: dict[str, Any] = {
        "http": {"method": method, "path": at, "protocol": "HTTP/1.1", "sourceIp": "192.0.2.1"},
        "requestId": "JKJaXmPLvHcESHA=",
        "routeKey": route,
        "stage": "$default",
    }
    if claims:
        context["authorizer"] = {"jwt": {"claims": claims, "scopes": None}}
    return {
        "version": "2.0",
        "routeKey": route,
        "rawPath": at,
        "rawQueryString": "",
        "headers": {"content-type": "application/json", "accept": "application/json"},
        "pathParameters": path,
        "requestContext": context,
        "body": json.dumps(body) if body is not None else "",
        "isBase64Encoded": False,
    }
