"""The documents that travel with a parcel are made from what is recorded: printed, copied, kept, and told of it."""

from functools import partial

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
from shared.services.made_once import made_once
from shared.services.print_certificates import Printer, print_parcel
from shared.store import consignments, course_runs, submissions


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
    return made_once(
        call,
        before,
        lambda: before.model_copy(
            update={
                "status": Making.MADE,
                "documents": _made(call, cabinet, letterhead, portal_url, consignment),
            }
        ),
        partial(consignments.record_documents, consignment_id),
    )


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
    documents = _kept(cabinet, consignment, REPORT, copies_of_report) + documents
    return documents + print_parcel(Printer(call, cabinet, letterhead, portal_url), consignment)


def _kept(
    cabinet: Cabinet,
    consignment: Consignment,
    stem: str,
    copies: tuple[Printed, str, CertificateSummary | CertificationReport],
) -> list[Document]:
    printed, as_csv, content = copies
    folder = objects.of_consignment(consignment.consignment_id)
    as_json = content.model_dump_json(indent=2) + "\n"
    pdf = objects.keep(cabinet, folder, f"{stem}.pdf", printed.content)
    return [
        pdf.model_copy(update={"complete": printed.complete}),
        objects.keep(cabinet, folder, f"{stem}.csv", as_csv.encode()),
        objects.keep(cabinet, folder, f"{stem}.json", as_json.encode()),
    ]


def _on_record(call: Call, line: Line) -> RunOnRecord:
    run = course_runs.load_whole(call.table, line.course_run_id)
    if run is None:
        raise LookupError(f"No course run {line.course_run_id}")
    version = submitted(run.head).version
    results = submissions.load_results(call.table, line.course_run_id, version)
    return RunOnRecord(run.head, run.roster, run.queries, run.batches, kinds(results))
