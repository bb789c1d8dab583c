"""Every page of the portal, and who may see it."""

from functions.portal import assets, home, sign_in
from functions.portal import check as public_check
from functions.portal import help as help_pages
from functions.portal.administration import course_run_results, course_runs
from functions.portal.desk import amiss, dispatch, documents, queries, queues, replacements
from functions.portal.fees import charges, setting
from functions.portal.manage import (
    decisions,
    discrepancies,
    distribution,
    not_arrived,
    parcel_receipt,
    receipts,
    replacement,
    run_certificates,
    run_queries,
    step_action,
    verification,
)
from functions.portal.reports import past, pending, reminders, replacement_charges, to_distribute
from functions.portal.results import check, enter, runs, upload
from functions.portal.results.runs import while_open
from functions.portal.routing import NOWHERE
from functions.portal.visits import signed_in
from shared.domain.faults import NotFound
from shared.domain.people import Role
from shared.pages.rendering import see_other
from shared.runtime.http import Response
from shared.runtime.requests import Request


def to_home(_request: Request) -> Response:
    """GET /: the portal begins at its home page."""
    return see_other("/portal")


def nowhere(_request: Request) -> Response:
    """Whatever leads to no page."""
    raise NotFound("There is no page at this address.")


_AO = Role.AWARDING_ORGANISATION
_READERS = (Role.CENTRE, _AO)
_PENDING = "/portal/reports/certificate-receipt-pending"

_PARCEL = "/portal/consignments/{consignment_id}"
_DOCUMENTS = f"{_PARCEL}/documents"
# The code on a Certification Report leads here.
_RECEIPT = f"{_PARCEL}/receipt"

_RUN = "/portal/course-runs/{course_run_id}"
_RESULTS = f"{_RUN}/results"
_NOT_ARRIVED = f"{_RUN}/non-arrivals/{{consignment_id}}"
_DISCREPANCY = f"{_RUN}/discrepancies/{{certificate_number}}"

