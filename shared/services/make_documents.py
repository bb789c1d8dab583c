"""The documents that travel with a parcel are made from what is recorded: printed, copied, kept, and told of it."""

from shared.documents import objects
from shared.documents.certificate_summary import summary_csv, summary_pdf
from shared.documents.certification_report import report_csv, report_pdf
from shared.documents.objects import Cabinet
from shared.documents.printing import Letterhead, Printed
from shared.domain.consignments import Consignment, Line
from shared.domain.course_run import submitted
from shared.domain.documents import (
    REPORT,
    SUMMARY,
    CertificateSummary,
    CertificationReport,
    Document,
    Documents,
    Making,
    RunOnRecord,
    certificate_summary,
    certification_report,
    report_line,
)
from shared.domain.results import kinds
from shared.services.call import Call
from shared.store import consignments, course_runs, submissions
from shared.store.table import Moved


def make_documents(
    call: Call, cabinet: Cabinet, letterhead: Letterhead, portal_url: str, consignment_id: str
) -> Documents:
    """Make the documents of a parcel, unless they are made: the same whenever it is, and however often.

    Asked for again, they replace those that are there one by one; none is ever missing. What fails is recorded and
    raised, for the stream to try again. Raises LookupError for an unknown consignment.
    """
    found = consignments.load_with_documents(call.table, consignment_id)
    if found is None:
        raise LookupError(f"No consignment {consignment_id}")
    consignment, before = found
    if before.status is Making.MADE:
        return before
    try:
        documents = _made(call, cabinet, letterhead, portal_url, consignment)
    except Exception:
        _record(call, consignment_id, before.model_copy(update={"status": Making.FAILED}))
        raise
    made = before.model_copy(update={"status": Making.MADE, "documents": documents})
    _record(call, consignment_id, made)
    return made


def _record(call: Call, consignment_id: str, documents: Documents) -> None:
    try:
        call.table.write([consignments.record_documents(consignment_id, documents)])
    except Moved:
        # Another delivery of the same record was quicker, and made the same; or they were asked for again while
        # these were being made, and that record is on its way.
        return


def _made(
    call: Call, cabinet: Cabinet, letterhead: Letterhead, portal_url: str, consignment: Consignment
) -> list[Document]:
    """Make one course run's documents after the other: a run is all that is in memory."""
    lines, documents = [], []
    for line in consignments.load_lines(call.table, consignment):
        summary = certificate_summary(consignment, line, _on_record(call, line))
        stem = f"{SUMMARY}-{line.course_run_id}"
        copies = (summary_pdf(summary, letterhead), summary_csv(summary), summary)
        documents += _kept(cabinet, consignment, stem, copies)
        lines.append(report_line(summary))
    report = certification_report(consignment, lines)
    copies_of_report = (report_pdf(report, letterhead, portal_url), report_csv(report), report)
    return _kept(cabinet, consignment, REPORT, copies_of_report) + documents


def _kept(
    cabinet: Cabinet,
    consignment: Consignment,
    stem: str,
    copies: tuple[Printed, str, CertificateSummary | CertificationReport],
) -> list[Document]:
    printed, as_csv, content = copies
    whose = consignment.consignment_id
    as_json = content.model_dump_json(indent=2) + "\n"
    pdf = objects.keep(cabinet, whose, f"{stem}.pdf", printed.content)
    return [
        pdf.model_copy(update={"complete": printed.complete}),
        objects.keep(cabinet, whose, f"{stem}.csv", as_csv.encode()),
        objects.keep(cabinet, whose, f"{stem}.json", as_json.encode()),
    ]


def _on_record(call: Call, line: Line) -> RunOnRecord:
    run = course_runs.load_whole(call.table, line.course_run_id)
    if run is None:
        raise LookupError(f"No course run {line.course_run_id}")
    version = submitted(run.head).version
    results = submissions.load_results(call.table, line.course_run_id, version)
    return RunOnRecord(run.head, run.roster, run.queries, run.batches, kinds(results))
