"""The documents of a parcel: what the parcel's page lists, and where each leads."""

from dataclasses import dataclass

from functions.portal.visits import Visit
from shared.domain.documents import REPORT, SUFFIXES, SUMMARY
from shared.pages.rendering import see_other
from shared.runtime import wiring
from shared.runtime.http import Response
from shared.services.fetch_document import link_to_document
from shared.services.make_documents_again import make_documents_again
from shared.services.views import ParcelView


@dataclass(frozen=True, slots=True)
class Listed:
    """A document with its forms, each by what it is called and where it is; `complete` as its PDF is."""

    title: str
    forms: list[tuple[str, str]]
    complete: bool


def listed(parcel: ParcelView) -> list[Listed]:
    """Return a parcel's documents, the report first."""
    path = f"/portal/consignments/{parcel.consignment_id}/documents"
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