ROUTES = {
    "GET /": to_home,
    "GET /portal/assets/{name}": assets.show,
    "GET /portal/sign-in": sign_in.begin,
    "GET /portal/signed-in": sign_in.finish,
    "GET /portal/signed-out": sign_in.signed_out,
    "POST /portal/sign-out": sign_in.sign_out,
    "GET /portal/check": public_check.ask,
    "POST /portal/check": public_check.answer,
    "GET /portal": signed_in(home.show, otherwise=home.welcome),
    "GET /portal/account": signed_in(sign_in.account),
    "POST /portal/account/sign-out-everywhere": signed_in(sign_in.sign_out_elsewhere),
    "GET /portal/desk/certificates": signed_in(queues.show_certificates, _AO),
    "GET /portal/desk/not-reached": signed_in(queues.show_not_reached, _AO),
    "GET /portal/desk/dispatch": signed_in(dispatch.queue, _AO),
    "GET /portal/desk/dispatch/{centre_id}": signed_in(dispatch.show, _AO),
    "POST /portal/desk/dispatch/{centre_id}": signed_in(dispatch.record, _AO),
    f"GET {_PARCEL}": signed_in(dispatch.show_parcel),
    f"GET {_RECEIPT}": signed_in(parcel_receipt.show, Role.CENTRE),
    f"POST {_RECEIPT}": signed_in(parcel_receipt.confirm, Role.CENTRE),
    f"GET {_DOCUMENTS}": signed_in(documents.to_parcel, *_READERS),
    f"POST {_DOCUMENTS}": signed_in(documents.again, _AO),
    f"GET {_DOCUMENTS}/{{name}}": signed_in(documents.download),
    "GET /portal/desk/queries": signed_in(queries.show_all, _AO),
    "GET /portal/queries": signed_in(queries.show_own, Role.CENTRE),
    "GET /portal/desk/discrepancies": signed_in(amiss.show_discrepancies, _AO),
    "GET /portal/desk/parcels-not-arrived": signed_in(amiss.show_not_arrived, _AO),
    "GET /portal/desk/replacements": signed_in(replacements.show_to_decide, _AO),
    "GET /portal/desk/replacements/to-issue": signed_in(replacements.show_to_issue, _AO),
    "GET /portal/replacements": signed_in(replacements.show_own, Role.CENTRE),
    "GET /portal/reports": signed_in(pending.show_list, *_READERS),
    f"GET {_PENDING}": signed_in(pending.show_pending, *_READERS),
    f"GET {_PENDING}.csv": signed_in(pending.download_csv, *_READERS),
    f"GET {_PENDING}.xlsx": signed_in(pending.download_xlsx, *_READERS),
    f"GET {_PENDING}/days": signed_in(past.show_days, *_READERS),
    f"GET {_PENDING}/days/{{day}}": signed_in(past.show_day, *_READERS),
    f"GET {_PENDING}/days/{{day}}/report.csv": signed_in(past.download_day, *_READERS),
    f"GET {_PENDING}/days/{{day}}/report.xlsx": signed_in(past.download_day_as_xlsx, *_READERS),
    f"GET {_PENDING}/days/{{day}}/report.pdf": signed_in(past.download_day_as_pdf, _AO),
    "GET /portal/reports/reminders": signed_in(reminders.show, _AO),
    "GET /portal/reports/certificates-to-distribute": signed_in(to_distribute.show, *_READERS),
    "GET /portal/fees": signed_in(charges.show, *_READERS),
    "GET /portal/fees/new": signed_in(setting.show, _AO),
    "POST /portal/fees/new": signed_in(setting.take, _AO),
    "GET /portal/reports/replacement-charges": signed_in(replacement_charges.show, *_READERS),
    "GET /portal/reports/replacement-charges.csv": signed_in(
        replacement_charges.download_csv, *_READERS
    ),
    "GET /portal/course-runs": signed_in(course_runs.show_list),
    f"GET {_RUN}": signed_in(course_runs.show),
    f"GET {_RUN}/history": signed_in(course_runs.show_events),
    f"GET {_RUN}/results": signed_in(course_run_results.show),
    f"GET {_RUN}/results.csv": signed_in(course_run_results.download),
    "GET /portal/results": signed_in(runs.show_list, Role.CENTRE),
    f"GET {_RESULTS}/enter": signed_in(while_open(enter.show), Role.CENTRE),
    f"POST {_RESULTS}/enter": signed_in(while_open(enter.save), Role.CENTRE),
    f"GET {_RESULTS}/template.csv": signed_in(while_open(runs.download_csv), Role.CENTRE),
    f"GET {_RESULTS}/template.xlsx": signed_in(while_open(runs.download_xlsx), Role.CENTRE),
    f"GET {_RESULTS}/upload": signed_in(while_open(upload.show), Role.CENTRE),
    f"POST {_RESULTS}/upload": signed_in(while_open(upload.take), Role.CENTRE),
    f"GET {_RESULTS}/check": signed_in(while_open(check.show), Role.CENTRE),
    f"GET {_RESULTS}/submit": signed_in(check.to_check, Role.CENTRE),
    f"POST {_RESULTS}/submit": signed_in(while_open(check.submit), Role.CENTRE),
    f"GET {_RUN}/manage": signed_in(step_action.show),
    f"GET {_RUN}/receipts": signed_in(step_action.to_manage),
    f"POST {_RUN}/receipts": signed_in(receipts.confirm, Role.CENTRE),
    f"GET {_RUN}/non-arrivals": signed_in(step_action.to_manage),
    f"POST {_RUN}/non-arrivals": signed_in(not_arrived.report, Role.CENTRE),
    f"GET {_NOT_ARRIVED}/resolution": signed_in(step_action.to_manage),
    f"POST {_NOT_ARRIVED}/resolution": signed_in(not_arrived.answer, _AO),
    f"GET {_DISCREPANCY}/resolution": signed_in(step_action.to_manage),
    f"POST {_DISCREPANCY}/resolution": signed_in(discrepancies.settle, _AO),
    f"GET {_RUN}/replacements": signed_in(step_action.to_manage),
    f"POST {_RUN}/replacements": signed_in(replacement.ask, *_READERS),
    f"GET {_RUN}/replacements/{{replacement_id}}/decision": signed_in(step_action.to_manage),
    f"POST {_RUN}/replacements/{{replacement_id}}/decision": signed_in(decisions.decide, _AO),
    f"GET {_RUN}/distributions": signed_in(step_action.to_manage),
    f"POST {_RUN}/distributions": signed_in(distribution.record, Role.CENTRE),
    f"GET {_RUN}/certificates": signed_in(step_action.to_manage),
    f"POST {_RUN}/certificates": signed_in(run_certificates.issue, _AO),
    f"GET {_RUN}/certificates/documents": signed_in(step_action.to_manage),
    f"POST {_RUN}/certificates/documents": signed_in(run_certificates.print_, _AO),
    f"GET {_RUN}/certificates/{{block}}/documents/{{name}}": signed_in(documents.download_printing),
    "GET /portal/certificates/{certificate_number}": signed_in(documents.download_certificate),
    f"GET {_RUN}/queries": signed_in(step_action.to_manage),
    f"POST {_RUN}/queries": signed_in(run_queries.open_, _AO),
    f"GET {_RUN}/queries/{{query_id}}/resolution": signed_in(step_action.to_manage),
    f"POST {_RUN}/queries/{{query_id}}/resolution": signed_in(run_queries.resolve, _AO),
    f"GET {_RUN}/notifications": signed_in(step_action.to_manage),
    f"POST {_RUN}/notifications": signed_in(step_action.notify, _AO),
    f"GET {_RUN}/verification": signed_in(verification.show, Role.VERIFIER),
    f"POST {_RUN}/verification": signed_in(verification.decide, Role.VERIFIER),
    "GET /portal/help": help_pages.show,
    "GET /portal/privacy": help_pages.privacy,
    "GET /portal/accessibility": help_pages.accessibility,
    NOWHERE: nowhere,
}
