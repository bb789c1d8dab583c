"""The day's Certificate Receipt Pending is printed, once it is written: as PDF, beside its other forms."""

from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from shared.documents.pending_report import pending_pdf
from shared.documents.printing import Letterhead
from shared.reports import objects
from shared.reports.objects import Shelf
from shared.services.write_daily_report import ReportWritten


@dataclass(frozen=True, slots=True)
class ReportPrinted:
    """Which object was written; `complete` unless it has characters that no font of ours can print."""

    key: str
    complete: bool


def print_daily_report(
    shelf: Shelf, letterhead: Letterhead, written: ReportWritten
) -> ReportPrinted:
    """Print a report that was written, its first rows in full, and keep it under its date.

    Printing it again replaces it, by the same where its rows are the same. Raises TypstError, for the job to be tried
    again.
    """
    printed = pending_pdf(written.as_of, written.summary, written.first, letterhead)
    with TemporaryDirectory() as folder:
        path = Path(folder, "report.pdf")
        path.write_bytes(printed.content)
        key = objects.keep(shelf, path, written.as_of, latest=written.latest)
    return ReportPrinted(key, printed.complete)
