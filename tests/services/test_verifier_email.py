"""What the verifier's email says, as it was handed in."""

import csv
import io
from datetime import timedelta

from infra.local import mailbox
from shared.mail.sending import Postbox
from shared.services.notify_verifier import Notified, notify_verifier
from tests.services import moto_account
from tests.services.bodies import unit_reference
from tests.services.world import World


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


def test_another_portal_and_another_time_to_hold(world: World) -> None:
    world.open_run()
    world.submit()
    terms = type(world.link_terms)("https://awards.example/portal", timedelta(days=1))
    postbox = Postbox(world.clients["sesv2"], moto_account.SENDER, "Example Awards, Ltd")
    notify_verifier(world.service(), postbox, terms, "R1", 2)
    (mail,) = world.mail()
    assert mail["links"][0].startswith("https://awards.example/portal/verifications/")
    assert "24 November 2026 at 09:00" in mail["text"]
    assert mail["from"] == moto_account.SENDER
    assert mail["headers"]["From"].startswith('"Example Awards, Ltd"')
