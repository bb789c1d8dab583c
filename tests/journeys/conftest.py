"""A running stack, and people who use it through HTTP."""

import ssl
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any

import httpx
import pytest

from infra.local.stack import Stack, local_stack
from shared.domain.clock import london_date

_SERIAL = count(1)
# Made once: reading the certificates for it takes longer than a request, and there is no TLS here.
TLS = ssl.create_default_context()


@pytest.fixture(scope="session")
def stack() -> Iterator[Stack]:
    with local_stack() as running:
        yield running


@dataclass
class Office:
    """The people of one centre, their verifier, and the AO, each with a client of their own."""

    stack: Stack
    centre_id: str
    verifier_id: str
    ao: httpx.Client
    centre: httpx.Client
    anyone: httpx.Client

    @property
    def today(self) -> date:
        return london_date(datetime.now(UTC))

    @property
    def verifier_email(self) -> str:
        return f"{self.verifier_id}@quality.example"

    def register(
        self, learners: int = 2, units: int = 2, title: str = "Customer service, autumn"
    ) -> str:
        course_run_id = f"{self.centre_id}-{next(_SERIAL)}"
        body = {
            "centre_id": self.centre_id,
            "verifier_id": self.verifier_id,
            "title": title,
            "qualification": {"number": "601/3589/X", "title": "Skills for Work", "level": 2},
            "starts_on": "2026-01-05",
            "ends_on": "2026-06-30",
            "units": [
                {"reference": f"A/506/{n:04d}", "title": f"Unit {n}", "level": 2, "credits": 3}
                for n in range(units)
            ],
            "learners": [
                {"learner_id": f"L{n}", "name": f"Siân Llŷr {n}"} for n in range(learners)
            ],
        }
        told(self.ao.put(f"/course-runs/{course_run_id}", json=body), 201)
        return course_run_id

    def results(self, learners: int = 2, units: int = 2, grade: str = "Pass") -> dict[str, Any]:
        return {
            "results": [
                {
                    "learner_id": f"L{learner}",
                    "unit": f"A/506/{unit:04d}",
                    "outcome": "achieved",
                    "grade": grade,
                    "achieved_on": "2026-05-01",
                }
                for learner in range(learners)
                for unit in range(units)
            ]
        }

    def submit(self, course_run_id: str, **of: Any) -> dict[str, Any]:
        path = f"/course-runs/{course_run_id}/results"
        return told(self.centre.post(path, json=self.results(**of)), 201)

    def mailed(self) -> list[dict[str, Any]]:
        self.stack.settle()
        mail: list[dict[str, Any]] = self.anyone.get("/local/mail").json()
        return [message for message in mail if self.verifier_email in message["to"]]

    def link(self) -> str:
        (link,) = {each for each in self.mailed()[-1]["links"] if "/verifications/" in each}
        return str(link)

    def verify(self, **more: Any) -> dict[str, Any]:
        decision = {"decision": "verify", "name": "Vera Okafor"} | more
        return told(self.anyone.post(self.link(), json=decision))

    def issue(self, course_run_id: str) -> dict[str, Any]:
        return told(self.ao.post(f"/course-runs/{course_run_id}/certificates"), 201)

    def dispatch(self, days_ago: int = 0, **more: Any) -> dict[str, Any]:
        parcel = {
            "centre_id": self.centre_id,
            "carrier": "dpd",
            "tracking_number": f"{next(_SERIAL):014d}",
            "dispatched_on": (self.today - timedelta(days=days_ago)).isoformat(),
        }
        return told(self.ao.post("/consignments", json=parcel | more), 201)

    def confirm(self, course_run_id: str, **more: Any) -> httpx.Response:
        receipt = {"action": "CRF Received", "date_received": self.today.isoformat()} | more
        return self.centre.post(f"/course-runs/{course_run_id}/receipts", json=receipt)

    def run(self, course_run_id: str) -> dict[str, Any]:
        return told(self.centre.get(f"/course-runs/{course_run_id}"))

    def history(self, course_run_id: str) -> list[str]:
        events = told(self.centre.get(f"/course-runs/{course_run_id}/events"))["items"]
        return [event["type"] for event in events]

    def pending(self) -> list[str]:
        report = told(self.centre.get("/reports/certificate-receipt-pending"))
        return [row["course_run_id"] for row in report["items"]]


def told(response: httpx.Response, status: int = 200) -> dict[str, Any]:
    assert response.status_code == status, response.text
    body: dict[str, Any] = response.json()
    return body


@pytest.fixture
def office(stack: Stack) -> Iterator[Office]:
    serial = next(_SERIAL)
    centre_id, verifier_id = f"centre-{serial}", f"verifier-{serial}"

    def client(token: str | None = None) -> httpx.Client:
        headers = {"authorization": f"Bearer {token}"} if token else {}
        return httpx.Client(base_url=stack.url, headers=headers, timeout=60, verify=TLS)

    ao = client(stack.sign_in("awarding-organisation"))
    centre = client(stack.sign_in("centre", centre_id=centre_id))
    office = Office(stack, centre_id, verifier_id, ao, centre, client())
    address = "1 College Road\nNorthbridge"
    details = {"name": "Northbridge", "email": "a@b.example", "division": "scotland"}
    told(ao.put(f"/centres/{centre_id}", json=details | {"address": address}))
    verifier = {"name": "Vera Okafor", "email": office.verifier_email}
    told(ao.put(f"/verifiers/{verifier_id}", json=verifier))
    yield office
    for each in (ao, centre, office.anyone):
        each.close()
