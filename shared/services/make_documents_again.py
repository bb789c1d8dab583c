"""The AO has a parcel's documents made again: they could not be made, or lack characters that no font had."""

from datetime import datetime

from shared.domain.documents import Documents, Making
from shared.domain.faults import Conflict, Forbidden
from shared.domain.fields import Fact
from shared.domain.people import Role
from shared.services import seen
from shared.services.call import Answer, Call, use_case
from shared.store import consignments


class DocumentsRequested(Fact):
    """The answer to asking for documents again; the ones that were made before stay until they are replaced."""

    consignment_id: str
    documents_status: Making
    asked_at: datetime | None


@use_case(DocumentsRequested)
def make_documents_again(call: Call, consignment_id: str) -> Answer[DocumentsRequested]:
    """Ask for a parcel's documents again; while they are being made, they are the ones asked for.

    Once made whole, asking again changes nothing; it is a Conflict where that was so without ever being asked for.
    """
    if call.caller.role is not Role.AWARDING_ORGANISATION:
        raise Forbidden("This is for the awarding organisation.")
    consignment, before = seen.parcel(call, consignment_id)
    if before.whole and before.asked_at is None:
        told = {"documents_status": before.status}
        raise Conflict("These documents are made, and nothing is missing in them.", told)
    if before.whole or before.status_at(call.now, consignment.recorded_at) is Making.WAITING:
        return Answer(_told(consignment_id, before), fresh=False)
    asked = Documents(
        status=Making.WAITING,
        documents=before.documents,
        asked_at=call.now,
        asked_by=call.caller.subject,
    )
    put = consignments.ask_for_documents(consignment_id, before, asked)
    return call.save([put], _told(consignment_id, asked))


def _told(consignment_id: str, documents: Documents) -> DocumentsRequested:
    return DocumentsRequested(
        consignment_id=consignment_id,
        documents_status=documents.status,
        asked_at=documents.asked_at,
    )
