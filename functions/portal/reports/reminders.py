"""Whom the daily reminders would go to, today or on another date: the dry run, for the awarding organisation."""

from datetime import date
from http import HTTPStatus

from functions.portal.filtering import place_asked
from functions.portal.reports.pending import REPORTS
from functions.portal.visits import Visit
from shared.domain.faults import Invalid
from shared.pages.forms import NOTHING, Form, Mistake, Typed
from shared.runtime import wiring
from shared.runtime.http import Response
from shared.services.paging import Wanted
from shared.services.reminders_due import RemindersDue, reminders_due

PATH, NAME = "/portal/reports/reminders", "Reminders due"
_PARTS = ("day", "month", "year")


def show(visit: Visit) -> Response:
    """GET /portal/reports/reminders."""
    mistakes: list[Mistake] = []
    wanted, typed = place_asked(visit.request, mistakes), _typed(visit)
    on = typed.day("on") if typed.fields else None
    due = None
    if isinstance(on, str):
        mistakes.append(Mistake("on-day", f"The date {on}"))
    else:
        due = _due(visit, wanted, on, mistakes)
    facts = {
        "name": NAME,
        "due": due,
        "terms": wiring.reminder_terms(),
        "path": PATH,
        "asked": {f"on-{part}": typed.text(f"on-{part}") for part in _PARTS},
        "begun": wanted.after is not None,
        "form": Form(typed, mistakes),
        "crumbs": [("Home", "/portal"), REPORTS, (NAME, None)],
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if mistakes else HTTPStatus.OK
    return visit.page("reports/reminders.html", facts, status)


def _due(
    visit: Visit, wanted: Wanted, on: date | None, mistakes: list[Mistake]
) -> RemindersDue | None:
    terms, compliance = wiring.reminder_terms(), wiring.compliance_address()
    try:
        return reminders_due(visit.call, wanted, terms, compliance, on)
    except Invalid as refused:
        mistakes += [Mistake("on-day", fault.detail) for fault in refused.faults]
        return None


def _typed(visit: Visit) -> Typed:
    """Return the date that is asked for, as fields of a form; none where it is today."""
    fields = {f"on-{part}": (visit.request.query(f"on-{part}") or "").strip() for part in _PARTS}
    return (
        Typed({name: [text] for name, text in fields.items()}) if any(fields.values()) else NOTHING
    )
