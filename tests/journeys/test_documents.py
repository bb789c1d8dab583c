"""A parcel's documents, over HTTP: made after the dispatch, listed, and fetched by those whom they concern."""

import csv
import io
import json
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
import typst
from pypdf import PdfReader

from infra.local.stack import Stack
from shared.domain.documents import names_of
from shared.services import make_documents as making
from tests.journeys.conftest import TLS, Office, told


def dispatched(office: Office, learners: int = 2) -> tuple[str, dict[str, Any]]:
    run = office.register(learners=learners)
    office.submit(run, learners=learners)
    office.verify()
    office.issue(run)
    return run, office.dispatch()


def fetched(client: httpx.Client, consignment_id: str, name: str) -> httpx.Response:
    """The document, by the link that the answer leads to: without a token, as a browser follows it."""
    answer = client.get(f"/consignments/{consignment_id}/documents/{name}")
    assert answer.status_code == 302, answer.text
    assert answer.headers["cache-control"] == "no-store"
    found = httpx.get(answer.headers["location"], verify=TLS)
    assert found.status_code == 200, found.text
    return found


def test_dispatched_then_listed_then_fetched(office: Office) -> None:
    run, parcel = dispatched(office)
    consignment_id = parcel["consignment_id"]
    path = f"/consignments/{consignment_id}"
    before = told(office.centre.get(path))
    assert (before["documents"], before["documents_status"]) == ([], "waiting")
    assert office.centre.get(f"{path}/documents/{parcel['documents'][0]}").status_code == 404
    office.stack.settle()
    after = told(office.centre.get(path))
    assert after["documents"] == parcel["documents"] == names_of([run])
    assert after["documents_status"] == "made"
    numbers = [each["certificate"]["certificate_number"] for each in office.run(run)["learners"]]
    for client in (office.ao, office.centre):
        pdf = fetched(client, consignment_id, f"certificate-summary-{run}.pdf")
        assert pdf.headers["content-type"] == "application/pdf"
        text = PdfReader(io.BytesIO(pdf.content)).pages[0].extract_text()
        assert all(number in text for number in numbers)
        assert "Siân Llŷr 0" in text
        assert "Example Awards" in text
        rows = fetched(client, consignment_id, f"certificate-summary-{run}.csv").content
        table = list(csv.DictReader(io.StringIO(rows.decode("utf-8-sig"))))
        assert [row["certificate_number"] for row in table] == numbers
        report = json.loads(fetched(client, consignment_id, "certification-report.json").content)
        assert [each["course_run_id"] for each in report["course_runs"]] == [run]


def test_the_link_holds_for_a_minute(office: Office) -> None:
    _, parcel = dispatched(office)
    office.stack.settle()
    path = f"/consignments/{parcel['consignment_id']}/documents/certification-report.pdf"
    link = urlsplit(office.ao.get(path).headers["location"])
    said = parse_qs(link.query)
    assert said["X-Amz-Expires"] == ["60"]
    assert said["X-Amz-Algorithm"] == ["AWS4-HMAC-SHA256"]


def test_others_find_nothing(stack: Stack, office: Office) -> None:
    _, parcel = dispatched(office)
    office.stack.settle()
    path = f"/consignments/{parcel['consignment_id']}/documents/certification-report.pdf"
    tokens = [
        stack.sign_in("centre", centre_id="another-centre"),
        stack.sign_in("verifier", verifier_id=office.verifier_id),
    ]
    for token in tokens:
        headers = {"authorization": f"Bearer {token}"}
        assert office.anyone.get(path, headers=headers).status_code == 404
    assert office.anyone.get(path).status_code == 401
    assert office.ao.get(path).status_code == 302


@pytest.mark.parametrize(
    "name", ["certification-report.exe", "..%2F..%2Freports", "certificate-summary-x.pdf", "%00"]
)
def test_no_other_name_leads_anywhere(office: Office, name: str) -> None:
    _, parcel = dispatched(office, learners=1)
    office.stack.settle()
    path = f"/consignments/{parcel['consignment_id']}/documents/{name}"
    assert office.ao.get(path).status_code == 404


def test_what_is_made_is_made_once_however_often_it_is_delivered(office: Office) -> None:
    _, parcel = dispatched(office)
    office.stack.settle()
    consignment_id = parcel["consignment_id"]
    first = fetched(office.ao, consignment_id, "certification-report.pdf").content
    image = {"consignment_id": {"S": consignment_id}}
    record = {"dynamodb": {"SequenceNumber": "1", "NewImage": image}}
    answer = office.stack.invoker.invoke("DocumentsFunction", {"Records": [record, record]})
    assert answer == {"batchItemFailures": []}
    assert fetched(office.ao, consignment_id, "certification-report.pdf").content == first
    s3, bucket = office.stack.client("s3"), office.stack.deployment.outputs["DocumentsBucketName"]
    prefix = f"documents/{consignment_id}/"
    versions = s3.list_object_versions(Bucket=bucket, Prefix=prefix)["Versions"]
    assert len(versions) == 7


class Failing:
    """Prints no report for so many times, as when the cause is not mended yet."""

    def __init__(self, times: int) -> None:
        self.times, self.tries, self.print = times, 0, making.report_pdf

    def __call__(self, *of: Any) -> Any:
        self.tries += 1
        if self.tries <= self.times:
            raise typst.TypstError("A fault of the template")
        return self.print(*of)


def failing(monkeypatch: pytest.MonkeyPatch, times: int) -> Failing:
    printer = Failing(times)
    monkeypatch.setattr(making, "report_pdf", printer)
    return printer


def test_what_fails_is_tried_again_by_the_stream(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, parcel = dispatched(office)
    printer = failing(monkeypatch, times=2)
    office.stack.settle()
    shown = told(office.centre.get(f"/consignments/{parcel['consignment_id']}"))
    assert (printer.tries, shown["documents_status"]) == (3, "made")


def test_what_is_given_up_shows_and_is_made_when_the_organisation_asks(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    run, parcel = dispatched(office)
    path = f"/consignments/{parcel['consignment_id']}"
    with monkeypatch.context() as patched:
        printer = failing(patched, times=100)
        office.stack.settle()
        assert printer.tries == 6
    for client in (office.ao, office.centre):
        shown = told(client.get(path))
        assert (shown["documents"], shown["documents_status"]) == ([], "failed")
    assert office.centre.post(f"{path}/documents").status_code == 403
    asked = told(office.ao.post(f"{path}/documents"), 201)
    assert asked["documents_status"] == "waiting"
    assert told(office.ao.post(f"{path}/documents"), 200) == asked
    office.stack.settle()
    shown = told(office.centre.get(path))
    assert (shown["documents"], shown["documents_status"]) == (names_of([run]), "made")
    assert fetched(office.centre, parcel["consignment_id"], shown["documents"][0])
