"""The people, things and times that the services are tried with, and what is stored afterwards."""

import re
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

from shared.documents.printing import Letterhead
from shared.domain.consignments import ReceiptTerms
from shared.domain.course_run import CourseRunDetails
from shared.domain.people import THE_SERVICE, Caller, CentreDetails, VerifierDetails
from shared.domain.queries import NewQuery
from shared.domain.verification import Link
from shared.mail.sending import Postbox
from shared.services.call import Call
from shared.services.confirm_receipt import ReceiptConfirmed, confirm_receipt
from shared.services.decide_verification import DecisionRecorded, decide_verification
from shared.services.issue_certificates import CertificatesIssued, issue_certificates
from shared.services.new_ids import new_token
from shared.services.notify_verifier import LinkTerms, Notified, notify_verifier
from shared.services.queries import QueryResolution, open_query, resolve_query
from shared.services.record_dispatch import DispatchRecorded, record_dispatch
from shared.services.register import register_centre, register_course_run, register_verifier
from shared.services.submit_results import ResultsSubmitted, submit_results
from shared.store import links
from tests.services import moto_account
from tests.services.bodies import (
    AO,
    LINK_HOLDER,
    centre_user,
    decision,
    details,
    parcel,
    receipt,
    results,
    verifier_user,
)
from tests.services.storage import Storage

# A Monday in winter, so that London's time is UTC.
MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
LETTERHEAD = Letterhead("Example Awards", "#4c2c63", "questions@awards.example")
LINK_TERMS = LinkTerms("https://portal.example", timedelta(days=14))
# What every world begins with, once the first has begun.
_BEGINNING: list[Any] = []
_LINK = re.compile(r"/verifications/([\w-]{43})")


