"""The Certification Report leads whoever opens the parcel to where the portal takes CRF Received."""

import io
from typing import Any
from urllib.parse import urlsplit

from pypdf import PdfReader

from functions.portal.routes import ROUTES
from functions.portal.routing import routed
from shared.documents.certification_report import report_pdf
from shared.documents.qr_code import qr_code
from tests.documents.papers import LETTERHEAD, PARCEL, PORTAL, report_of, summary

ADDRESS = f"{PORTAL}/portal/consignments/{PARCEL.consignment_id}/receipt"


def printed(portal: str = PORTAL) -> PdfReader:
    content = report_pdf(report_of(summary()), LETTERHEAD, portal)
    assert content.complete
    return PdfReader(io.BytesIO(content.content), strict=True)


def figures(reader: PdfReader) -> list[Any]:
    objects = (reader.get_object(n) for n in range(1, reader.trailer["/Size"]))
    return [each for each in objects if isinstance(each, dict) and each.get("/S") == "/Figure"]


def test_a_code_says_in_words_what_it_opens() -> None:
    (figure,) = figures(printed())
    assert figure["/Alt"] == "QR code of the page that confirms consignment P-7Q3F9K2M"


def test_its_address_is_printed_to_be_typed_and_is_a_link_on_a_screen() -> None:
    page = printed().pages[0]
    assert ADDRESS.removeprefix("https://") in page.extract_text()
    links = [each.get_object()["/A"]["/URI"] for each in page["/Annots"]]
    assert links == [ADDRESS]


def test_a_long_address_stays_on_the_page() -> None:
    portal = f"https://{'certification.' * 6}awards.example/portal-of-centres"
    text = printed(portal).pages[0].extract_text()
    assert "P-7Q3F9K2M/receipt" in "".join(text.replace("\u200b", "").split())


def test_it_is_the_address_of_a_page() -> None:
    asked = {"requestContext": {"http": {"method": "GET"}}, "rawPath": urlsplit(ADDRESS).path}
    found = routed(asked, ROUTES)
    assert found["routeKey"] == "GET /portal/consignments/{consignment_id}/receipt"
    assert found["pathParameters"] == {"consignment_id": PARCEL.consignment_id}


def test_a_code_is_the_same_for_the_same_address_and_no_other() -> None:
    assert qr_code(ADDRESS) == qr_code(ADDRESS)
    assert qr_code(ADDRESS) != qr_code(ADDRESS.replace("P-7", "P-8"))
