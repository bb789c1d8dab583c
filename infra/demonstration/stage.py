"""What people do to a course run, each act as the calls it takes."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from infra.demonstration.cohort import Cohort, as_csv
from infra.demonstration.days import working_day_before
from infra.demonstration.parcels import tracking_number
from infra.demonstration.portal import (
    AWARDING_ORGANISATION,
    LINK_HOLDER,
    NotPlayed,
    Portal,
    centre,
)

Questions = Mapping[str, str]


class Stage:
    """The people of the demonstration, on the service's own date; their calls raise NotPlayed."""

    def __init__(self, portal: Portal, today: date) -> None:
        self.portal = portal
        self.today = today
        self.links: dict[str, str] = {}

    def register(self, cohort: Cohort) -> None:
        """The AO registers the course run."""
        path = f"/course-runs/{cohort.course_run_id}"
        self.portal.put(AWARDING_ORGANISATION, path, cohort.registration())

    def submit(
        self, cohort: Cohort, results: list[dict[str, str]] | None = None, *, csv: bool = False
    ) -> None:
        """The centre submits results, and the verifier gets their email."""
        who, path = _centre_of(cohort), f"/course-runs/{cohort.course_run_id}/results"
        given = cohort.results() if results is None else results
        if csv:
            told = self.portal.post_csv(who, path, as_csv(given))
        else:
            told = self.portal.post(who, path, {"results": given})
        # Only for the mail: printing what came before takes longer.
        mailing = {"function": "NotifyingVerifierFunction"}
        self.portal.post(LINK_HOLDER, "/local/settle", mailing)
        if cohort.verifier.reachable:
            self.links[cohort.course_run_id] = self._mailed(cohort, told["submission"]["version"])

    def verify(self, cohort: Cohort, questions: Questions | None = None) -> None:
        """The verifier verifies by their link, perhaps with questions about single learners."""
        queries = [
            {"learner_id": learner, "question": question}
            for learner, question in (questions or {}).items()
        ]
        decision = {"decision": "verify", "name": cohort.verifier.name, "queries": queries}
        self.portal.post(LINK_HOLDER, self.links.pop(cohort.course_run_id), decision)

    def send_back(self, cohort: Cohort, reason: str) -> None:
        """The verifier returns the results."""
        decision = {"decision": "return", "name": cohort.verifier.name, "reason": reason}
        self.portal.post(LINK_HOLDER, self.links.pop(cohort.course_run_id), decision)

    def ask(self, cohort: Cohort, learner: str, question: str) -> None:
        """The AO opens a query about one learner."""
        path = f"/course-runs/{cohort.course_run_id}/queries"
        body = {"learner_id": learner, "question": question}
        self.portal.post(AWARDING_ORGANISATION, path, body)

    def resolve(self, cohort: Cohort, note: str) -> None:
        """The AO resolves every outstanding query."""
        path = f"/course-runs/{cohort.course_run_id}"
        for learner in self.portal.get(AWARDING_ORGANISATION, path)["learners"]:
            for query in learner["queries"]:
                if query["resolution"] is None:
                    resolution = f"{path}/queries/{query['query_id']}/resolution"
                    self.portal.post(AWARDING_ORGANISATION, resolution, {"note": note})

    def issue(self, cohort: Cohort) -> list[str]:
        """The AO issues certificates; answers their numbers."""
        path = f"/course-runs/{cohort.course_run_id}/certificates"
        told = self.portal.post(AWARDING_ORGANISATION, path)
        return [certificate["certificate_number"] for certificate in told["certificates"]]

    def dispatch(
        self, cohort: Cohort, carrier: str, days_ago: int, *, all_ready: bool = False, **more: str
    ) -> str:
        """The AO posts what is ready of a course run, so many working days ago.

        With `all_ready`, everything that is ready for its centre. Answers the consignment's id.
        """
        to = cohort.centre
        dispatched_on = working_day_before(self.today, days_ago, to.division)
        # Each course run has a number of its own, and goes by a carrier once.
        serial = int(cohort.course_run_id.rpartition("-")[2])
        parcel = {
            "centre_id": to.centre_id,
            "carrier": carrier,
            "tracking_number": tracking_number(carrier, serial, dispatched_on),
            "dispatched_on": dispatched_on.isoformat(),
            **({} if all_ready else {"course_run_ids": [cohort.course_run_id]}),
        }
        told = self.portal.post(AWARDING_ORGANISATION, "/consignments", parcel | more)
        return str(told["consignment_id"])

    def receive(self, cohort: Cohort, days_ago: int, **more: Any) -> None:
        """The centre confirms 'CRF Received' today, for what came so many working days ago."""
        on = working_day_before(self.today, days_ago, cohort.centre.division)
        receipt = {"action": "CRF Received", "date_received": on.isoformat(), **more}
        path = f"/course-runs/{cohort.course_run_id}/receipts"
        self.portal.post(_centre_of(cohort), path, receipt)

    def distribute(self, cohort: Cohort, how: str, days_ago: int, **more: Any) -> None:
        """The centre records what became of certificates so many working days ago."""
        on = working_day_before(self.today, days_ago, cohort.centre.division)
        path = f"/course-runs/{cohort.course_run_id}/distributions"
        self.portal.post(_centre_of(cohort), path, {"how": how, "on": on.isoformat(), **more})

    def say_not_arrived(self, cohort: Cohort, note: str) -> None:
        """The centre says that a parcel has not arrived at all."""
        path = f"/course-runs/{cohort.course_run_id}/non-arrivals"
        self.portal.post(_centre_of(cohort), path, {"note": note})

    def settle(self, cohort: Cohort, certificate: str, how: str, **more: str) -> None:
        """The AO settles what CRF Received says of a certificate."""
        path = f"/course-runs/{cohort.course_run_id}/discrepancies/{certificate}/resolution"
        self.portal.post(AWARDING_ORGANISATION, path, {"how": how, **more})

    def replace(
        self, cohort: Cohort, certificate: str, said: Mapping[str, str], *, by_ao: bool = False
    ) -> str:
        """Another certificate is asked for; answers the replacement's id."""
        who = AWARDING_ORGANISATION if by_ao else _centre_of(cohort)
        path = f"/certificates/{certificate}/replacements"
        told = self.portal.post(who, path, dict(said))
        return str(told["replacement_id"])

    def decide(self, cohort: Cohort, replacement_id: str, decision: str, **more: str) -> None:
        """The AO approves or refuses a replacement."""
        path = f"/course-runs/{cohort.course_run_id}/replacements/{replacement_id}/decision"
        self.portal.post(AWARDING_ORGANISATION, path, {"decision": decision, **more})

    def letter(self, cohort: Cohort, days_ago: int) -> str:
        """The number of a letter of the centre's."""
        serial = int(cohort.course_run_id.rpartition("-")[2]) + 5_000
        on = working_day_before(self.today, days_ago, cohort.centre.division)
        return tracking_number("royal_mail", serial, on)

    def _mailed(self, cohort: Cohort, version: int) -> str:
        """The link in the verifier's newest email about this version."""
        for message in reversed(self.portal.get(LINK_HOLDER, "/local/mail")):
            if message["to"] != cohort.verifier.email:
                continue
            for link in message["links"]:
                about = self.portal.get(LINK_HOLDER, link)
                of = (about["course_run_id"], about["submission_version"])
                if of == (cohort.course_run_id, version):
                    return str(link)
        raise NotPlayed(f"no email reached {cohort.verifier.email} about {cohort.course_run_id}")


def _centre_of(cohort: Cohort) -> Mapping[str, str]:
    return centre(cohort.centre.centre_id)
