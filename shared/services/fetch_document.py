"""Whoever may see a parcel fetches its documents, through a link that holds for a moment."""

from shared.documents import objects
from shared.documents.objects import Cabinet
from shared.domain.faults import NotFound
from shared.services import seen
from shared.services.call import Call


def link_to_document(call: Call, cabinet: Cabinet, consignment_id: str, name: str) -> str:
    """Return the address of a parcel's document; raises NotFound where it has none of that name."""
    _, documents = seen.parcel(call, consignment_id)
    if name not in documents.names:
        raise NotFound("There is no such document of this consignment.")
    return objects.link(cabinet, consignment_id, name)
