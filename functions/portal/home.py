"""The home page: what needs doing today, by role, each a link; and the start page of those who have not signed in."""

from collections.abc import Mapping
from dataclasses import dataclass

from functions.portal.visits import TEMPLATES, Visit
from shared.pages.rendering import page
from shared.runtime import wiring
from shared.runtime.http import Response
from shared.runtime.requests import Request
from shared.services.whats_to_do import Kind, Todo, whats_to_do

_RUN, _RUNS, _PENDING = "course run", "course runs", "/portal/reports/certificate-receipt-pending"


@dataclass(frozen=True, slots=True)
class Words:
    """How one thing to do is called and how several are, the page where it is done, and what its date is."""

    one: str
    several: str
    href: str
    dated: str = "waiting since"

    def of(self, todo: Todo) -> str:
        """Return how so many are called."""
        return self.one if todo.count == 1 and not todo.more else self.several


_WORDS: Mapping[Kind, Words] = {
    Kind.RESULTS_RETURNED: Words(
        f"{_RUN} returned by the verifier, to be corrected and submitted again",
        f"{_RUNS} returned by the verifier, to be corrected and submitted again",
        "/portal/results",
    ),
    Kind.RESULTS_TO_SUBMIT: Words(
        f"{_RUN} with results to submit", f"{_RUNS} with results to submit", "/portal/results"
    ),
    Kind.RECEIPTS_TO_CONFIRM: Words(
        "receipt of certificates to confirm: CRF Received",
        "receipts of certificates to confirm: CRF Received",
        _PENDING,
        "first due on",
    ),
    Kind.CERTIFICATES_TO_DISTRIBUTE: Words(
        f"{_RUN} with certificates that learners still wait for",
        f"{_RUNS} with certificates that learners still wait for",
        "/portal/reports/certificates-to-distribute",
        "first received on",
    ),
    Kind.QUERIES_OPEN: Words("outstanding query", "outstanding queries", "/portal/queries"),
    Kind.PARCELS_NOT_ARRIVED: Words(
        "parcel said not to have arrived, to be answered",
        "parcels said not to have arrived, to be answered",
        "/portal/desk/parcels-not-arrived",
        "first due on",
    ),
    Kind.DISCREPANCIES_TO_SETTLE: Words(
        f"{_RUN} with discrepancies to settle",
        f"{_RUNS} with discrepancies to settle",
        "/portal/desk/discrepancies",
        "first received on",
    ),
    Kind.REPLACEMENTS_TO_DECIDE: Words(
        "replacement to decide", "replacements to decide", "/portal/desk/replacements"
    ),
    Kind.REPLACEMENTS_TO_ISSUE: Words(
        "replacement to issue",
        "replacements to issue",
        "/portal/desk/replacements/to-issue",
        "first asked for on",
    ),
    Kind.REPLACEMENTS_UNDER_WAY: Words(
        "replacement certificate that you wait for",
        "replacement certificates that you wait for",
        "/portal/replacements",
        "first asked for on",
    ),
    Kind.VERIFICATIONS_WAITING: Words(
        f"{_RUN} with results to verify",
        f"{_RUNS} with results to verify",
        "/portal/course-runs?status=submitted",
    ),
    Kind.CERTIFICATES_TO_CHECK: Words(
        f"{_RUN} with certificates to check",
        f"{_RUNS} with certificates to check",
        "/portal/desk/certificates",
    ),
    Kind.PARCELS_TO_POST: Words(
        "centre with a parcel to post", "centres with a parcel to post", "/portal/desk/dispatch"
    ),
    Kind.VERIFIERS_NOT_REACHED: Words(
        "verifier not reached by email",
        "verifiers not reached by email",
        "/portal/desk/not-reached",
    ),
    Kind.RECEIPTS_OVERDUE: Words(
        "receipt overdue", "receipts overdue", f"{_PENDING}?overdue=true", "first due on"
    ),
}


def welcome(_request: Request) -> Response:
    """GET /portal, before signing in."""
    return page(TEMPLATES, "welcome.html", {})


def show(visit: Visit) -> Response:
    """GET /portal."""
    todos = [
        (todo, _WORDS[todo.kind]) for todo in whats_to_do(visit.call, wiring.distribute_within())
    ]
    return visit.page("home.html", {"todos": todos})
