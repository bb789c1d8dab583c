"""What the verifier's email says, as it was handed in."""

import csv
import io
import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
import typst
from pypdf import PdfReader

from infra.local import mailbox
from shared.domain import limits
from shared.domain.verification import VerifierCopy
from shared.mail.sending import Postbox
from shared.services import notify_verifier as notify_verifier_module
from shared.services.notify_again import notify_again
from shared.services.notify_verifier import Notified, notify_verifier
from shared.services.show_verification import show_verification
from tests.services import moto_account
from tests.services.bodies import unit_reference
from tests.services.world import LETTERHEAD, World

CSV, PDF = ("results-R1-v1.csv", "text/csv"), ("results-R1-v1.pdf", "application/pdf")
ON_THE_PAGE = "The page that the link leads to has a copy of the results to download."


def test_the_email_says_what_is_to_be_verified(world: World) -> None:
    world.open_run(title="Understanding Autism <autumn>")
    world.submit()
    assert world.notify() == Notified(state="sent")
    (mail,) = world.mail()
    assert (mail["to"], mail["from"]) == ("V1@verifiers.example", moto_account.SENDER)
    assert mail["subject"] == "Results to verify: Understanding Autism <autumn> (R1, version 1)"
    assert mail["headers"]["Auto-Submitted"] == "auto-generated"
    for said in (
        "Northbridge C1",
        "Certificate in Understanding Autism",
        "601/3589/X",
        "Vera Verity",
        "Example Awards",
        "23 November 2026 at 09:00",
        "7 December 2026 at 09:00",
    ):
        assert said in mail["text"]
        assert said in mail["html"]
    assert "Learners:       3\nResults:        6\n" in mail["text"].replace("\r\n", "\n")
    assert "&lt;autumn&gt;" in mail["html"]
    (link,) = mail["links"]
    assert link == f"https://portal.example/verifications/{world.tokens['R1']}"


def test_its_times_are_those_of_london(world: World) -> None:
    world.wait(days=210)
    world.submitted()
    (mail,) = world.mail()
    assert "submitted on 21 June 2027 at 10:00" in mail["text"]
    assert "5 July 2027 at 10:00" in mail["text"]


def test_a_copy_of_the_results_is_attached(world: World) -> None:
    learners = [
        {"learner_id": "L1", "name": "Zoë O’Brien", "uln": "1000000035"},
        {"learner_id": "L2", "name": "=HYPERLINK(1)"},
    ]
    world.open_run(learners=learners)
    world.submit(L2="an")
    world.notify()
    raw = moto_account.sent_mail()[0]
    attached = mailbox.attachment(raw, "results-R1-v1.csv")
    assert attached is not None
    assert attached[0].startswith("text/csv")
    rows = list(csv.DictReader(io.StringIO(attached[1].decode("utf-8-sig"))))
    assert attached[1].startswith(b"\xef\xbb\xbf")
    assert (rows[0]["learner_name"], rows[0]["uln"]) == ("Zoë O’Brien", "1000000035")
    assert len(rows) == 4
    assert rows[3] == {
        "learner_id": "L2",
        "learner_name": "'=HYPERLINK(1)",
        "uln": "",
        "unit": unit_reference(1),
        "unit_title": "Unit 2",
        "outcome": "not_achieved",
        "grade": "Pass",
        "achieved_on": "2026-11-12",
    }


def attached(mail: Mapping[str, Any]) -> list[tuple[str, str]]:
    return [(each["filename"], each["content_type"]) for each in mail["attachments"]]


def told(mail: Mapping[str, Any]) -> str:
    """What it says of the copy, in text and HTML alike."""
    text = re.search(r"decide on the page\.\s+(.*?)\s+Example Awards", mail["text"], re.DOTALL)
    assert text is not None
    assert f"decide on the page. {text[1]}</p>" in mail["html"]
    return str(text[1])


def test_the_copy_is_attached_as_csv_and_as_pdf(world: World) -> None:
    world.open_run()
    world.submit()
    assert world.notify() == Notified(state="sent", copy_fault=None)
    (mail,) = world.mail()
    assert attached(mail) == [CSV, PDF]
    assert told(mail) == "A copy of the results is attached, as CSV and as PDF."
    found = mailbox.attachment(moto_account.sent_mail()[0], PDF[0])
    assert found is not None
    reader = PdfReader(io.BytesIO(found[1]))
    text = " ".join(page.extract_text() for page in reader.pages)
    for learner in world.registered["R1"].learners:
        assert learner.name in text
    assert world.head()["submission"]["sha256"][:16] in text.replace("\u200b", "")
    assert "Page 1 of 1" in text
    assert world.tokens["R1"] not in text


