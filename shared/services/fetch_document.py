"""Whoever may see a document fetches it, through a link that holds for a moment."""

from shared.documents import objects
from shared.documents.objects import Cabinet
from shared.domain.faults import NotFound
from shared.domain.identifiers import certificate_number, read_certificate_number
from shared.domain.people import Role
from shared.domain.printed_certificates import Printing, file_of
from shared.services import seen
from shared.services.call import Call
from shared.store import certificates, printings

NO_SUCH_CERTIFICATE = "There is no such certificate, or it is not printed yet."


def link_to_document(call: Call, cabinet: Cabinet, consignment_id: str, name: str) -> str:
    """Return the address of a parcel's document; raises NotFound where the caller sees none of that name."""
    _, documents = seen.parcel(call, consignment_id)
    if name not in documents.names:
        raise NotFound("There is no such document of this consignment.")
    return objects.link(cabinet, objects.of_consignment(consignment_id), name)


def link_to_certificate(call: Call, cabinet: Cabinet, typed: str) -> str:
    """Return the address of a certificate's PDF, by its number as typed: to the awarding organisation alone.

    Raises NotFound, for a centre prints no certificates.
    """
    if call.caller.role is not Role.AWARDING_ORGANISATION:
        raise NotFound(NO_SUCH_CERTIFICATE)
    try:
        block, serial = read_certificate_number(typed)
    except ValueError:
        raise NotFound(NO_SUCH_CERTIFICATE) from None
    number, behind = certificate_number(block, serial), certificates.behind(call.table, block)
    issued = behind.batch.certificates if behind else []
    if behind is None or number not in {each.certificate_number for each in issued}:
        raise NotFound(NO_SUCH_CERTIFICATE)
    run = behind.head.course_run_id
    return _link(cabinet, run, printings.load(call.table, run, block), file_of(number))


def link_to_printing(
    call: Call, cabinet: Cabinet, course_run_id: str, block: str, name: str
) -> str:
    """Return the address of a file of a batch's certificates: to the awarding organisation alone."""
    printing = printings.load(call.table, course_run_id, block)
    if call.caller.role is not Role.AWARDING_ORGANISATION or name not in printing.names:
        raise NotFound("There is no such file of certificates.")
    return _link(cabinet, course_run_id, printing, name)


def _link(cabinet: Cabinet, course_run_id: str, printing: Printing, name: str) -> str:
    if printing.template is None:
        raise NotFound(NO_SUCH_CERTIFICATE)
    folder = objects.of_batch(course_run_id, printing.block, printing.template)
    return objects.link(cabinet, folder, name)
