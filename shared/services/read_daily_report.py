"""Past daily reports, by their date: what was still to be confirmed on that morning."""

from datetime import date, datetime

from shared.domain.faults import Forbidden, NotFound
from shared.domain.fields import Fact
from shared.domain.pending import PendingRow
from shared.domain.people import Role
from shared.reports import objects
from shared.reports.objects import Shelf
from shared.reports.pending import read_json
from shared.services.call import Call


class DailyReport(Fact):
    """The report of one date, as it was written; blank when nothing was pending."""

    as_of: date
    generated_at: datetime
    items: list[PendingRow]


def read_daily_report(call: Call, shelf: Shelf, day: date) -> DailyReport:
    """Return the report of `day`: to the AO all of it, to a centre its own rows.

    Raises NotFound where no report was written that day.
    """
    _for_readers(call)
    lines = objects.lines(shelf, day, "json")
    if lines is None:
        raise NotFound("There is no report of this date.")
    head, rows = read_json(lines)
    of_ao, own = call.caller.role is Role.AWARDING_ORGANISATION, call.caller.centre_id
    # Read row by row: of all centres' rows, those of one are in memory.
    return DailyReport(**head, items=[row for row in rows if of_ao or row.centre_id == own])


def read_printed_report(call: Call, shelf: Shelf, day: date) -> bytes:
    """Return the report of `day` as PDF, to the AO alone: it has the rows of all centres.

    Raises NotFound where none was printed that day.
    """
    if call.caller.role is not Role.AWARDING_ORGANISATION:
        raise Forbidden("The printed report is for the awarding organisation.")
    printed = objects.read(shelf, day, "pdf")
    if printed is None:
        raise NotFound("There is no printed report of this date.")
    return printed


def is_printed(call: Call, shelf: Shelf, day: date) -> bool:
    """Tell whether the caller can have the report of `day` as PDF."""
    of_ao = call.caller.role is Role.AWARDING_ORGANISATION
    return of_ao and objects.is_kept(shelf, day, "pdf")


def report_days(call: Call, shelf: Shelf, month: date) -> list[date]:
    """Return the dates of which there is a report in the month of the date `month`, in order."""
    _for_readers(call)
    return list(objects.dates(shelf, month))


def _for_readers(call: Call) -> None:
    if call.caller.role not in {Role.CENTRE, Role.AWARDING_ORGANISATION}:
        raise Forbidden("This report is for centres and the awarding organisation.")
