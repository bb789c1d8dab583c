"""Documents: what the pages of a parcel and of a course run list, and where each leads."""

from dataclasses import dataclass

from functions.portal.visits import Visit
from shared.domain.documents import CERTIFICATES, REPORT, SUFFIXES, SUMMARY
from shared.pages.rendering import see_other
from shared.runtime import wiring
from shared.runtime.http import Response
from shared.services.fetch_document import (
    link_to_certificate,
    link_to_document,
    link_to_printing,
)
from shared.services.make_documents_again import make_documents_again
from shared.services.views import ParcelView


@dataclass(frozen=True, slots=True)
class Listed:
    """A document with its forms, each by what it is called and where it is; `complete` as its PDF is."""

    title: str
    forms: list[tuple[str, str]]
    complete: bool


def listed(parcel: ParcelView) -> list[Listed]:
    """Return a parcel's documents: those to print certificates from, the report, the summaries."""
    path = f"/portal/consignments/{parcel.consignment_id}/documents"
    return [*_to_print(parcel, path), *_that_travel(parcel, path)]


def _to_print(parcel: ParcelView, path: str) -> list[Listed]:
    """Return the files to print the certificates from: the awarding organisation sees them, and nobody else."""
    names = [name for name in parcel.documents if name.startswith(CERTIFICATES)]
    forms = [
        (f"PDF {n}" if len(names) > 1 else "PDF", f"{path}/{name}")
        for n, name in enumerate(names, start=1)
    ]
    complete = not set(names) & set(parcel.incomplete_documents)
    return [Listed("Certificates, to print", forms, complete=complete)] if names else []


def _that_travel(parcel: ParcelView, path: str) -> list[Listed]:
    summaries = [
        (f"{SUMMARY}-{line.course_run_id}", f"Certificate Summary of {line.course_run_id}")
        for line in parcel.lines
    ]
    return [
        Listed(
            title,
            [(suffix.upper(), f"{path}/{stem}.{suffix}") for suffix in SUFFIXES],
            complete=f"{stem}.pdf" not in parcel.incomplete_documents,
        )
        for stem, title in [(REPORT, "Certification Report"), *summaries]
        if f"{stem}.pdf" in parcel.documents
    ]


def again(visit: Visit) -> Response:
    """POST /portal/consignments/{consignment_id}/documents: the awarding organisation has them made again."""
    consignment_id = visit.request.path("consignment_id")
    fresh = make_documents_again(visit.call, consignment_id).fresh
    done = "documents" if fresh else "documents-before"
    return see_other(f"/portal/consignments/{consignment_id}?done={done}")


def to_parcel(visit: Visit) -> Response:
    """GET of where that form leads, as when an address is opened again: back to the parcel."""
    return see_other(f"/portal/consignments/{visit.request.path('consignment_id')}")


def download(visit: Visit) -> Response:
    """GET /portal/consignments/{consignment_id}/documents/{name}: to those who may see the parcel."""
    consignment_id, name = visit.request.path("consignment_id"), visit.request.typed_path("name")
    return see_other(link_to_document(visit.call, wiring.cabinet(), consignment_id, name))


def download_certificate(visit: Visit) -> Response:
    """GET /portal/certificates/{certificate_number}: to the awarding organisation."""
    number = visit.request.typed_path("certificate_number")
    return see_other(link_to_certificate(visit.call, wiring.cabinet(), number))


def download_printing(visit: Visit) -> Response:
    """GET /portal/course-runs/{course_run_id}/certificates/{block}/documents/{name}: to the awarding organisation."""
    request = visit.request
    of = (request.path("course_run_id"), request.path("block"), request.typed_path("name"))
    return see_other(link_to_printing(visit.call, wiring.cabinet(), *of))
