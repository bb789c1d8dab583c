"""Certificates over HTTP: printed once issued, fetched by the awarding organisation, by a template of its own."""

import io

import httpx
import pytest
from pypdf import PdfReader

from infra.local.stack import Stack
from tests.journeys.conftest import TLS, Office, told

TEMPLATE = "/certificate-template"
PLAIN = {"content-type": "text/plain"}


def issued(office: Office) -> tuple[str, list[str]]:
    """A course run whose certificates are printed, and their numbers."""
    run = office.register()
    office.submit(run)
    office.verify()
    numbers = [each["certificate_number"] for each in office.issue(run)["certificates"]]
    office.stack.settle()
    return run, numbers


def fetched(client: httpx.Client, path: str) -> str:
    """The text of a PDF, by the link that the answer leads to: without a token, as a browser follows it."""
    answer = client.get(path)
    assert answer.status_code == 302, answer.text
    found = httpx.get(answer.headers["location"], verify=TLS)
    assert found.headers["content-type"] == "application/pdf"
    pages = PdfReader(io.BytesIO(found.content)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def test_issued_then_printed_then_fetched_by_the_organisation(office: Office) -> None:
    run, numbers = issued(office)
    (printing,) = told(office.ao.get(f"/course-runs/{run}"))["printings"]
    assert (printing["status"], printing["certificates"]) == ("made", 2)
    files = f"/course-runs/{run}/certificates/{printing['block']}/documents"
    together = fetched(office.ao, f"{files}/certificates.pdf")
    assert all(number in together for number in numbers)
    alone = fetched(office.ao, f"/certificates/{numbers[0]}/document")
    assert "Siân Llŷr 0" in alone
    assert numbers[1] not in alone


def test_nobody_else_finds_them(stack: Stack, office: Office) -> None:
    run, numbers = issued(office)
    (printing,) = told(office.ao.get(f"/course-runs/{run}"))["printings"]
    parcel = office.dispatch()["consignment_id"]
    office.stack.settle()
    paths = [
        f"/course-runs/{run}/certificates/{printing['block']}/documents/certificates.pdf",
        f"/certificates/{numbers[0]}/document",
        f"/consignments/{parcel}/documents/certificates.pdf",
    ]
    others = [
        stack.sign_in("centre", centre_id=office.centre_id),
        stack.sign_in("centre", centre_id="another-centre"),
        stack.sign_in("verifier", verifier_id=office.verifier_id),
    ]
    for path in paths:
        assert office.ao.get(path).status_code == 302
        assert office.anyone.get(path).status_code == 401
        for token in others:
            headers = {"authorization": f"Bearer {token}"}
            assert office.anyone.get(path, headers=headers).status_code == 404
    assert told(office.centre.get(f"/course-runs/{run}"))["printings"] == []
    listed = told(office.centre.get(f"/consignments/{parcel}"))["documents"]
    assert not [name for name in listed if name.startswith("certificates")]


def test_a_template_is_in_force_from_the_next_batch_on(office: Office) -> None:
    _, before = issued(office)
    ours = office.ao.get(TEMPLATE).text
    changed = ours.replace("This is to certify that", "Let it be known that")
    assert office.centre.put(TEMPLATE, content=changed, headers=PLAIN).status_code == 403
    taken = told(office.ao.put(TEMPLATE, content=changed.encode(), headers=PLAIN), 201)
    try:
        run, after = issued(office)
        assert "Let it be known" in fetched(office.ao, f"/certificates/{after[0]}/document")
        assert "This is to certify" in fetched(office.ao, f"/certificates/{before[0]}/document")
        (printing,) = told(office.ao.get(f"/course-runs/{run}"))["printings"]
        assert printing["template"] == taken["sha256"]
    finally:
        office.ao.put(TEMPLATE, content=ours.encode(), headers=PLAIN)


@pytest.mark.parametrize(
    ("template", "told_of"), [("#no", "unknown variable: no"), ("= Certificate", "PDF/UA-1")]
)
def test_a_template_that_prints_nothing_is_refused_as_typst_does(
    office: Office, template: str, told_of: str
) -> None:
    before = office.ao.get(TEMPLATE).text
    refused = told(office.ao.put(TEMPLATE, content=template, headers=PLAIN), 422)
    assert told_of in refused["errors"][0]["detail"]
    assert office.ao.get(TEMPLATE).text == before
