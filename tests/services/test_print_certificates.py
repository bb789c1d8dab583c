"""Certificates are printed once they are issued: kept, sealed, listed, and the same however often it is asked."""

import hashlib
import io
import json
from typing import Any

import pytest
from pypdf import PdfReader

from shared.documents.certificate import our_template
from shared.documents.press import NotPrinted
from shared.domain import limits
from shared.domain.documents import Making
from shared.domain.faults import Conflict, Forbidden, NotFound
from shared.domain.printed_certificates import CertificateTemplate, Printing
from shared.services import print_certificates as printing
from shared.services.fetch_document import (
    link_to_certificate,
    link_to_document,
    link_to_printing,
)
from shared.services.make_documents import make_documents
from shared.services.print_again import print_again
from shared.services.print_certificates import Printer, print_batch
from shared.services.track import show_consignment, show_course_run
from shared.services.views import PrintingView
from shared.store import printings
from tests.services.test_make_documents import LETTERHEAD, PORTAL
from tests.services.world import World

SHA256 = hashlib.sha256(our_template().encode()).hexdigest()


def printer(world: World) -> Printer:
    return Printer(world.service(), world.cabinet, LETTERHEAD, PORTAL)


def block_of(world: World, run: str = "R1", batch: int = -1) -> str:
    return str(sorted(world.batches(run), key=lambda each: each["issued_at"])[batch]["block"])


def print_latest(world: World, run: str = "R1") -> Printing:
    return print_batch(printer(world), run, block_of(world, run))


def shown(world: World, run: str = "R1") -> list[PrintingView]:
    return show_course_run(world.ao(), run).printings


def set_template(world: World, source: str) -> str:
    """Put a template in force without trying it."""
    sha256 = printing.objects.keep_template(world.cabinet, source)
    before = printings.template_in_force(world.table)
    after = CertificateTemplate(sha256=sha256, size=len(source), set_at=world.now)
    world.table.write(printings.set_template(before, after, world.ao().caller))
    return sha256


def text(content: bytes) -> str:
    return " ".join(
        " ".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages).split()
    )


def test_a_batch_gets_a_pdf_for_each_certificate_and_a_file_of_all(world: World) -> None:
    issued = world.certificated("R1").certificates
    (before,) = shown(world)
    assert (before.status, before.documents, before.certificates) == (Making.WAITING, [], 3)
    print_latest(world)
    folder = f"certificates/R1/{block_of(world)}/{SHA256}"
    found = world.documents()
    singles = [f"{folder}/{each.certificate_number}.pdf" for each in issued]
    others = [f"{folder}/certificates.pdf", f"{folder}/certificates.json"]
    assert set(found) == {*singles, *others, f"certificate-templates/{SHA256}.typ"}
    names = {each.learner_id: each.name for each in world.registered["R1"].learners}
    for each, key in zip(issued, singles, strict=True):
        said = text(found[key])
        assert names[each.learner_id] in said
        assert each.certificate_number in said
        assert "23/11/2026" in said
    together = text(found[others[0]])
    assert all(each.certificate_number in together for each in issued)
    (after,) = shown(world)
    assert after.status is Making.MADE
    assert (after.template, after.incomplete_documents) == (SHA256, [])
    assert after.documents == ["certificates.pdf", "certificates.json"]
    assert found[f"certificate-templates/{SHA256}.typ"].decode() == our_template()


def test_the_list_seals_every_pdf_and_the_table_seals_the_list(world: World) -> None:
    world.certificated("R1")
    made = print_latest(world)
    folder = f"certificates/R1/{made.block}/{SHA256}"
    found = world.documents()
    listing = found[f"{folder}/certificates.json"]
    assert made.documents[-1].sha256 == hashlib.sha256(listing).hexdigest()
    said = json.loads(listing)
    assert said["template"] == SHA256
    for each in said["documents"]:
        content = found[f"{folder}/{each['name']}"]
        assert (hashlib.sha256(content).hexdigest(), len(content)) == (each["sha256"], each["size"])
    assert len(said["documents"]) == 4


