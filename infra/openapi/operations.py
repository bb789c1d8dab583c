"""Every route with its summary, body, answers and refusals: what the contract says beyond the models."""

from collections.abc import Mapping

from infra.openapi.operation import (
    AO,
    CENTRE,
    CSV,
    FORM,
    HTML,
    JSON_LINES,
    RECORDED,
    VERIFIER,
    Health,
    Operation,
    Tag,
)
from infra.openapi.operations_after_receipt import AFTER_RECEIPT
from infra.openapi.operations_of_certificates import CERTIFICATES
from shared.domain.course_run import CourseRunDetails
from shared.domain.events import Event
from shared.domain.people import Centre, CentreDetails, Verifier, VerifierDetails
from shared.domain.queries import NewQuery
from shared.domain.receipts import NewReceipt
from shared.domain.results import Results
from shared.domain.verification import VerifierDecision
from shared.services.confirm_receipt import ReceiptConfirmed
from shared.services.decide_verification import DecisionRecorded
from shared.services.notify_again import NotificationRequested
from shared.services.paging import Page
from shared.services.pending_receipts import PendingReceipts
from shared.services.queries import QueryRecorded, QueryResolution
from shared.services.register import CourseRunRegistered
from shared.services.reminders_due import RemindersDue
from shared.services.show_verification import Verification
from shared.services.submit_results import ResultsSubmitted
from shared.services.views import CourseRunSummary, CourseRunView

