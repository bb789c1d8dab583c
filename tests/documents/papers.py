"""What the documents of a parcel say, made up, and names that are hard to print."""

from collections.abc import Sequence
from datetime import UTC, date, datetime

from shared.documents.printing import Letterhead
from shared.domain.certificates import Kind
from shared.domain.consignments import Parcel
from shared.domain.course_run import Qualification
from shared.domain.documents import (
    Certificated,
    CertificateSummary,
    CertificationReport,
    HeldBack,
    RunInParcel,
    Why,
    certification_report,
    report_line,
)
from shared.domain.identifiers import certificate_number

PORTAL = "https://portal.example"
LETTERHEAD = Letterhead("Example Awards", "#4c2c63", "questions@awards.example")
# Each in a script, or with letters or a length, that a printer may stumble over.
NAMES = (
    "Siân Ŵyn-Llŷr",
    "Łukasz Wiśniewski",
    "Zoë Müller",
    "Aoife O’Brien-Ní Chonaill",
    "Nguyễn Thị Hồng",
    "ẞ Groß",
    "Jean\u2011Luc",
    "Ελένη Παπαδοπούλου",
    "Иван Петров",
    "გიორგი მაისურაძე",
    "Հայկ Սարգսյան",
    "محمد بن عبد الله",
    "שרה כהן",
    "தமிழ்ச்செல்வன்",
    "अमित कुमार",
    "সুমন রায়",
    "ਹਰਪ੍ਰੀਤ ਸਿੰਘ",
    "ቤተልሔም",
    "สมชาย ใจดี",
    "王小明",
    "田中さくら",
    "김민준",
    "中村𠮷野",
)
ODD_NAMES = (
    "Robert'); DROP TABLE learners;--",
    '=1+1 #import "x"',
    "*bold* _and_ `raw` $x$ <label> @cite \\ #sys",
    "Wolfe" + "schlegel" * 30,
    "True",
    "A",
)
# Cherokee: no font of ours has it.
NOT_PRINTABLE = "ᏣᎳᎩ"
PARCEL = Parcel.model_validate(
    {
        "consignment_id": "P-7Q3F9K2M",
        "centre_id": "40123",
        "centre_name": "Northbridge College",
        "division": "england-and-wales",
        "carrier": "royal_mail",
        "service": "Special Delivery Guaranteed",
        "tracking_number": "AB123456785GB",
        "dispatched_on": "2026-11-23",
        "recorded_at": datetime(2026, 11, 23, 9, 0, tzinfo=UTC),
    }
)


def summary(
    names: Sequence[str] = NAMES, held: Sequence[str] = ("Dilnoza O‘tkirova",), run: str = "CR-417"
) -> CertificateSummary:
    return CertificateSummary(
        parcel=PARCEL,
        course_run=RunInParcel(
            course_run_id=run,
            title="Understanding autism, autumn evenings",
            qualification=Qualification(
                number="603/1234/5", title="Certificate in Understanding Autism", level="2"
            ),
            receipt_due_on=date(2026, 12, 7),
        ),
        learners=len(names) + len(held),
        certificates=[
            Certificated(
                certificate_number=certificate_number("K7M2Q4A", serial),
                learner_id=f"L{serial}",
                name=name,
                uln=None if serial % 5 == 0 else f"{1_000_000_000 + serial * 7919}",
                kind=Kind.UNIT if serial % 7 == 0 else Kind.QUALIFICATION,
                issued_on=date(2026, 11, 20),
            )
            for serial, name in enumerate(names, start=1)
        ],
        held_back=[
            HeldBack(learner_id=f"H{n}", name=name, reason=Why.OUTSTANDING_QUERY)
            for n, name in enumerate(held)
        ],
    )


def report_of(*summaries: CertificateSummary) -> CertificationReport:
    return certification_report(PARCEL, [report_line(each) for each in summaries])