def test_units_and_kinds_are_as_the_results_say(world: World) -> None:
    world.open_run("R1", learners=2, units=2)
    world.submit("R1", L2="an")
    world.link("R1")
    world.decide("R1")
    whole, some = world.issue("R1").certificates
    folder = f"certificates/R1/{print_latest(world).block}/{SHA256}"
    found = world.documents()
    assert "10 credits" in text(found[f"{folder}/{whole.certificate_number}.pdf"])
    said = text(found[f"{folder}/{some.certificate_number}.pdf"])
    assert "Unit certificate" in said
    assert "Unit 1" in said
    assert "Unit 2" not in said
    assert "5 credits" in said


def test_the_date_of_issue_is_londons(world: World) -> None:
    # Half past eleven in the evening of 30 June in UTC is 1 July in London.
    world.certificated("R1")
    (item,) = [i for i in world.items("snapshot") if i["sk"].startswith("RUN#CERTIFICATES#")]
    (batch,) = world.batches("R1")
    from shared.domain.certificates import IssuedCertificates
    from shared.store.certificates import issue

    late = IssuedCertificates.model_validate(batch | {"issued_at": "2026-06-30T23:30:00Z"})
    world.table.put({**issue("R1", late)[0].item, "sk": item["sk"]})
    made = print_latest(world)
    assert "01/07/2026" in text(
        world.documents()[f"certificates/R1/{made.block}/{SHA256}/certificates.pdf"]
    )
    world.table.put(item)


