"""A recorded parcel gets its documents once: kept, listed, and the same however often they are made."""

import csv
import io
import json
from typing import Any

import pytest
import typst
from pypdf import PdfReader

from shared.documents.printing import Letterhead
from shared.domain.documents import Documents, Making, names_of
from shared.services import make_documents as making
from shared.services.make_documents import make_documents
from shared.services.track import show_consignment
from tests.services.world import World

PORTAL = "https://portal.example"
LETTERHEAD = Letterhead("Example Awards", "#4c2c63", "questions@awards.example")


def made(world: World, parcel: str) -> Documents:
    return make_documents(world.service(), world.cabinet, LETTERHEAD, PORTAL, parcel)


def document(world: World, parcel: str, name: str) -> bytes:
    return world.documents()[f"documents/{parcel}/{name}"]


def summary(world: World, parcel: str, run: str = "R1") -> Any:
    return json.loads(document(world, parcel, f"certificate-summary-{run}.json"))


def test_a_parcel_gets_a_report_and_a_summary_for_each_course_run(world: World) -> None:
    world.certificated("R1")
    world.certificated("R2")
    told = world.dispatch(course_run_ids=["R1", "R2"])
    before = show_consignment(world.ao(), told.consignment_id)
    assert (before.documents, before.documents_status) == ([], Making.WAITING)
    made(world, told.consignment_id)
    names = names_of(["R1", "R2"])
    assert told.documents == names
    to_print = ["certificates.pdf"]
    mine = {key for key in world.documents() if key.startswith("documents/")}
    assert mine == {f"documents/{told.consignment_id}/{name}" for name in [*names, *to_print]}
    for call, more in ((world.ao(), to_print), (world.centre("C1"), [])):
        shown = show_consignment(call, told.consignment_id)
        assert shown.documents == [*names, *more]
        assert shown.documents_status is Making.MADE
        assert shown.incomplete_documents == []


def test_a_summary_says_the_same_in_every_form(world: World) -> None:
    issued = world.certificated("R1").certificates
    parcel = world.dispatch(course_run_ids=["R1"]).consignment_id
    made(world, parcel)
    content = summary(world, parcel)
    numbers = [each.certificate_number for each in issued]
    assert [each["certificate_number"] for each in content["certificates"]] == numbers
    names = {each.learner_id: each.name for each in world.registered["R1"].learners}
    assert {e["learner_id"]: e["name"] for e in content["certificates"]} == names
    rows = list(
        csv.DictReader(
            io.StringIO(document(world, parcel, "certificate-summary-R1.csv").decode("utf-8-sig"))
        )
    )
    assert [row["certificate_number"] for row in rows] == numbers
    pdf = PdfReader(io.BytesIO(document(world, parcel, "certificate-summary-R1.pdf")))
    text = pdf.pages[0].extract_text()
    assert all(number in text for number in numbers)
    report = json.loads(document(world, parcel, "certification-report.json"))
    assert (report["certificates"], len(report["course_runs"])) == (len(numbers), 1)


def test_who_is_held_back_is_named_as_things_stood_at_the_dispatch(world: World) -> None:
    world.open_run("R1")
    world.submit("R1")
    query = world.open_query("L2", "R1")
    world.link("R1")
    world.decide("R1")
    world.issue("R1")
    parcel = world.dispatch(course_run_ids=["R1"]).consignment_id
    # Meanwhile the query is resolved and the certificate issued: that is for the next parcel to tell.
    world.wait(minutes=1)
    world.resolve(query, "R1")
    world.issue("R1")
    made(world, parcel)
    first = summary(world, parcel)
    held = [(each["learner_id"], each["reason"]) for each in first["held_back"]]
    assert held == [("L2", "outstanding query")]
    assert "L2" not in {each["learner_id"] for each in first["certificates"]}
    world.wait(minutes=1)
    second = world.dispatch(course_run_ids=["R1"]).consignment_id
    made(world, second)
    assert [e["learner_id"] for e in summary(world, second)["certificates"]] == ["L2"]
    assert summary(world, second)["held_back"] == []


def test_who_is_released_before_the_dispatch_is_told_to_follow(world: World) -> None:
    world.released_later("R1")
    parcel = world.dispatch(course_run_ids=["R1"]).consignment_id
    made(world, parcel)
    held = [(each["learner_id"], each["reason"]) for each in summary(world, parcel)["held_back"]]
    assert held == [("L2", "query resolved, certificate to follow")]


def test_made_twice_it_is_one_set(world: World) -> None:
    parcel = world.dispatched("R1").consignment_id
    first, objects = made(world, parcel), world.documents()
    world.wait(days=1)
    assert made(world, parcel) == first
    assert len(world.items("documents")) == 1
    # Even where the first delivery died before it could say that it was done.
    (item,) = world.items("documents")
    before = dict(item)
    world.table.put(item | {"status": "failed"})
    made(world, parcel)
    assert world.documents() == objects
    assert world.items("documents") == [before]


def test_two_deliveries_at_once_record_one_set(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    parcel = world.dispatched("R1").consignment_id
    print_report = making.report_pdf

    def meanwhile(*of: Any) -> Any:
        monkeypatch.setattr(making, "report_pdf", print_report)
        made(world, parcel)
        return print_report(*of)

    monkeypatch.setattr(making, "report_pdf", meanwhile)
    made(world, parcel)
    (item,) = world.items("documents")
    assert item["status"] == "made"


def test_a_failure_shows_on_the_consignment_until_they_are_made(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    parcel = world.dispatched("R1").consignment_id

    def fails(*_: Any) -> Any:
        raise typst.TypstError("A fault of the template")

    with monkeypatch.context() as patched:
        patched.setattr(making, "report_pdf", fails)
        with pytest.raises(typst.TypstError):
            made(world, parcel)
    shown = show_consignment(world.centre("C1"), parcel)
    assert (shown.documents, shown.documents_status) == ([], Making.FAILED)
    made(world, parcel)
    shown = show_consignment(world.centre("C1"), parcel)
    assert (len(shown.documents), shown.documents_status) == (6, Making.MADE)


def test_a_character_without_a_font_is_marked(world: World) -> None:
    world.open_run("R1", title="ᏣᎳᎩ")
    world.submit("R1")
    world.link("R1")
    world.decide("R1")
    world.issue("R1")
    parcel = world.dispatch(course_run_ids=["R1"]).consignment_id
    made(world, parcel)
    shown = show_consignment(world.ao(), parcel)
    incomplete = ["certification-report.pdf", "certificate-summary-R1.pdf"]
    assert shown.incomplete_documents == incomplete
    assert len(shown.documents) == 7


def test_an_unknown_parcel_is_a_fault(world: World) -> None:
    with pytest.raises(LookupError):
        made(world, "C-0000000000")
    assert world.items("documents") == []


def test_its_objects_say_what_they_are(world: World) -> None:
    parcel = world.dispatched("R1").consignment_id
    made(world, parcel)
    found = world.clients["s3"].get_object(
        Bucket=world.cabinet.bucket, Key=f"documents/{parcel}/certification-report.pdf"
    )
    assert found["ContentType"] == "application/pdf"
    assert found["CacheControl"] == "no-store"
    named = f'attachment; filename="{parcel}-certification-report.pdf"'
    assert found["ContentDisposition"] == named
