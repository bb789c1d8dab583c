"""The files to print certificates from: on the pages of the awarding organisation, and on no others."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from infra.local.stack import Stack
from shared.documents import objects
from shared.documents.certificate import our_template
from shared.domain.people import THE_SERVICE
from shared.domain.printed_certificates import CertificateTemplate
from shared.runtime import wiring
from shared.store import printings
from tests.journeys.conftest import told
from tests.portal.conftest import Visitor
from tests.portal.office import Office, open_office


def page_of(run: str) -> str:
    return f"/portal/course-runs/{run}"


def printed(office: Office) -> tuple[str, Visitor]:
    run = office.certificated()
    office.stack.settle()
    return run, office.visitor("ao")


def put_in_force(stack: Stack, source: str) -> None:
    """Without trying it, as a template that fails on real certificates."""
    stack.invoker.take_over()
    before = printings.template_in_force(wiring.table())
    sha256 = objects.keep_template(wiring.cabinet(), source)
    after = CertificateTemplate(sha256=sha256, size=len(source), set_at=datetime.now(UTC))
    wiring.table().write(printings.set_template(before, after, THE_SERVICE))


@contextmanager
def broken(stack: Stack) -> Iterator[None]:
    put_in_force(stack, "#panic()")
    try:
        yield
    finally:
        put_in_force(stack, our_template())


def test_the_course_runs_page_leads_the_organisation_to_each_file(office: Office) -> None:
    run, desk = printed(office)
    page = desk.get(page_of(run))
    assert "Print certificates" in page.text
    links = [link for link in page.links if link.endswith("certificates.pdf")]
    links += [link for link in page.links if link.startswith("/portal/certificates/")]
    assert len(links) == 3
    for link in links:
        answer = desk.get(link)
        assert answer.status == 303
        assert "X-Amz-Expires=60" in answer.location
    assert "Print them again" not in page.text


def test_others_neither_see_nor_fetch_them(stack: Stack, office: Office) -> None:
    run, desk = printed(office)
    page = desk.get(page_of(run))
    links = [link for link in page.links if link.endswith("certificates.pdf")]
    links += [link for link in page.links if link.startswith("/portal/certificates/")]
    for who in (office.visitor(), office.visitor("verifier")):
        seen = who.get(page_of(run))
        assert seen.status == 200
        assert "Print certificates" not in seen.text
        assert not set(links) & set(seen.links)
    with open_office(stack) as another:
        for who in (office.visitor(), office.visitor("verifier"), another.visitor()):
            assert [who.get(link).status for link in links] == [404] * len(links)


def test_the_parcels_page_lists_them_to_the_organisation_alone(office: Office) -> None:
    run = office.certificated()
    parcel = office.dispatch(course_run_ids=[run])["consignment_id"]
    office.stack.settle()
    path = f"/portal/consignments/{parcel}"
    file = f"{path}/documents/certificates.pdf"
    desk, centre = office.visitor("ao"), office.visitor()
    assert "Certificates, to print" in desk.get(path).text
    assert desk.get(file).status == 303
    assert "Certificates, to print" not in centre.get(path).text
    assert centre.get(file).status == 404


def test_what_could_not_be_printed_shows_and_is_printed_again(office: Office) -> None:
    with broken(office.stack):
        run, desk = printed(office)
        assert "Could not be printed" in desk.get(page_of(run)).text
    path = f"{page_of(run)}/certificates/documents"
    answer = desk.post(path)
    assert answer.location == f"{page_of(run)}?done=printing"
    office.stack.settle()
    (printing,) = told(office.ao.get(f"/course-runs/{run}"))["printings"]
    assert printing["status"] == "made"
    assert desk.post(path).location == f"{page_of(run)}?done=printed"
    assert office.visitor().post(path).status == 403
    assert desk.get(path).location == f"{page_of(run)}/manage"
