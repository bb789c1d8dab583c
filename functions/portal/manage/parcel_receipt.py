"""CRF Received for a whole parcel: where the code on the Certification Report leads whoever opens it."""

from collections.abc import Iterable, Sequence
from datetime import date
from http import HTTPStatus
from typing import Final

from aws_lambda_powertools import Logger

from functions.portal import tellings
from functions.portal.manage.choices import Choice
from functions.portal.manage.receipt_form import of_date
from functions.portal.visits import Visit
from shared.domain.faults import Fault, Invalid
from shared.domain.receipts import NewReceipt, date_received_faults
from shared.pages.forms import Form, Mistake
from shared.pages.rendering import see_other
from shared.runtime.http import Response
from shared.runtime.requests import read_values
from shared.services.confirm_parcel import Became, Told, confirm_parcel
from shared.services.track import show_consignment
from shared.services.views import ParcelView

NONE_CHOSEN: Final = "Choose the course runs whose certificates you have received"
# What a form says is in the order of its page.
_FIELDS: Final = ("course_run_ids", "date_received-day", "note")

logger = Logger()


def show(visit: Visit) -> Response:
    """GET /portal/consignments/{consignment_id}/receipt."""
    return _page(visit, show_consignment(visit.call, visit.request.path("consignment_id")))


def confirm(visit: Visit) -> Response:
    """POST /portal/consignments/{consignment_id}/receipt."""
    consignment_id, typed = visit.request.path("consignment_id"), visit.typed
    received, chosen = typed.day("date_received"), typed.all("course_run_ids")
    values = typed.some("note") | {"action": Choice.RECEIVE.value}
    dated = {"date_received": received} if isinstance(received, date) else {}
    try:
        said = read_values(NewReceipt, values | dated)
        told = confirm_parcel(visit.call, consignment_id, chosen, said)
    except Invalid as invalid:
        parcel = show_consignment(visit.call, consignment_id)
        mistakes = _mistakes(visit, parcel, received, invalid.faults)
        return _page(visit, parcel, Form(typed, mistakes), status=HTTPStatus.UNPROCESSABLE_ENTITY)
    if all(each.became in {Became.CONFIRMED, Became.CONFIRMED_BEFORE} for each in told):
        fresh = any(each.became is Became.CONFIRMED for each in told)
        return see_other(
            f"{visit.request.raw_path}?done={'received' if fresh else 'received-before'}"
        )
    return _not_all(visit, consignment_id, told)


def _not_all(visit: Visit, consignment_id: str, told: Sequence[Told]) -> Response:
    """Return the page with what became of each course run, where not all are as they were asked to be."""
    left = [each for each in told if each.became is Became.NOT_RECORDED]
    if failures := sorted({each.failure for each in left if each.failure}):
        logger.error("receipts not recorded", count=len(left), errors=failures)
    status = HTTPStatus.INTERNAL_SERVER_ERROR if left else HTTPStatus.CONFLICT
    parcel = show_consignment(visit.call, consignment_id)
    return _page(visit, parcel, Form(visit.typed), told, status)


def _page(
    visit: Visit,
    parcel: ParcelView,
    form: Form | None = None,
    told: Sequence[Told] = (),
    status: HTTPStatus = HTTPStatus.OK,
) -> Response:
    form = form or Form()
    pending = [line for line in parcel.lines if not (line.receipt or line.written_off_at)]
    every = [line.course_run_id for line in pending]
    path = f"/portal/consignments/{parcel.consignment_id}"
    facts = {
        "parcel": parcel,
        "path": path,
        "pending": pending,
        "received": [line for line in parcel.lines if line.receipt],
        "ticked": form.typed.all("course_run_ids") if form.typed.fields else every,
        "told": told,
        "choice": Choice.RECEIVE,
        "problems": tellings.PROBLEMS,
        "form": form,
        "crumbs": [
            ("Home", "/portal"),
            (f"Parcel {parcel.tracking_number}", path),
            ("CRF Received", None),
        ],
    }
    return visit.page("manage/parcel_receipt.html", facts, status)


def _mistakes(
    visit: Visit, parcel: ParcelView, received: date | str, faults: Iterable[Fault]
) -> list[Mistake]:
    """Return everything that is wrong with the form, in the order of its page."""
    faults, posted_on = list(faults), parcel.dispatched_on
    if not visit.typed.all("course_run_ids"):
        faults.append(Fault("/course_run_ids", ""))
    if isinstance(received, date):
        faults += date_received_faults(received, posted_on, visit.call.today)
    found = dict.fromkeys(_in_words(visit, posted_on, received, fault) for fault in faults)
    return sorted(found, key=lambda mistake: _FIELDS.index(mistake.field))


def _in_words(visit: Visit, posted_on: date, received: date | str, fault: Fault) -> Mistake:
    if fault.pointer.startswith("/course_run_ids"):
        return Mistake("course_run_ids", NONE_CHOSEN)
    if fault.pointer == "/note":
        return Mistake("note", f"Note: {fault.detail}")
    return Mistake("date_received-day", of_date(received, posted_on, visit.call.today))