def test_a_new_link_brings_the_same_copy(world: World) -> None:
    world.submitted()
    world.wait(days=3)
    notify_again(world.ao(), "R1")
    world.notify()
    first, second = (mailbox.attachment(raw, PDF[0]) for raw in moto_account.sent_mail())
    assert first == second is not None


def test_by_the_aos_setting_the_link_alone_has_the_copy(world: World) -> None:
    world.link_terms = replace(world.link_terms, copy=VerifierCopy.LINK)
    world.open_run()
    world.submit()
    assert world.notify() == Notified(state="sent", copy_fault=None)
    (mail,) = world.mail()
    assert attached(mail) == []
    assert told(mail) == ON_THE_PAGE
    assert mail["links"] == [f"https://portal.example/verifications/{world.tokens['R1']}"]
    details = show_verification(world.link_holder(), world.tokens["R1"]).details
    assert details is not None
    assert len(details.results) == 6


class Panic(BaseException):
    """As Typst's own: no Exception."""


@pytest.mark.parametrize("failure", [typst.TypstError("A name"), MemoryError(), Panic()])
def test_a_copy_that_cannot_be_printed_does_not_cost_the_email(
    world: World, monkeypatch: pytest.MonkeyPatch, failure: BaseException
) -> None:
    def fails(*_: object) -> None:
        raise failure

    monkeypatch.setattr(notify_verifier_module, "results_pdf", fails)
    world.open_run()
    world.submit()
    assert world.notify() == Notified(state="sent", copy_fault=type(failure).__name__)
    (mail,) = world.mail()
    assert attached(mail) == [CSV]
    assert told(mail) == f"A copy of the results is attached, as CSV. {ON_THE_PAGE}"
    assert world.history()[2:] == ["verifier_notified"]


def test_nor_does_being_told_to_stop_pass_for_a_fault(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stopped(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(notify_verifier_module, "results_pdf", stopped)
    world.open_run()
    world.submit()
    with pytest.raises(KeyboardInterrupt):
        world.notify()
    assert world.mail() == []


def test_a_character_without_a_font_leaves_a_box_and_is_told(world: World) -> None:
    world.open_run(learners=[{"learner_id": "L1", "name": "ᏣᎳᎩ"}])
    world.submit()
    assert world.notify() == Notified(state="sent", copy_fault="incomplete")
    (mail,) = world.mail()
    assert attached(mail) == [CSV, PDF]


@pytest.mark.parametrize(
    ("room", "expected", "says"),
    [
        ("both", [CSV, PDF], "A copy of the results is attached, as CSV and as PDF."),
        ("csv", [CSV], f"A copy of the results is attached, as CSV. {ON_THE_PAGE}"),
        ("none", [], ON_THE_PAGE),
    ],
)
def test_what_is_too_large_to_attach_is_left_to_the_page(
    world: World,
    monkeypatch: pytest.MonkeyPatch,
    room: str,
    expected: list[tuple[str, str]],
    says: str,
) -> None:
    world.submitted()
    sizes = {each["filename"]: each["size"] for each in world.mail()[0]["attachments"]}
    most = {"both": sum(sizes.values()), "csv": sum(sizes.values()) - 1, "none": 1}
    monkeypatch.setattr(limits, "ATTACHED_BYTES", most[room])
    notify_again(world.ao(), "R1")
    world.notify()
    mail = world.mail()[-1]
    assert attached(mail) == expected
    assert told(mail) == says
    assert sum(each["size"] for each in mail["attachments"]) <= limits.ATTACHED_BYTES


def test_more_results_than_could_be_attached_are_not_even_printed(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "RESULTS_PRINTED", 5)
    monkeypatch.setattr(notify_verifier_module, "results_pdf", None)
    world.open_run()
    world.submit()
    assert world.notify() == Notified(state="sent", copy_fault=None)
    assert attached(world.mail()[0]) == [CSV]


def test_another_portal_and_another_time_to_hold(world: World) -> None:
    world.open_run()
    world.submit()
    terms = type(world.link_terms)("https://awards.example/portal", timedelta(days=1))
    postbox = Postbox(world.clients["sesv2"], moto_account.SENDER, "Example Awards, Ltd")
    notify_verifier(world.service(), postbox, terms, LETTERHEAD, "R1", 2)
    (mail,) = world.mail()
    assert mail["links"][0].startswith("https://awards.example/portal/verifications/")
    assert "24 November 2026 at 09:00" in mail["text"]
    assert mail["from"] == moto_account.SENDER
    assert mail["headers"]["From"].startswith('"Example Awards, Ltd"')