class World(Storage):
    """Who takes part, a clock that stands until it is moved, and the steps of a course run's life."""

    def __init__(self) -> None:
        super().__init__(MONDAY)
        self.postbox = Postbox(self.clients["sesv2"], moto_account.SENDER, "Example Awards")
        self.receipt_terms = ReceiptTerms()
        self.link_terms = LINK_TERMS
        self.registered: dict[str, CourseRunDetails] = {}
        self.tokens: dict[str, str] = {}
        self._parcels = count(1)
        if not _BEGINNING:
            self._register_people()
            _BEGINNING.append(self.keep())
        self.put_back(_BEGINNING[0])

    def _register_people(self) -> None:
        for centre_id, division in (("C1", "england-and-wales"), ("C2", "scotland")):
            self.add_centre(centre_id, division)
        for verifier_id in ("V1", "V2"):
            said = VerifierDetails(name="Vera Verity", email=f"{verifier_id}@verifiers.example")
            register_verifier(self.ao(), verifier_id, said)

    # Calls

    def call(self, caller: Caller, key: str | None = None) -> Call:
        return Call(self.table, caller, self.now, key)

    def ao(self, key: str | None = None) -> Call:
        return self.call(AO, key)

    def centre(self, centre_id: str = "C1", key: str | None = None) -> Call:
        return self.call(centre_user(centre_id), key)

    def verifier(self, verifier_id: str = "V1", key: str | None = None) -> Call:
        return self.call(verifier_user(verifier_id), key)

    def link_holder(self, key: str | None = None) -> Call:
        return self.call(LINK_HOLDER, key)

    def service(self) -> Call:
        return self.call(THE_SERVICE)

    def wait(self, **time: float) -> None:
        self.now += timedelta(**time)

    # Steps

    def add_centre(self, centre_id: str, division: str) -> None:
        said = {"name": f"Northbridge {centre_id}", "email": f"{centre_id}@centres.example"}
        said |= {"division": division, "address": "1 High Street\nNorthbridge"}
        register_centre(self.ao(), centre_id, CentreDetails.model_validate(said))

    def open_run(self, run: str = "R1", **registered: Any) -> None:
        self.registered[run] = details(**registered)
        register_course_run(self.ao(), run, self.registered[run])

    def submit(self, run: str = "R1", **outcomes: str) -> ResultsSubmitted:
        of = self.registered[run]
        return submit_results(self.centre(of.centre_id), run, results(of, **outcomes)).body

    def notify(self, run: str = "R1", asked_by: int | None = None) -> Notified:
        """The stream brings the record that asks for the verifier's email."""
        asked_by = asked_by or self.head(run)["notification"]["asked_by"]
        before = len(moto_account.sent_mail())
        notified = notify_verifier(
            self.service(), self.postbox, self.link_terms, LETTERHEAD, run, int(asked_by)
        )
        for raw in moto_account.sent_mail()[before:]:
            # Reading the whole message takes longer than sending it.
            (self.tokens[run],) = set(_LINK.findall(raw.replace(b"=\r\n", b"").decode()))
        return notified

    def link(self, run: str = "R1") -> None:
        """A link as the verifier's email carries it, without the email, which takes most of the time."""
        self.tokens[run] = new_token()
        version = int(self.head(run)["submission"]["version"])
        holds_until = self.now + self.link_terms.valid_for
        link = Link(course_run_id=run, submission_version=version, holds_until=holds_until)
        links.save(self.table, self.tokens[run], link)

    def decide(self, run: str = "R1", what: str = "verify", **other: Any) -> DecisionRecorded:
        said = decision(what, **other)
        return decide_verification(self.link_holder(), self.tokens[run], said).body

    def open_query(self, learner_id: str, run: str = "R1", question: str = "Is it right?") -> str:
        asked = NewQuery(learner_id=learner_id, question=question)
        return open_query(self.ao(), run, asked).body.query.query_id

    def resolve(self, query_id: str, run: str = "R1", note: str = "It is.") -> None:
        resolve_query(self.ao(), run, query_id, QueryResolution(note=note))

    def issue(self, run: str = "R1") -> CertificatesIssued:
        return issue_certificates(self.ao(), run).body

    def dispatch(self, **other: Any) -> DispatchRecorded:
        today, number = self.ao().today, f"PARCEL{next(self._parcels)}"
        said = parcel(**{"tracking_number": number, "dispatched_on": today} | other)
        return record_dispatch(self.ao(), said, self.receipt_terms).body

    def receive(self, run: str = "R1", **other: Any) -> ReceiptConfirmed:
        said = receipt(**{"date_received": self.ao().today} | other)
        return confirm_receipt(self.centre(self.registered[run].centre_id), run, said).body

    # Ways to a state

    def submitted(self, run: str = "R1", **registered: Any) -> str:
        """A run whose verifier has been mailed; returns the token of the link."""
        self.open_run(run, **registered)
        self.submit(run)
        self.notify(run)
        return self.tokens[run]

    def verified(self, run: str = "R1", **registered: Any) -> None:
        self.open_run(run, **registered)
        self.submit(run)
        self.link(run)
        self.decide(run)

    def certificated(self, run: str = "R1", **registered: Any) -> CertificatesIssued:
        self.verified(run, **registered)
        return self.issue(run)

    def dispatched(self, run: str = "R1", **registered: Any) -> DispatchRecorded:
        self.certificated(run, **registered)
        return self.dispatch(centre_id=self.registered[run].centre_id, course_run_ids=[run])

    def received(self, run: str = "R1", **registered: Any) -> ReceiptConfirmed:
        self.dispatched(run, **registered)
        return self.receive(run)

    def released_later(self, run: str = "R1") -> None:
        """A run with one batch ready, and a learner who has been released since."""
        self.open_run(run)
        self.submit(run)
        query = self.open_query("L2", run)
        self.link(run)
        self.decide(run)
        self.issue(run)
        self.wait(minutes=1)
        self.resolve(query, run)

    def two_parcels(self, run: str = "R1") -> tuple[str, str]:
        """A run with two parcels on their way, the second a day later with the learner who was released."""
        self.released_later(run)
        first = self.dispatch(course_run_ids=[run]).consignment_id
        self.wait(days=1)
        self.issue(run)
        return first, self.dispatch(course_run_ids=[run]).consignment_id
