"""Course runs in every state, and the people who may and may not touch them."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from itertools import count
from typing import Any

import httpx
from moto.backends import get_backend

from infra.local import mailbox
from infra.local.engine import REGION
from infra.local.stack import Stack
from infra.openapi.examples import EXAMPLES
from shared.domain.clock import london_date
from shared.domain.consignments import NewConsignment
from shared.domain.course_run import CourseRunDetails
from shared.domain.distribution import NewDistribution
from shared.domain.people import CentreDetails, VerifierDetails
from shared.domain.queries import NewQuery
from shared.domain.receipts import NewReceipt
from shared.domain.results import Results
from tests.contract.documented import check, operation_of

# Each state with the step that leads to it.
STATES = ("open", "submitted", "verified", "certificated", "dispatched", "received")
_SERIAL = count(1)


@dataclass
class Run:
    """One course run, and what came of it on its way."""

    course_run_id: str
    centre_id: str
    token: str = ""
    query_id: str = ""
    consignment_id: str = ""
    parcel: dict[str, Any] = field(default_factory=dict)
    details: dict[str, str] = field(default_factory=dict)

    @property
    def path(self) -> str:
        return f"/course-runs/{self.course_run_id}"


class World:
    """A running stack, with two centres and two verifiers, of whom one each has to do with the runs."""

    def __init__(self, stack: Stack, http: httpx.Client) -> None:
        self.stack, self.http = stack, http
        self._runs: dict[str, Run] = {}
        self.tokens = {
            "ao": stack.sign_in("awarding-organisation"),
            "centre": stack.sign_in("centre", centre_id="C-1"),
            "other centre": stack.sign_in("centre", centre_id="C-2"),
            "verifier": stack.sign_in("verifier", verifier_id="V-1"),
            "other verifier": stack.sign_in("verifier", verifier_id="V-2"),
            "nobody": self._token_without_role(),
        }
        for centre in ("C-1", "C-2"):
            self.call("PUT", f"/centres/{centre}", "ao", json=EXAMPLES[CentreDetails])
        for verifier in ("V-1", "V-2"):
            self.call("PUT", f"/verifiers/{verifier}", "ao", json=EXAMPLES[VerifierDetails])

    def call(self, method: str, path: str, who: str | None = None, **how: Any) -> httpx.Response:
        """Send a request as one of the people, and hold the answer to the document."""
        headers = dict(how.pop("headers", {}))
        if who:
            headers["authorization"] = f"Bearer {self.tokens[who]}"
        response = self.http.request(method, path, headers=headers, **how)
        check(operation_of(response.request), response)
        return response

    def told(self, method: str, path: str, who: str | None = None, **how: Any) -> Any:
        """As `call`, where it goes well."""
        response = self.call(method, path, who, **how)
        assert response.status_code in {200, 201}, response.text
        return response.json()

    @property
    def today(self) -> date:
        return london_date(datetime.now(UTC))

    def run(self, state: str) -> Run:
        """A run in a state, the same each time: for looking at."""
        if state not in self._runs:
            self._runs[state] = self.fresh(state)
        return self._runs[state]

    def fresh(self, state: str, centre_id: str = "C-1", **details: str) -> Run:
        """A run of its own in a state: for changing. `details` are registered in place of the example's."""
        run = Run(f"RUN-{next(_SERIAL)}", centre_id, details=details)
        for each in STATES[: STATES.index(state) + 1]:
            getattr(self, f"_{each}")(run)
        return run

    def details(self, run: Run) -> dict[str, Any]:
        whose = {"centre_id": run.centre_id, "verifier_id": f"V-{run.centre_id[-1]}", **run.details}
        return EXAMPLES[CourseRunDetails] | whose

    def parcel(self, run: Run) -> dict[str, Any]:
        return EXAMPLES[NewConsignment] | {
            "centre_id": run.centre_id,
            "course_run_ids": [run.course_run_id],
            "carrier": "dpd",
            "tracking_number": f"{next(_SERIAL):014d}",
            "dispatched_on": self.today.isoformat(),
        }

    def receipt(self) -> dict[str, Any]:
        return EXAMPLES[NewReceipt] | {"date_received": self.today.isoformat()}

    def distribution(self) -> dict[str, Any]:
        return EXAMPLES[NewDistribution] | {"on": self.today.isoformat()}

    def _open(self, run: Run) -> None:
        self.told("PUT", run.path, "ao", json=self.details(run))

    def _submitted(self, run: Run) -> None:
        who = "centre" if run.centre_id == "C-1" else "other centre"
        self.told("POST", f"{run.path}/results", who, json=EXAMPLES[Results])
        self.stack.settle()
        # Reading all mail each time would take most of these tests' time.
        mail = mailbox.read(self.stack.engine.sent_mail(self.stack.deployment.account)[-1])
        assert f"({run.course_run_id}," in mail["subject"]
        run.token = mail["links"][0].rpartition("/")[2]

    def _verified(self, run: Run) -> None:
        queries = [EXAMPLES[NewQuery]]
        decision = {"decision": "verify", "name": "Priya Raman", "queries": queries}
        answer = self.told("POST", f"/verifications/{run.token}", json=decision)
        run.query_id = answer["decision"]["queries"][0]["query_id"]

    def _certificated(self, run: Run) -> None:
        self.told("POST", f"{run.path}/certificates", "ao")

    def _dispatched(self, run: Run) -> None:
        run.parcel = self.parcel(run)
        answer = self.told("POST", "/consignments", "ao", json=run.parcel)
        run.consignment_id = answer["consignment_id"]

    def _received(self, run: Run) -> None:
        self.told("POST", f"{run.path}/receipts", "centre", json=self.receipt())

    def stored(self) -> list[dict[str, Any]]:
        """Every item of the table, without the Scan that a real table would need."""
        tables = get_backend("dynamodb")[self.stack.deployment.account][REGION].tables
        items = tables[self.stack.deployment.outputs["TableName"]].all_items()
        return [item.to_json()["Attributes"] for item in items]

    def _token_without_role(self) -> str:
        """A token of a user whom nobody has put into a group."""
        cognito, resources = self.stack.client("cognito-idp"), self.stack.deployment.resources
        pool, client = resources["UserPool"].ref, resources["PortalClient"].ref
        who = {"UserPoolId": pool, "Username": "nobody@example.org"}
        cognito.admin_create_user(**who, MessageAction="SUPPRESS")
        cognito.admin_set_user_password(**who, Password="a long pass phrase", Permanent=True)
        signed_in = cognito.admin_initiate_auth(
            UserPoolId=pool,
            ClientId=client,
            AuthFlow="ADMIN_USER_PASSWORD_AUTH",
            AuthParameters={"USERNAME": who["Username"], "PASSWORD": "a long pass phrase"},
        )
        return str(signed_in["AuthenticationResult"]["IdToken"])
