"""Every kind of document that is printed, of fixed facts."""

from collections.abc import Callable, Mapping

from shared.documents.certificate_summary import summary_pdf
from shared.documents.certification_report import report_pdf
from shared.documents.printing import Printed
from shared.domain.certificates import Kind
from tests.documents.certificates import certificate, print_one, units
from tests.documents.certificates import printed as printed_certificates
from tests.documents.papers import LETTERHEAD, NAMES, PORTAL, report_of, summary
from tests.documents.pending import printed, rows_of
from tests.documents.submissions import copy_of

LONG = [f"{NAMES[n % len(NAMES)]} {n}" for n in range(120)]
LINED_UP = [certificate(n, name=name) for n, name in enumerate(NAMES, start=1)]
KINDS: Mapping[str, Callable[[], Printed]] = {
    "a summary": lambda: summary_pdf(summary(), LETTERHEAD),
    "a long summary": lambda: summary_pdf(summary(LONG), LETTERHEAD),
    "a report": lambda: report_pdf(report_of(summary()), LETTERHEAD, PORTAL),
    "a long report": lambda: report_pdf(
        report_of(*(summary(NAMES[:2], NAMES, f"CR-{n}") for n in range(32))), LETTERHEAD, PORTAL
    ),
    "a verifier's copy": lambda: copy_of(NAMES, 12),
    "a daily report": lambda: printed(rows_of(NAMES)),
    "a certificate": lambda: print_one(certificate()),
    "a unit certificate, a replacement": lambda: print_one(
        certificate(kind=Kind.UNIT, units=units(60), replaces=certificate(2).certificate_number)
    ),
    "certificates in one file": lambda: printed_certificates({"all.pdf": LINED_UP})["all.pdf"],
    "a daily report of nothing": lambda: printed([]),
}
