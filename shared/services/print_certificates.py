"""Certificates are printed when they are issued, and once more in files of the parcel that they travel in."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from shared.documents import objects, press
from shared.documents.certificate import BOUNDS, sheets
from shared.documents.objects import Cabinet, Folder
from shared.documents.printing import Letterhead
from shared.domain.certificates import IssuedCertificates
from shared.domain.consignments import Consignment
from shared.domain.course_run import submitted
from shared.domain.documents import Document, Making
from shared.domain.printed_certificates import (
    LIST,
    PrintedCertificate,
    Printing,
    file_of,
    in_files,
    printed_certificates,
)
from shared.services.call import Call
from shared.services.certificate_template import in_force
from shared.services.made_once import made_once
from shared.store import consignments, course_runs, printings, submissions


@dataclass(frozen=True, slots=True)
class Printer:
    """For whom certificates are printed, where they are kept and where their codes lead."""

    call: Call
    cabinet: Cabinet
    letterhead: Letterhead
    portal_url: str


@dataclass(frozen=True, slots=True)
class _ToPrint:
    """A batch with what is recorded of printing it."""

    course_run_id: str
    batch: IssuedCertificates
    certificates: Sequence[PrintedCertificate]
    before: Printing


def print_batch(printer: Printer, course_run_id: str, block: str) -> Printing:
    """Print a batch, unless it is printed: each certificate by itself, and files of all of them for the printer.

    By the template in force: where that fails, no other takes its place, for a certificate must not look otherwise
    than the awarding organisation has settled. What fails is recorded and raised, for the stream to try again.
    """
    (to_print,) = _to_print(printer.call, course_run_id, [block])
    return _printed(printer, to_print)


def print_parcel(printer: Printer, consignment: Consignment) -> list[Document]:
    """Print the files of all certificates of a parcel, each batch by the template that it was printed by."""
    by_template: dict[str, list[PrintedCertificate]] = {}
    for line in consignments.load_lines(printer.call.table, consignment):
        for each in _to_print(printer.call, line.course_run_id, line.blocks):
            template = _printed(printer, each).template or ""
            by_template.setdefault(template, []).extend(each.certificates)
    folder = objects.of_consignment(consignment.consignment_id)
    files = in_files(by_template)
    documents: list[Document] = []
    for sha256 in by_template:
        template = objects.load_template(printer.cabinet, sha256)
        mine = {each.name: each.certificates for each in files if each.template == sha256}
        documents += _kept(printer, folder, template, consignment.recorded_at, mine)
    return documents


def _to_print(call: Call, course_run_id: str, blocks: Sequence[str]) -> list[_ToPrint]:
    """Return batches of a run; raises LookupError where there is none of that name."""
    found = course_runs.load_whole(call.table, course_run_id)
    if found is None:
        raise LookupError(f"No course run {course_run_id}")
    version = submitted(found.head).version
    results = submissions.load_results(call.table, course_run_id, version)
    batches = {batch.block: batch for batch in found.batches}
    return [
        _ToPrint(
            course_run_id,
            batches[block],
            printed_certificates(found.head, found.roster, batches[block], results),
            found.printing(block),
        )
        for block in blocks
    ]


def _printed(printer: Printer, of: _ToPrint) -> Printing:
    record = partial(printings.record, of.course_run_id)
    return made_once(printer.call, of.before, lambda: _print(printer, of), record)


def _print(printer: Printer, of: _ToPrint) -> Printing:
    sha256, template = in_force(printer.call, printer.cabinet)
    files = {each.name: each.certificates for each in in_files({sha256: of.certificates})}
    single = {file_of(each.certificate_number): [each] for each in of.certificates}
    folder = objects.of_batch(of.course_run_id, of.batch.block, sha256)
    kept = _kept(printer, folder, template, of.batch.issued_at, single | files)
    listed = [document.model_dump() for document in kept]
    content = json.dumps({"template": sha256, "documents": listed}, indent=2) + "\n"
    documents = [each for each in kept if each.name in files]
    documents.append(objects.keep(printer.cabinet, folder, LIST, content.encode()))
    made = {"status": Making.MADE, "template": sha256, "documents": documents}
    return of.before.model_copy(update=made)


def _kept(
    printer: Printer,
    folder: Folder,
    template: str,
    made_at: datetime,
    files: Mapping[str, Sequence[PrintedCertificate]],
) -> list[Document]:
    """Print files of certificates and keep each as soon as it is printed."""
    complete: dict[str, bool] = {}

    def coming() -> Iterator[tuple[str, bytes]]:
        to_print = sheets(template, printer.letterhead, printer.portal_url, made_at, files)
        for name, pdf in press.printed(to_print, BOUNDS):
            complete[name] = pdf.complete
            yield name, pdf.content

    kept = objects.keep_each(printer.cabinet, folder, coming())
    return [each.model_copy(update={"complete": complete[each.name]}) for each in kept]
