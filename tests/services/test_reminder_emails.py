"""What reminders say: in text and HTML, escaped, and of no learner."""

from datetime import date

import pytest

from shared.domain.pending import PendingRow
from shared.mail.reminder_email import standing
from tests.services import moto_account
from tests.services.reminding import COMPLIANCE, remind
from tests.services.world import World

PORTAL = "https://portal.example/portal"


def test_a_centres_mail_says_what_to_confirm_by_when_and_where(world: World) -> None:
    world.certificated("R1", title="Autism <autumn>")
    parcel = {"carrier": "royal_mail", "tracking_number": "RB 1234 5678 5GB"}
    world.dispatch(course_run_ids=["R1"], **parcel)
    world.wait(days=7)
    remind(world)
    mail = world.mail()[-1]
    assert (mail["to"], mail["from"]) == ("C1@centres.example", moto_account.SENDER)
    assert mail["subject"] == "Confirm that your certificates arrived: 1 course run"
    assert mail["headers"]["Auto-Submitted"] == "auto-generated"
    text = mail["text"].replace("\r\n", "\n")
    assert text.startswith(
        "Dear Northbridge C1,\n\nWe have sent you the certificates of 1 course run,"
    )
    manage = f"{PORTAL}/course-runs/R1/manage?action=CRF+Received"
    for said in (
        "Autism <autumn> (R1)\n  3 certificates, posted on 23 November 2026\n",
        "  Royal Mail, RB123456785GB: https://www.royalmail.com/",
        "  Confirm by 7 December 2026: 5 working days left\n",
        f"  {manage}\n",
        f"All that you have still to confirm: {PORTAL}/reports/certificate-receipt-pending\n",
    ):
        assert said in text
    assert "overdue" not in text
    for said in (
        "<bdi>Autism &lt;autumn&gt;</bdi> (R1)",
        f'href="{manage}"',
        "<strong>5 working days left</strong>",
    ):
        assert said in mail["html"]
    assert "Zoë" not in text + mail["html"]


def test_what_is_overdue_is_said_in_the_subject(world: World) -> None:
    world.dispatched("R1")
    world.wait(days=13)
    world.dispatched("R2")
    world.wait(days=9)
    remind(world)
    mail = next(each for each in world.mail() if each["to"] == "C1@centres.example")
    assert mail["subject"] == "Confirm that your certificates arrived: 2 course runs, 1 overdue"
    assert "1 confirmation is overdue." in mail["text"]
    assert "Confirm by 7 December 2026: overdue by 6 working days" in mail["text"]
    assert mail["text"].index("R1") < mail["text"].index("R2")


def test_a_verifiers_mail_names_no_learner_and_holds_no_link_that_decides(world: World) -> None:
    world.submitted("R1", title="Autism <autumn>")
    world.wait(days=7)
    remind(world)
    mail = world.mail()[-1]
    assert mail["subject"] == "Results wait for you to verify: 1 course run"
    assert "submitted on 23 November 2026 at 09:00: 5 working days ago" in mail["text"]
    assert mail["links"] == [f"{PORTAL}/course-runs/R1/verification", PORTAL]
    assert "/verifications/" not in mail["text"] + mail["html"]
    assert "Zoë" not in mail["text"] + mail["html"]
    assert "<bdi>Autism &lt;autumn&gt;</bdi>" in mail["html"]
    assert mail["attachments"] == []


def test_the_compliance_leads_mail_goes_by_centre_the_longest_overdue_first(world: World) -> None:
    world.dispatched("R2", centre_id="C2")
    world.wait(days=2)
    for n in range(7):
        world.dispatched(f"R1{n}")
    world.wait(days=29)
    remind(world)
    mail = next(each for each in world.mail() if each["to"] == COMPLIANCE)
    assert mail["subject"] == "Receipts long overdue, 24 December 2026: 8 course runs at 2 centres"
    assert mail["text"].index("Northbridge C2 (C2): 1 course run") < mail["text"].index("(C1): 7")
    assert "due on 8 December 2026, overdue by 12 working days" in mail["text"]
    for body in (mail["text"], mail["html"]):
        assert "nd 2 other receipts" in body
    assert mail["links"] == [f"{PORTAL}/reports/certificate-receipt-pending?overdue=true"]


@pytest.mark.parametrize(
    ("left", "overdue", "told"),
    [
        (5, False, "5 working days left"),
        (1, False, "1 working day left"),
        (0, False, "today"),
        (0, True, "overdue since then"),
        (-1, True, "overdue by 1 working day"),
    ],
)
def test_how_a_receipt_stands_is_said_in_words(left: int, overdue: bool, told: str) -> None:  # noqa: FBT001
    row = PendingRow.model_construct(
        working_days_left=left, overdue=overdue, receipt_due_on=date(2026, 12, 7)
    )
    assert standing(row) == told
