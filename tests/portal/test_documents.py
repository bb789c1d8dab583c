"""The parcel's page says how its documents stand, and lets the awarding organisation have them made again."""

from typing import Any

import pytest
import typst

from infra.local.stack import Stack
from shared.services import make_documents as making
from tests.journeys.conftest import told
from tests.portal.office import Office, open_office

AGAIN = "Make the documents again"
# Cherokee: no font of ours has it.
NOT_PRINTABLE = "ᏣᎳᎩ"


def parcel_of(office: Office, title: str | None = None) -> str:
    """The address of a parcel on its way."""
    run = office.certificated() if title is None else certificated(office, title)
    return f"/portal/consignments/{office.dispatch(course_run_ids=[run])['consignment_id']}"


def certificated(office: Office, title: str) -> str:
    run = office.register(learners=1, title=title)
    office.submit(run, learners=1)
    office.verify()
    office.issue(run)
    return run


def status(office: Office, path: str) -> Any:
    return told(office.ao.get(path.removeprefix("/portal")))["documents_status"]


def test_what_failed_is_made_again_at_the_press_of_a_button(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, ao = parcel_of(office), office.visitor("ao")

    def fails(*_: Any) -> Any:
        raise typst.TypstError("A fault of the template")

    with monkeypatch.context() as patched:
        patched.setattr(making, "report_pdf", fails)
        office.stack.settle()
    failed = ao.get(path)
    assert "These could not be made yet." in failed.text
    assert f">{AGAIN}</button>" in failed.answer.text
    of_centre = office.visitor().get(path)
    assert "These could not be made yet. We have been told" in of_centre.text
    assert AGAIN not in of_centre.text
    sent = ao.post(f"{path}/documents")
    assert (sent.status, sent.location) == (303, f"{path}?done=documents")
    assert status(office, path) == "waiting"
    page = ao.get(sent.location)
    assert "The documents are being made again." in page.text
    assert AGAIN not in page.answer.text
    again = ao.post(f"{path}/documents")
    assert again.location == f"{path}?done=documents-before"
    office.stack.settle()
    made = ao.get(path)
    assert f"{path}/documents/certification-report.pdf" in made.links
    assert AGAIN not in made.text


def test_what_lacks_a_character_can_be_made_again_and_stays_meanwhile(office: Office) -> None:
    path, ao = parcel_of(office, NOT_PRINTABLE), office.visitor("ao")
    office.stack.settle()
    page = ao.get(path)
    assert "A character is missing in the PDF" in page.text
    assert AGAIN in page.text
    ao.post(f"{path}/documents")
    waiting = ao.get(path)
    assert "These are being made again" in waiting.text
    assert f"{path}/documents/certification-report.pdf" in waiting.links
    office.stack.settle()
    assert status(office, path) == "made"


def test_where_nothing_is_missing_there_is_nothing_to_make(office: Office) -> None:
    path, ao = parcel_of(office), office.visitor("ao")
    assert AGAIN not in ao.get(path).text
    office.stack.settle()
    assert AGAIN not in ao.get(path).text
    assert ao.post(f"{path}/documents").status == 409


def test_only_the_awarding_organisation_asks(stack: Stack, office: Office) -> None:
    path = parcel_of(office, NOT_PRINTABLE)
    office.stack.settle()
    for who in ("centre", "verifier"):
        assert office.visitor(who).post(f"{path}/documents").status == 403
    with open_office(stack) as other:
        assert other.visitor().post(f"{path}/documents").status == 403
        assert other.visitor().get(path).status == 404
    assert status(office, path) == "made"
    opened_again = office.visitor("ao").get(f"{path}/documents")
    assert (opened_again.status, opened_again.location) == (303, path)
