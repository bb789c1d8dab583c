"""Certificates of made-up facts, printed by our own template."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

from shared.documents import press
from shared.documents.certificate import BOUNDS, our_template, sheets
from shared.documents.printing import Printed
from shared.domain.certificates import Kind
from shared.domain.course_run import Qualification, Unit
from shared.domain.identifiers import certificate_number
from shared.domain.printed_certificates import PrintedCertificate
from tests.documents.papers import LETTERHEAD, PORTAL

ISSUED_AT = datetime(2026, 3, 2, 9, tzinfo=UTC)
QUALIFICATION = Qualification(
    number="603/1234/5", title="Certificate in Understanding Autism", level="Entry 3"
)


def units(count: int, title: str = "Understand how to support people") -> list[Unit]:
    return [
        Unit(reference=f"A/506/{2130 + n}", title=f"{title} {n}", level="Entry 2", credits=41 + n)
        for n in range(count)
    ]


def certificate(serial: int = 1, **other: Any) -> PrintedCertificate:
    said: dict[str, Any] = {
        "certificate_number": certificate_number("K7M2Q4A", serial),
        "learner_id": "L1",
        "name": "Siân Ŵyn-Llŷr",
        "kind": Kind.QUALIFICATION,
        "issued_on": date(2026, 3, 2),
        "qualification": QUALIFICATION,
        "units": units(2),
    }
    return PrintedCertificate.model_validate(said | other)


def printed(files: Mapping[str, list[PrintedCertificate]]) -> dict[str, Printed]:
    to_print = sheets(our_template(), LETTERHEAD, PORTAL, ISSUED_AT, files)
    return dict(press.printed(to_print, BOUNDS))


def print_one(of: PrintedCertificate) -> Printed:
    return printed({"one.pdf": [of]})["one.pdf"]
