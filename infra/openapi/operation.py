"""What the contract says of one route beyond the models of its body and answer."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from http import HTTPStatus
from typing import Literal

from pydantic import BaseModel

from shared.domain.people import Role

JSON, CSV, JSON_LINES = "application/json", "text/csv", "application/x-ndjson"
HTML, FORM = "text/html", "application/x-www-form-urlencoded"
TEXT = "text/plain"
AO, CENTRE, VERIFIER = Role.AWARDING_ORGANISATION, Role.CENTRE, Role.VERIFIER
# New, or recorded before.
RECORDED = (HTTPStatus.CREATED, HTTPStatus.OK)


class Tag(StrEnum):
    """What an operation is about, in the order of the stretch from results to learners."""

    REGISTRATION = "Registration"
    TRACKING = "Tracking"
    RESULTS = "Results"
    VERIFICATION = "Verification"
    QUERIES = "Queries"
    CERTIFICATES = "Certificates"
    CONSIGNMENTS = "Consignments"
    RECEIPTS = "Receipts"
    REMINDERS = "Reminders"
    DISTRIBUTION = "Distribution"
    RECONCILIATION = "Reconciliation"
    REPLACEMENTS = "Replacements"
    FEES = "Fees"
    SERVICE = "Service"


class Health(BaseModel):
    """The service is up."""

    status: Literal["ok"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """One route. `other_bodies` and `other_answers` are what is taken and given besides JSON, with a description.

    `redirect` says where an answer leads that has nothing else to say. `conflicts` and `not_found` say which refusals
    there are besides those that follow from the rest; without `by`, nobody signs in.
    """

    tag: Tag
    name: str
    summary: str
    description: str = ""
    by: tuple[Role, ...] = (Role.AWARDING_ORGANISATION,)
    body: type[BaseModel] | None = None
    other_bodies: Mapping[str, str] = field(default_factory=dict)
    queries: tuple[str, ...] = ()
    answer: type[BaseModel] | None = None
    statuses: tuple[HTTPStatus, ...] = (HTTPStatus.OK,)
    other_answers: Mapping[str, str] = field(default_factory=dict)
    redirect: str = ""
    not_found: bool = False
    conflicts: bool = False

    @property
    def takes_a_body(self) -> bool:
        """Whether anything is sent, JSON or not."""
        return self.body is not None or bool(self.other_bodies)