def test_delivered_twice_it_is_one_set(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    world.certificated("R1")
    first, objects = print_latest(world), world.documents()
    world.wait(days=1)
    with monkeypatch.context() as patched:
        patched.setattr(printing.press, "printed", None)
        assert print_latest(world) == first
    # Even where the first delivery died before it could say that it was done.
    (item,) = world.items("printing")
    before = dict(item)
    world.table.put(item | {"status": "failed"})
    print_latest(world)
    assert world.documents() == objects
    assert world.items("printing") == [before]


def test_two_deliveries_at_once_record_one_set(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.certificated("R1")
    really = printing.press.printed

    def meanwhile(*of: Any) -> Any:
        monkeypatch.setattr(printing.press, "printed", really)
        print_latest(world)
        return really(*of)

    monkeypatch.setattr(printing.press, "printed", meanwhile)
    print_latest(world)
    (item,) = world.items("printing")
    assert item["status"] == "made"


def test_a_failure_shows_and_is_printed_again_once_it_is_mended(world: World) -> None:
    world.certificated("R1")
    set_template(world, "#panic()")
    with pytest.raises(NotPrinted):
        print_latest(world)
    (failed,) = shown(world)
    assert (failed.status, failed.documents) == (Making.FAILED, [])
    # No other template takes its place.
    assert [key for key in world.documents() if key.startswith("certificates/")] == []
    world.wait(minutes=1)
    mended = set_template(world, our_template())
    told = print_again(world.ao(), "R1")
    assert told.fresh
    assert told.body.printing == [failed.block]
    (asked,) = world.items("printing")
    assert (asked["status"], asked["course_run_id"], asked["block"]) == (
        "waiting",
        "R1",
        failed.block,
    )
    assert print_latest(world).template == mended
    again = print_again(world.ao(), "R1")
    assert (again.fresh, again.body.others) == (False, [failed.block])


def test_what_is_being_printed_is_what_is_asked_for(world: World) -> None:
    world.certificated("R1")
    assert not print_again(world.ao(), "R1").fresh
    assert world.items("printing") == []
    # What ran out of time or memory could not say that it failed.
    world.wait(minutes=91)
    assert [each.status for each in shown(world)] == [Making.FAILED]
    assert print_again(world.ao(), "R1").fresh
    (first,) = world.items("printing")
    assert (first["status"], first["asked_by"]) == ("waiting", "dispatch-desk")
    assert not print_again(world.ao(), "R1").fresh
    world.wait(minutes=91)
    assert print_again(world.ao(), "R1").fresh
    (second,) = world.items("printing")
    # Another item, or no stream would tell of it.
    assert first != second
    print_latest(world)
    assert [each.status for each in shown(world)] == [Making.MADE]


def test_what_was_printed_stays_while_it_is_printed_again(world: World) -> None:
    first, *_ = world.certificated("R1").certificates
    before = print_latest(world)
    world.wait(minutes=1)
    set_template(world, our_template() + "\n// Ours")
    print_again(world.ao(), "R1")
    (asked,) = shown(world)
    assert (asked.status, asked.documents) == (Making.WAITING, before.names)
    assert SHA256 in link_to_certificate(world.ao(), world.cabinet, first.certificate_number)


def test_another_template_is_for_what_has_not_left(world: World) -> None:
    world.certificated("R1")
    first = print_latest(world)
    world.wait(minutes=1)
    another = set_template(world, our_template() + "\n// Ours")
    told = print_again(world.ao(), "R1").body
    assert told.printing == [first.block]
    assert print_latest(world).template == another
    kept = {key.split("/")[3] for key in world.documents() if key.startswith("certificates/")}
    assert kept == {SHA256, another}
    world.dispatch(course_run_ids=["R1"])
    world.wait(minutes=1)
    set_template(world, our_template() + "\n// Ours, too")
    assert not print_again(world.ao(), "R1").fresh


def test_only_the_organisation_has_them_printed_again(world: World) -> None:
    world.verified("R1")
    with pytest.raises(Conflict):
        print_again(world.ao(), "R1")
    for who in (world.centre("C1"), world.verifier()):
        with pytest.raises(Forbidden):
            print_again(who, "R1")
    with pytest.raises(NotFound):
        print_again(world.centre("C2"), "R1")


def test_a_parcel_gets_a_file_of_its_certificates_that_its_centre_does_not_see(
    world: World,
) -> None:
    issued = [*world.certificated("R1").certificates, *world.certificated("R2").certificates]
    parcel = world.dispatch(course_run_ids=["R1", "R2"]).consignment_id
    make_documents(world.service(), world.cabinet, LETTERHEAD, PORTAL, parcel)
    said = text(world.documents()[f"documents/{parcel}/certificates.pdf"])
    assert all(each.certificate_number in said for each in issued)
    assert "certificates.pdf" in show_consignment(world.ao(), parcel).documents
    assert "certificates.pdf" not in show_consignment(world.centre("C1"), parcel).documents
    assert link_to_document(world.ao(), world.cabinet, parcel, "certificates.pdf")
    with pytest.raises(NotFound):
        link_to_document(world.centre("C1"), world.cabinet, parcel, "certificates.pdf")
    # Nobody had printed them before: they are now.
    assert [each.status for run in ("R1", "R2") for each in shown(world, run)] == [Making.MADE] * 2


def test_a_parcels_file_is_printed_as_each_batch_was(world: World) -> None:
    world.certificated("R1")
    print_latest(world, "R1")
    world.wait(minutes=1)
    set_template(world, our_template().replace("This is to certify", "Let it be known"))
    world.certificated("R2")
    parcel = world.dispatch(course_run_ids=["R1", "R2"]).consignment_id
    make_documents(world.service(), world.cabinet, LETTERHEAD, PORTAL, parcel)
    found = world.documents()
    assert "This is to certify" in text(found[f"documents/{parcel}/certificates-1.pdf"])
    assert "Let it be known" in text(found[f"documents/{parcel}/certificates-2.pdf"])


def test_many_certificates_are_divided_over_files(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "CERTIFICATES_PER_FILE", 2)
    issued = world.certificated("R1").certificates
    made = print_latest(world)
    assert made.names == ["certificates-1.pdf", "certificates-2.pdf", "certificates.json"]
    folder = f"certificates/R1/{made.block}/{SHA256}"
    last = text(world.documents()[f"{folder}/certificates-2.pdf"])
    assert [each.certificate_number in last for each in issued] == [False, False, True]


def test_a_certificate_is_fetched_by_its_number_by_the_organisation_alone(world: World) -> None:
    first, *_ = world.certificated("R1").certificates
    number = first.certificate_number
    with pytest.raises(NotFound):
        link_to_certificate(world.ao(), world.cabinet, number)
    made = print_latest(world)
    link = link_to_certificate(world.ao(), world.cabinet, number.lower().replace("-", " "))
    assert f"/certificates/R1/{made.block}/{SHA256}/{number}.pdf?" in link
    assert link_to_printing(world.ao(), world.cabinet, "R1", made.block, "certificates.pdf")
    for who in (world.centre("C1"), world.centre("C2"), world.verifier()):
        with pytest.raises(NotFound):
            link_to_certificate(who, world.cabinet, number)
        with pytest.raises(NotFound):
            link_to_printing(who, world.cabinet, "R1", made.block, "certificates.pdf")
    assert show_course_run(world.centre("C1"), "R1").printings == []
    assert show_course_run(world.verifier(), "R1").printings == []


@pytest.mark.parametrize("number", ["", "K7M2-Q4A0-0010", "nothing", "K7M2" * 500])
def test_no_other_number_leads_anywhere(world: World, number: str) -> None:
    world.certificated("R1")
    print_latest(world)
    with pytest.raises(NotFound):
        link_to_certificate(world.ao(), world.cabinet, number)


@pytest.mark.parametrize("name", ["", "certificates-2.pdf", "../certificates.pdf"])
def test_no_other_name_leads_anywhere(world: World, name: str) -> None:
    world.certificated("R1")
    made = print_latest(world)
    with pytest.raises(NotFound):
        link_to_printing(world.ao(), world.cabinet, "R1", made.block, name)
    with pytest.raises(NotFound):
        link_to_printing(world.ao(), world.cabinet, "R1", "NOBLOCK", "certificates.pdf")


def test_a_character_without_a_font_is_marked(world: World) -> None:
    learners = [{"learner_id": "L1", "name": "ᏣᎳᎩ"}, {"learner_id": "L2", "name": "Zoë"}]
    world.certificated("R1", learners=learners)
    made = print_latest(world)
    (view,) = shown(world)
    assert view.incomplete_documents == ["certificates.pdf"]
    listing = json.loads(
        world.documents()[f"certificates/R1/{made.block}/{SHA256}/certificates.json"]
    )
    assert [each["complete"] for each in listing["documents"]] == [False, True, False]


def test_a_replacement_is_printed_as_one(world: World) -> None:
    world.certificated("R1")
    (item,) = [i for i in world.items("snapshot") if i["sk"].startswith("RUN#CERTIFICATES#")]
    (batch,) = world.batches("R1")
    from shared.domain.certificates import IssuedCertificates
    from shared.store.certificates import issue

    batch["certificates"][0] |= {"replaces": "K7M2-Q4A0-0010", "name": "Zoë Married"}
    changed = IssuedCertificates.model_validate(batch)
    world.table.put({**issue("R1", changed)[0].item, "sk": item["sk"]})
    made = print_latest(world)
    number = batch["certificates"][0]["certificate_number"]
    said = text(world.documents()[f"certificates/R1/{made.block}/{SHA256}/{number}.pdf"])
    assert "Replacement certificate, issued in place of K7M2-Q4A0-0010" in said
    assert "Zoë Married" in said
    world.table.put(item)


def test_its_objects_say_what_they_are(world: World) -> None:
    first, *_ = world.certificated("R1").certificates
    made = print_latest(world)
    name = f"{first.certificate_number}.pdf"
    key = f"certificates/R1/{made.block}/{SHA256}/{name}"
    found = world.clients["s3"].get_object(Bucket=world.cabinet.bucket, Key=key)
    assert found["ContentType"] == "application/pdf"
    assert found["CacheControl"] == "no-store"
    assert found["ContentDisposition"] == f'attachment; filename="R1-{name}"'
