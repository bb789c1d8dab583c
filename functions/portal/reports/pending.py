"""Reports: their list, and Certificate Receipt Pending as it stands now, on a page and in files."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from http import HTTPStatus

from functions.portal.filtering import centre_asked, place_asked
from functions.portal.manage.choices import Choice
from functions.portal.visits import Visit
from shared.domain.pending import PendingRow
from shared.domain.spreadsheets import BYTE_ORDER_MARK
from shared.domain.tracking import check_tracking_number
from shared.pages import words
from shared.pages.forms import Form, Mistake
from shared.runtime import wiring
from shared.runtime.http import Response, respond, respond_bytes
from shared.runtime.requests import Request
from shared.services.paging import Wanted
from shared.services.pending_receipts import (
    WHOLE_REPORT,
    PendingReceipts,
    pending_csv,
    pending_receipts,
)
from shared.services.pending_workbook import pending_workbook

PATH = "/portal/reports/certificate-receipt-pending"
NAME = "Certificate Receipt Pending"
REPORTS = ("Reports", "/portal/reports")
# By this mark spreadsheet programs know that a CSV is in UTF-8.
_CSV = "text/csv; charset=utf-8"
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# By the filter `overdue`: which rows are meant, and what they are called.
_ALL = (None, "course run", "course runs")
_SOME = {
    "true": (True, "overdue course run", "overdue course runs"),
    "false": (False, "course run not yet due", "course runs not yet due"),
}


@dataclass(frozen=True, slots=True)
class _Asked:
    """What is asked of the report: its filters as they were typed, its page, and what is wrong with them."""

    filters: Mapping[str, str]
    page: Wanted
    mistakes: list[Mistake]

    @property
    def rows(self) -> tuple[bool | None, str, str]:
        """Whether overdue rows are meant, others, or all; and what to call one and several."""
        return _SOME.get(self.filters.get("overdue", ""), _ALL)


def show_list(visit: Visit) -> Response:
    """GET /portal/reports."""
    crumbs = [("Home", "/portal"), ("Reports", None)]
    return visit.page("reports/list.html", {"name": NAME, "crumbs": crumbs})


def show_pending(visit: Visit) -> Response:
    """GET /portal/reports/certificate-receipt-pending."""
    asked = _asked(visit.request)
    report = PendingReceipts(as_of=visit.call.today, items=[], next_cursor=None)
    if not asked.mistakes:
        report = _report(visit, asked, asked.page)
    return _page(visit, asked, report)


def download_csv(visit: Visit) -> Response:
    """GET /portal/reports/certificate-receipt-pending.csv: whole."""
    return _download(visit, as_csv)


def download_xlsx(visit: Visit) -> Response:
    """GET /portal/reports/certificate-receipt-pending.xlsx: whole."""
    return _download(visit, as_xlsx)


def _asked(request: Request) -> _Asked:
    mistakes: list[Mistake] = []
    overdue, centre_id = request.query("overdue") or "", centre_asked(request, mistakes)
    typed = {"overdue": overdue if overdue in _SOME else "", "centre_id": centre_id}
    filters = {name: text for name, text in typed.items() if text}
    return _Asked(filters, place_asked(request, mistakes), mistakes)


def _report(visit: Visit, asked: _Asked, page: Wanted) -> PendingReceipts:
    centre_id = asked.filters.get("centre_id")
    return pending_receipts(visit.call, page, centre_id, only_overdue=asked.rows[0])


def _download(visit: Visit, written: Callable[[PendingReceipts], Response]) -> Response:
    """Return the whole report as a file; the page instead where a file would leave out rows."""
    asked = _asked(visit.request)
    if asked.mistakes:
        return show_pending(visit)
    report = _report(visit, asked, Wanted(WHOLE_REPORT))
    if report.next_cursor is None:
        return written(report)
    told = (
        f"There are more than {WHOLE_REPORT:,} confirmations to come, too many for one file. "
        "Choose those overdue, or one centre, and download that"
    )
    asked.mistakes.append(Mistake("overdue", told))
    return _page(visit, asked, _report(visit, asked, asked.page))


def _page(visit: Visit, asked: _Asked, report: PendingReceipts) -> Response:
    _, one, several = asked.rows
    facts = {
        "name": NAME,
        "report": report,
        "rows": with_links(report.items),
        "counted": words.counted(course_runs(report.items), one, several),
        "begun": asked.page.after is not None,
        "filters": asked.filters,
        "centre_id": asked.filters.get("centre_id") or visit.person.centre_id,
        "path": PATH,
        "terms": wiring.receipt_terms(),
        "choice": Choice.RECEIVE,
        "form": Form(mistakes=asked.mistakes, begins=asked.filters),
        "crumbs": [("Home", "/portal"), REPORTS, (NAME, None)],
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if asked.mistakes else HTTPStatus.OK
    return visit.page("reports/pending.html", facts, status)


def course_runs(rows: Sequence[PendingRow]) -> int:
    """Return how many course runs there are: one whose certificates came in two parcels has two rows."""
    return len({row.course_run_id for row in rows})


def with_links(rows: Sequence[PendingRow]) -> list[tuple[PendingRow, str | None]]:
    """Return each row with the carrier's page of its parcel, where there is one."""
    return [(row, _link(row)) for row in rows]


def _link(row: PendingRow) -> str | None:
    # A carrier without a code stands here under its name.
    known = row.carrier in words.CARRIERS
    return check_tracking_number(row.carrier, row.tracking_number).url if known else None


def as_csv(report: PendingReceipts) -> Response:
    """Return a report as a CSV file for people, named after its date."""
    text = BYTE_ORDER_MARK + pending_csv(report)
    return respond(text, _CSV, headers=_attached(report.as_of, "csv"))


def as_xlsx(report: PendingReceipts) -> Response:
    """Return a report as a workbook, named after its date."""
    return respond_bytes(pending_workbook(report), _XLSX, _attached(report.as_of, "xlsx"))


def as_pdf(printed: bytes, as_of: date) -> Response:
    """Return a printed report as a file, named after its date."""
    return respond_bytes(printed, "application/pdf", _attached(as_of, "pdf"))


def _attached(as_of: date, suffix: str) -> dict[str, str]:
    name = f"certificate-receipt-pending-{as_of}.{suffix}"
    return {"content-disposition": f'attachment; filename="{name}"'}
