"""Certificates as a template prints them: what it is told, and our own template, in force until another is."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlencode

from shared.documents.press import Bounds, Sheets
from shared.documents.printing import Letterhead, families
from shared.documents.qr_code import qr_code
from shared.documents.wording import date_parts
from shared.domain import limits
from shared.domain.printed_certificates import PrintedCertificate

BOUNDS: Final = Bounds(limits.PRINTING_TIME, limits.PRINTING_MEMORY)


@cache
def our_template() -> str:
    """Return the template that comes with the service."""
    return Path(__file__).with_suffix(".typ").read_text(encoding="utf-8")


def certificate_facts(certificate: PrintedCertificate, check: str) -> dict[str, Any]:
    """Return what a template is told of one certificate; `check` is where it can be checked."""
    number = certificate.certificate_number
    return {
        "certificate_number": number,
        "learner_name": certificate.name,
        "kind": certificate.kind.value,
        "replaces": certificate.replaces,
        "date_of_issue": f"{certificate.issued_on:%d/%m/%Y}",
        "qualification": certificate.qualification.model_dump(),
        "units": [unit.model_dump() for unit in certificate.units],
        "credits": certificate.credits,
        "qr": qr_code(f"{check}?{urlencode({'number': number})}"),
    }


def sheets(
    template: str,
    letterhead: Letterhead,
    portal_url: str,
    made_at: datetime,
    files: Mapping[str, Sequence[PrintedCertificate]],
) -> Sheets:
    """Return what to print by a template: files of certificates, by their names."""
    certificates = {each.certificate_number: each for some in files.values() for each in some}
    check = f"{portal_url}/portal/check"
    places = {number: place for place, number in enumerate(certificates)}
    return Sheets(
        template,
        made_at,
        {
            "awarding_organisation": letterhead.name,
            "brand_colour": letterhead.brand_colour,
            "made_on": date_parts(made_at),
            "fonts": families(),
            "check_address": check,
        },
        [certificate_facts(each, check) for each in certificates.values()],
        {name: [places[e.certificate_number] for e in some] for name, some in files.items()},
    )
