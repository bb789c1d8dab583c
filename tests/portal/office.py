"""A centre, its verifier and the AO, whose course runs are brought to any state through the JSON API."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from itertools import count
from typing import Any

import httpx

from infra.local.stack import Stack
from tests.journeys.conftest import TLS, told
from tests.journeys.conftest import Office as Journey
from tests.portal.conftest import Visitor, visitor

_SERIAL = count(1)
OUTCOMES = {"a": "achieved", "n": "not_achieved", "w": "withdrawn"}


class Office(Journey):
    """The people of one centre. A run's learners are L0, L1 …, `Siân Llŷr 0` …; its units A/506/0000 ….

    The ways to a state return the run. `outcomes` are of single learners, a letter a unit: {"L1": "an"}.
    """

    def visitor(self, who: str = "centre", name: str = "Sam") -> Visitor:
        """Somebody of this office at the portal: of the centre, the verifier, or the ao."""
        of = {"centre": self.centre_id, "verifier": self.verifier_id}
        return visitor(self.stack, who, of.get(who), name)

    def submitted(self, learners: int = 2, units: int = 2, **outcomes: str) -> str:
        run = self.register(learners, units)
        body = self.results(learners, units)
        for result in body["results"]:
            if letters := outcomes.get(result["learner_id"]):
                outcome = OUTCOMES[letters[int(result["unit"][-4:])]]
                result["outcome"] = outcome
                if outcome != "achieved":
                    del result["grade"], result["achieved_on"]
        told(self.centre.post(f"/course-runs/{run}/results", json=body), 201)
        self.stack.settle()
        return run

    def returned(self, reason: str = "Grades are missing", **of: Any) -> str:
        run = self.submitted(**of)
        self.verify(decision="return", reason=reason)
        return run

    def verified(self, queries: list[dict[str, str]] | None = None, **of: Any) -> str:
        run = self.submitted(**of)
        self.verify(queries=queries or [])
        return run

    def certificated(self, **of: Any) -> str:
        run = self.verified(**of)
        self.issue(run)
        return run

    def dispatched(self, days_ago: int = 0, **of: Any) -> str:
        run = self.certificated(**of)
        self.dispatch(days_ago, course_run_ids=[run])
        return run

    def received(self, **of: Any) -> str:
        run = self.dispatched(**of)
        told(self.confirm(run), 201)
        return run

    def two_parcels(self, days_ago: int = 0) -> tuple[str, list[str]]:
        """A run with two parcels on their way, L0's and then L1's; also their consignments."""
        run = self.verified([{"learner_id": "L1", "question": "Which name is registered?"}])
        (held,) = self.issue(run)["held"]
        first = self.dispatch(days_ago, course_run_ids=[run])
        self.resolve(run, held["query_id"])
        self.issue(run)
        second = self.dispatch(course_run_ids=[run])
        return run, [each["consignment_id"] for each in (first, second)]

    def ask(self, run: str, learner_id: str = "L1", question: str = "Is the name right?") -> str:
        """Open a query; return its identifier."""
        body = {"learner_id": learner_id, "question": question}
        answer = told(self.ao.post(f"/course-runs/{run}/queries", json=body), 201)
        return str(answer["query"]["query_id"])

    def resolve(self, run: str, query_id: str, note: str = "Passport seen") -> None:
        path = f"/course-runs/{run}/queries/{query_id}/resolution"
        told(self.ao.post(path, json={"note": note}), 201)


@contextmanager
def open_office(stack: Stack, name: str = "Northbridge College") -> Iterator[Office]:
    """A new centre with its verifier, at a stack that stands."""
    serial = next(_SERIAL)
    centre_id, verifier_id = f"7{serial:03d}", f"V{serial:03d}"
    with ExitStack() as open_clients:

        def client(token: str | None = None) -> httpx.Client:
            headers = {"authorization": f"Bearer {token}"} if token else {}
            made = httpx.Client(base_url=stack.url, headers=headers, timeout=60, verify=TLS)
            return open_clients.enter_context(made)

        ao = client(stack.sign_in("awarding-organisation"))
        centre = client(stack.sign_in("centre", centre_id=centre_id))
        office = Office(stack, centre_id, verifier_id, ao, centre, client())
        details = {"name": name, "email": "exams@northbridge.example", "division": "scotland"}
        address = {"address": "1 College Road\nNorthbridge"}
        told(ao.put(f"/centres/{centre_id}", json=details | address))
        verifier = {"name": "Vera Okafor", "email": office.verifier_email}
        told(ao.put(f"/verifiers/{verifier_id}", json=verifier))
        yield office
