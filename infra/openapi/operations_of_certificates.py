"""The routes of certificates and of the parcels that they travel in: issued, printed, checked, posted."""

from collections.abc import Mapping

from infra.openapi.operation import (
    AO,
    CENTRE,
    RECORDED,
    TEXT,
    Operation,
    Tag,
)
from shared.domain import limits
from shared.domain.consignments import NewConsignment
from shared.domain.printed_certificates import CertificateTemplate
from shared.services.check_certificate import CheckedCertificate
from shared.services.issue_certificates import CertificatesIssued
from shared.services.make_documents_again import DocumentsRequested
from shared.services.print_again import PrintingRequested
from shared.services.record_dispatch import DispatchRecorded
from shared.services.views import ParcelView

CERTIFICATES: Mapping[str, Operation] = {
    "POST /course-runs/{course_run_id}/certificates": Operation(
        tag=Tag.CERTIFICATES,
        name="issue_certificates",
        summary="Issue certificates to every learner who is eligible and not held",
        description="Repeated with nobody newly released, it answers with the latest certificates.",
        answer=CertificatesIssued,
        statuses=RECORDED,
        not_found=True,
        conflicts=True,
    ),
    "POST /course-runs/{course_run_id}/certificates/documents": Operation(
        tag=Tag.CERTIFICATES,
        name="print_again",
        summary="Have certificates printed again that could not be, or that another template is for",
        description=(
            "Certificates are printed when they are issued. Those that have left in a parcel stay as they "
            "were printed; how far the others have come, printings of the course run tell."
        ),
        answer=PrintingRequested,
        statuses=RECORDED,
        not_found=True,
        conflicts=True,
    ),
    "GET /course-runs/{course_run_id}/certificates/{block}/documents/{name}": Operation(
        tag=Tag.CERTIFICATES,
        name="fetch_certificates",
        summary="Fetch one of the files to print a batch of certificates from",
        statuses=(),
        redirect="To the file, at an address that holds for a minute.",
        not_found=True,
    ),
    "GET /certificates/{certificate_number}/document": Operation(
        tag=Tag.CERTIFICATES,
        name="fetch_certificate",
        summary="Fetch one certificate as it is printed",
        statuses=(),
        redirect="To the certificate, at an address that holds for a minute.",
        not_found=True,
    ),
    "GET /certificate-template": Operation(
        tag=Tag.CERTIFICATES,
        name="show_certificate_template",
        summary="Show the template that certificates are printed by",
        other_answers={TEXT: "The template, in Typst's language."},
    ),
    "PUT /certificate-template": Operation(
        tag=Tag.CERTIFICATES,
        name="set_certificate_template",
        summary="Have certificates printed by another template from now on",
        description=(
            "It is tried on samples first. Refused as Typst refuses it, or with each fact that a certificate "
            f"lacks; also beyond {limits.TEMPLATE_BYTES:,} bytes."
        ),
        other_bodies={TEXT: "The template, in Typst's language, in UTF-8."},
        answer=CertificateTemplate,
        statuses=RECORDED,
    ),
    "GET /certificates/{certificate_number}/check": Operation(
        tag=Tag.CERTIFICATES,
        name="check_certificate",
        summary="Tell whether a certificate is valid, to whoever knows the learner's surname",
        description=(
            "Replaced and revoked certificates are told as such. A wrong surname and a number that "
            "is no certificate's are answered alike: not found. Few calls are let through."
        ),
        by=(),
        queries=("surname",),
        answer=CheckedCertificate,
        not_found=True,
    ),
    "POST /consignments": Operation(
        tag=Tag.CONSIGNMENTS,
        name="record_dispatch",
        summary="Record a parcel with all certificates of its course runs that are ready",
        description=(
            "Without course runs, everything ready for the centre travels. A tracking number is used "
            "once per carrier."
        ),
        body=NewConsignment,
        answer=DispatchRecorded,
        statuses=RECORDED,
        conflicts=True,
    ),
    "GET /consignments/{consignment_id}": Operation(
        tag=Tag.CONSIGNMENTS,
        name="show_consignment",
        summary="Show a parcel with its lines and receipts",
        by=(AO, CENTRE),
        answer=ParcelView,
        not_found=True,
    ),
    "POST /consignments/{consignment_id}/documents": Operation(
        tag=Tag.CONSIGNMENTS,
        name="make_documents_again",
        summary="Have a parcel's documents made again, which failed or lack a character",
        description=(
            "Those that are made stay until they are replaced. While they are being made, that is answered; "
            "where nothing was ever missing, there is nothing to make again."
        ),
        answer=DocumentsRequested,
        statuses=RECORDED,
        not_found=True,
        conflicts=True,
    ),
    "GET /consignments/{consignment_id}/documents/{name}": Operation(
        tag=Tag.CONSIGNMENTS,
        name="fetch_document",
        summary="Fetch one of the documents that a consignment lists",
        by=(AO, CENTRE),
        statuses=(),
        redirect="To the document, at an address that holds for a minute.",
        not_found=True,
    ),
}
