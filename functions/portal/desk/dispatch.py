"""The dispatch desk: the queue of centres that a parcel waits for, recording a parcel, and a parcel as it is recorded.

Made for a scanner: the tracking number is the one field to fill in, Enter sends it, and the next centre's parcel
follows with the carrier and service last used.
"""

from collections.abc import Mapping
from http import HTTPStatus
from urllib.parse import urlencode

from functions.portal import tellings
from functions.portal.desk import documents, parcel_form
from functions.portal.desk.parcel_form import MOST, REMEMBERED
from functions.portal.manage.choices import Choice
from functions.portal.navigation import Banner
from functions.portal.visits import Visit
from shared.domain.clock import written_day
from shared.domain.consignments import Consignment
from shared.domain.faults import Conflict, Invalid, NotFound
from shared.domain.fields import is_identifier
from shared.domain.receipts import overdue
from shared.pages import words
from shared.pages.forms import Form, Mistake, Typed
from shared.pages.rendering import see_other
from shared.runtime import wiring
from shared.runtime.http import Response
from shared.runtime.requests import Request
from shared.services.desk import CentreReady, address_of, to_post
from shared.services.record_dispatch import record_dispatch
from shared.services.track import show_consignment

PATH = "/portal/desk/dispatch"
DISPATCH = ("Dispatch", PATH)


def queue(visit: Visit) -> Response:
    """GET /portal/desk/dispatch."""
    facts = {
        "centres": to_post(visit.call),
        "remembered": _remembered(visit.request),
        "banner": _posted(visit),
        "crumbs": [("Home", "/portal"), ("Dispatch", None)],
    }
    return visit.page("desk/dispatch.html", facts)


def show(visit: Visit) -> Response:
    """GET /portal/desk/dispatch/{centre_id}."""
    begins = parcel_form.begins(visit.call.today) | _remembered(visit.request)
    return _page(visit, to_post(visit.call), Form(begins=begins), {"banner": _posted(visit)})


def record(visit: Visit) -> Response:
    """POST /portal/desk/dispatch/{centre_id}."""
    centre_id, typed = visit.request.path("centre_id"), visit.typed
    ready = to_post(visit.call)
    try:
        body = parcel_form.read(typed, centre_id, visit.call.today)
        recorded = record_dispatch(visit.call, body, wiring.receipt_terms()).body
    except Invalid as invalid:
        unusual = parcel_form.confirmation(typed) if parcel_form.warning(typed) else ""
        form = Form(typed, parcel_form.told(invalid))
        facts = {"confirmation": unusual}
        return _page(visit, ready, form, facts, HTTPStatus.UNPROCESSABLE_ENTITY)
    except Conflict as conflict:
        return _in_conflict(visit, ready, conflict)
    to = {"posted": recorded.consignment_id, **typed.some(*REMEMBERED)}
    return see_other(f"{_next(ready, centre_id)}?{urlencode(to)}")


def show_parcel(visit: Visit) -> Response:
    """GET /portal/consignments/{consignment_id}: to the awarding organisation and to its centre."""
    parcel = show_consignment(visit.call, visit.request.path("consignment_id"))
    facts = {
        "parcel": parcel,
        "documents": documents.listed(parcel),
        "overdue": overdue,
        "tellings": tellings,
        "choice": Choice.RECEIVE,
        "crumbs": [("Home", "/portal"), (f"Parcel {parcel.tracking_number}", None)],
    }
    return visit.page("desk/parcel.html", facts)


def _in_conflict(visit: Visit, ready: list[CentreReady], conflict: Conflict) -> Response:
    """Return the form again: its number is another parcel's, or others have posted its course runs."""
    found = conflict.recorded.get("consignment")
    if found is None:
        left = ", ".join(conflict.recorded.get("course_runs", {}))
        form = Form(visit.typed, [Mistake("", f"{conflict.detail} {left}".strip())])
        return _page(visit, ready, form, {}, HTTPStatus.CONFLICT)
    used = Consignment.model_validate(found)
    told = f"{used.tracking_number} is the number of another parcel. Scan the label of this one"
    # Emptied for the next scan, which would be added to what stands there.
    typed = Typed({**visit.typed.fields, "tracking_number": [""]})
    form = Form(typed, [Mistake("tracking_number", told)])
    return _page(visit, ready, form, {"used": used}, HTTPStatus.CONFLICT)


def _page(
    visit: Visit,
    ready: list[CentreReady],
    form: Form,
    facts: Mapping[str, object],
    status: HTTPStatus = HTTPStatus.OK,
) -> Response:
    centre_id = visit.request.path("centre_id")
    centre = next((each for each in ready if each.centre_id == centre_id), None)
    first = [run.course_run_id for run in centre.course_runs[:MOST]] if centre else []
    name = centre.centre_name if centre else centre_id
    common = {
        "centre_id": centre_id,
        "centre": centre,
        "address": address_of(visit.call, centre_id) if centre else "",
        "most": MOST,
        "ticked": form.typed.all("course_run_ids") if form.typed.fields else first,
        "carriers": parcel_form.CARRIERS,
        "opened": parcel_form.departs(form, visit.call.today),
        "used": None,
        "confirmation": "",
        # The next scan goes where the cursor stands; other mistakes are read first.
        "scanning": all(each.field == "tracking_number" for each in form.mistakes),
        "form": form,
        "crumbs": [("Home", "/portal"), DISPATCH, (name, None)],
    }
    return visit.page("desk/post.html", {**common, **facts}, status)


def _next(ready: list[CentreReady], centre_id: str) -> str:
    """Return where to go on: the same centre where its parcel could not take everything, else the next in the queue."""
    at = next((n for n, each in enumerate(ready) if each.centre_id == centre_id), len(ready))
    all_travel = at < len(ready) and len(ready[at].course_runs) <= MOST
    following = ready[at + 1 if all_travel else at :]
    return f"{PATH}/{following[0].centre_id}" if following else PATH


def _remembered(request: Request) -> dict[str, str]:
    """Return what the address carries on from the parcel before."""
    found = ((name, request.query(name)) for name in REMEMBERED)
    return {name: value for name, value in found if value}


def _posted(visit: Visit) -> Banner | None:
    """Return what has just been recorded, if the page was led to by that."""
    consignment_id = visit.request.query("posted") or ""
    if not is_identifier(consignment_id):
        return None
    try:
        parcel = show_consignment(visit.call, consignment_id)
    except NotFound:
        return None
    certificates = words.counted(sum(line.certificates for line in parcel.lines), "certificate")
    carrier = words.carrier(parcel.carrier, parcel.carrier_name)
    due = written_day(min(line.receipt_due_on for line in parcel.lines))
    return Banner(
        f"Recorded: {certificates} to {parcel.centre_name}, {carrier} {parcel.tracking_number}. "
        f"The centre confirms by {due}."
    )