OPERATIONS: Mapping[str, Operation] = {
    "PUT /centres/{centre_id}": Operation(
        tag=Tag.REGISTRATION,
        name="register_centre",
        summary="Register a centre, or change what is said of it",
        body=CentreDetails,
        answer=Centre,
    ),
    "PUT /verifiers/{verifier_id}": Operation(
        tag=Tag.REGISTRATION,
        name="register_verifier",
        summary="Register a verifier, or change what is said of them",
        body=VerifierDetails,
        answer=Verifier,
    ),
    "PUT /course-runs/{course_run_id}": Operation(
        tag=Tag.REGISTRATION,
        name="register_course_run",
        summary="Register a course run with its learners and units, or amend it while it is open",
        description=(
            "Numbers that look mistyped are taken, with a warning; so are names and titles with characters "
            "that no font of our documents has."
        ),
        body=CourseRunDetails,
        answer=CourseRunRegistered,
        statuses=RECORDED,
        conflicts=True,
    ),
    "GET /course-runs": Operation(
        tag=Tag.TRACKING,
        name="list_course_runs",
        summary="List the course runs that the caller may see, newest activity first",
        by=(AO, CENTRE, VERIFIER),
        queries=("status", "centre_id", "limit", "cursor"),
        answer=Page[CourseRunSummary],
    ),
    "GET /course-runs/{course_run_id}": Operation(
        tag=Tag.TRACKING,
        name="show_course_run",
        summary="Show everything about one course run",
        by=(AO, CENTRE, VERIFIER),
        answer=CourseRunView,
        not_found=True,
    ),
    "GET /course-runs/{course_run_id}/events": Operation(
        tag=Tag.TRACKING,
        name="show_history",
        summary="Show what happened to a course run, oldest first",
        by=(AO, CENTRE, VERIFIER),
        queries=("limit", "cursor"),
        answer=Page[Event],
        not_found=True,
    ),
    "POST /course-runs/{course_run_id}/results": Operation(
        tag=Tag.RESULTS,
        name="submit_results",
        summary="Submit the results of every learner in every unit; the verifier is emailed",
        description=(
            "The same results again are the same submission; other results, until the verifier has "
            "decided, are its next version and void the earlier link."
        ),
        by=(CENTRE,),
        body=Results,
        other_bodies={
            CSV: "A header line naming the columns learner_id, unit, outcome and, if there are any, "
            "grade and achieved_on, in any order; then a line for each result. UTF-8 or "
            "Windows-1252, with commas, semicolons or tabs. Faults name line and column."
        },
        answer=ResultsSubmitted,
        statuses=RECORDED,
        not_found=True,
        conflicts=True,
    ),
    "POST /course-runs/{course_run_id}/notifications": Operation(
        tag=Tag.VERIFICATION,
        name="notify_again",
        summary="Email the verifier again, with a new link",
        description="While an email is on its way, that one is answered.",
        answer=NotificationRequested,
        statuses=RECORDED,
        not_found=True,
        conflicts=True,
    ),
    "GET /verifications/{token}": Operation(
        tag=Tag.VERIFICATION,
        name="show_verification",
        summary="Show what the verifier is asked, or what was decided; changes nothing",
        by=(),
        answer=Verification,
        queries=("as",),
        other_answers={
            HTML: "The page that a browser shows.",
            CSV: "A copy of the results that are to be decided on, for `as=csv`.",
        },
        not_found=True,
    ),
    "HEAD /verifications/{token}": Operation(
        tag=Tag.VERIFICATION,
        name="probe_verification",
        summary="Answer as GET does, without a body; changes nothing",
        by=(),
        queries=("as",),
        not_found=True,
    ),
    "POST /verifications/{token}": Operation(
        tag=Tag.VERIFICATION,
        name="decide_verification",
        summary="Verify the submitted results, or return them to the centre with a reason",
        description=(
            "Only the version that the link was sent for, and only once: repeating the decision "
            "answers with what is recorded, another is refused."
        ),
        by=(),
        body=VerifierDecision,
        other_bodies={
            FORM: "decision, name and reason; a question about a learner is question.{learner_id}."
        },
        answer=DecisionRecorded,
        other_answers={HTML: "The page that a browser shows."},
        not_found=True,
        conflicts=True,
    ),
    "POST /course-runs/{course_run_id}/queries": Operation(
        tag=Tag.QUERIES,
        name="open_query",
        summary="Open a query about a learner, which holds that learner's certificate",
        body=NewQuery,
        answer=QueryRecorded,
        statuses=RECORDED,
        not_found=True,
        conflicts=True,
    ),
    "POST /course-runs/{course_run_id}/queries/{query_id}/resolution": Operation(
        tag=Tag.QUERIES,
        name="resolve_query",
        summary="Resolve a query, which releases its learner",
        body=QueryResolution,
        answer=QueryRecorded,
        statuses=RECORDED,
        not_found=True,
        conflicts=True,
    ),
    "POST /course-runs/{course_run_id}/receipts": Operation(
        tag=Tag.RECEIPTS,
        name="confirm_receipt",
        summary="Confirm 'CRF Received'",
        description=(
            "The consignment is named only where several receipts are pending. Confirming twice with "
            "the same facts changes nothing; with other facts it is refused."
        ),
        by=(CENTRE,),
        body=NewReceipt,
        answer=ReceiptConfirmed,
        statuses=RECORDED,
        not_found=True,
        conflicts=True,
    ),
    "GET /reports/certificate-receipt-pending": Operation(
        tag=Tag.RECEIPTS,
        name="show_pending_receipts",
        summary="Report the course runs whose confirmation is still required, by due date",
        description="As CSV or as JSON lines it is the whole report unless a limit is given.",
        by=(AO, CENTRE),
        queries=("centre_id", "overdue", "limit", "cursor"),
        answer=PendingReceipts,
        other_answers={
            CSV: "A header line, and a line for each receipt that is pending.",
            JSON_LINES: "A line for each receipt that is pending, as in `items`.",
        },
    ),
    "GET /reminders": Operation(
        tag=Tag.REMINDERS,
        name="list_due_reminders",
        summary="List whom the daily reminders would go to and about what; sends nothing",
        description="What was mailed is not due any more. Of many receipts the earliest due are named.",
        queries=("on", "limit", "cursor"),
        answer=RemindersDue,
    ),
    "GET /health": Operation(
        tag=Tag.SERVICE,
        name="show_health",
        summary="Tell whether the service is up",
        by=(),
        answer=Health,
    ),
    **CERTIFICATES,
    **AFTER_RECEIPT,
}
