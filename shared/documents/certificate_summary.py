"""The Certificate Summary: the certificates generated for each learner of one course run."""

import csv
import io
from typing import Any, Final

from shared.documents.printing import Letterhead, Printed, pdf
from shared.documents.wording import (
    carriage,
    date_parts,
    qualification,
    short_day,
    to_confirm,
)
from shared.domain.certificates import Kind
from shared.domain.documents import CertificateSummary
from shared.domain.spreadsheets import BYTE_ORDER_MARK, safe_cell

TEMPLATE: Final = "certificate_summary.typ"
COLUMNS: Final = (
    "certificate_number",
    "learner_id",
    "learner_name",
    "uln",
    "certificate_for",
    "issued_on",
    "held_back",
)
_KINDS: Final = {Kind.QUALIFICATION: "Qualification", Kind.UNIT: "Units"}
_NONE: Final = "–"


def summary_pdf(summary: CertificateSummary, letterhead: Letterhead) -> Printed:
    """Return the summary as PDF."""
    return pdf(TEMPLATE, summary_facts(summary, letterhead), summary.parcel.recorded_at)


def summary_facts(summary: CertificateSummary, letterhead: Letterhead) -> dict[str, Any]:
    """Return what the template prints, in words."""
    parcel, run = summary.parcel, summary.course_run
    return {
        "awarding_organisation": letterhead.name,
        "brand_colour": letterhead.brand_colour,
        "made_on": date_parts(parcel.recorded_at),
        "consignment_id": parcel.consignment_id,
        "course_run_id": run.course_run_id,
        "facts": [
            ("Course run", f"{run.course_run_id}, {run.title}"),
            ("Qualification", qualification(run.qualification)),
            *carriage(parcel),
        ],
        "counts": [
            (str(summary.learners), "learners"),
            (str(len(summary.certificates)), "certificates here"),
            (str(len(summary.held_back)), "held back"),
        ],
        "told": to_confirm(run.receipt_due_on, letterhead.contact),
        "certificates": [
            (
                each.certificate_number,
                each.name,
                each.learner_id,
                each.uln or _NONE,
                _KINDS[each.kind],
                short_day(each.issued_on),
            )
            for each in summary.certificates
        ],
        "held_back": [(e.name, e.learner_id, e.reason.capitalize()) for e in summary.held_back],
    }


def summary_csv(summary: CertificateSummary) -> str:
    """Return the summary as a CSV that people open; whoever is held back has a reason and no certificate."""
    text = io.StringIO()
    table = csv.writer(text)
    table.writerow(COLUMNS)
    for each in summary.certificates:
        whose = (each.certificate_number, each.learner_id, each.name, each.uln or "")
        cells = (*whose, each.kind.value, each.issued_on.isoformat(), "")
        table.writerow([safe_cell(cell) for cell in cells])
    for held in summary.held_back:
        held_cells = ("", held.learner_id, held.name, "", "", "", held.reason.value)
        table.writerow([safe_cell(cell) for cell in held_cells])
    return BYTE_ORDER_MARK + text.getvalue()
