"""The Certification Report: the course runs certificated in a parcel, and who is held back."""

import csv
import io
import re
from typing import Final

from shared.documents.printing import Letterhead, Printed, pdf
from shared.documents.qr_code import qr_code
from shared.documents.wording import (
    carriage,
    date_parts,
    qualification,
    short_day,
    to_confirm,
)
from shared.domain.documents import CertificationReport
from shared.domain.spreadsheets import BYTE_ORDER_MARK, safe_cell

# Where the portal takes CRF Received for the parcel; to be typed without its scheme.
_RECEIPT: Final = "/portal/consignments/{consignment_id}/receipt"
_SCHEME: Final = re.compile("^https?://")
COLUMNS: Final = (
    "course_run_id",
    "title",
    "qualification_number",
    "qualification_title",
    "level",
    "certificates",
    "receipt_due_on",
    "held_back",
)


def report_pdf(report: CertificationReport, letterhead: Letterhead, portal_url: str) -> Printed:
    """Return the report as PDF, with the way to the portal's page on which the parcel is confirmed."""
    parcel, runs = report.parcel, report.course_runs
    address = portal_url + _RECEIPT.format(consignment_id=parcel.consignment_id)
    facts = {
        "awarding_organisation": letterhead.name,
        "brand_colour": letterhead.brand_colour,
        "made_on": date_parts(parcel.recorded_at),
        "consignment_id": parcel.consignment_id,
        "facts": carriage(parcel),
        "counts": [
            (str(len(runs)), "course runs" if len(runs) > 1 else "course run"),
            (str(report.certificates), "certificates"),
            (str(sum(len(run.held_back) for run in runs)), "held back"),
        ],
        "told": to_confirm(min(run.receipt_due_on for run in runs), letterhead.contact),
        "confirm": {
            "qr_code": qr_code(address),
            "address": address,
            "written": _SCHEME.sub("", address),
            "described": f"QR code of the page that confirms consignment {parcel.consignment_id}",
        },
        "course_runs": [
            (
                run.course_run_id,
                run.title,
                qualification(run.qualification),
                str(run.certificates),
                str(len(run.held_back)),
                short_day(run.receipt_due_on),
            )
            for run in runs
        ],
        "held_back": [
            (run.course_run_id, held.name, held.learner_id, held.reason.capitalize())
            for run in runs
            for held in run.held_back
        ],
    }
    return pdf("certification_report.typ", facts, parcel.recorded_at)


def report_csv(report: CertificationReport) -> str:
    """Return the report as a CSV that people open: a line for each course run."""
    text = io.StringIO()
    table = csv.writer(text)
    table.writerow(COLUMNS)
    for run in report.course_runs:
        held = (f"{each.name} ({each.learner_id}): {each.reason}" for each in run.held_back)
        of = run.qualification
        cells = (
            run.course_run_id,
            run.title,
            of.number,
            of.title,
            of.level,
            str(run.certificates),
            run.receipt_due_on.isoformat(),
            "; ".join(held),
        )
        table.writerow([safe_cell(cell) for cell in cells])
    return BYTE_ORDER_MARK + text.getvalue()
