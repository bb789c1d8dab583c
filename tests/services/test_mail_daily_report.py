"""The compliance lead is mailed each day's report once, whoever runs it how often, and what the mail says."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from infra.local import mailbox
from shared.domain import limits
from shared.domain.pending_summary import OverdueCentre
from shared.mail.pending_email import CENTRES_NAMED
from shared.mail.sending import NotSent, Postbox
from shared.services.mail_daily_report import Reader, mail_daily_report
from shared.services.write_daily_report import ReportWritten, write_daily_report
from tests.services import moto_account
from tests.services.races import at_once
from tests.services.world import World

READER = Reader("compliance@awards.example", "https://portal.example")
LINK = "https://portal.example/portal/reports/certificate-receipt-pending"
NAME = "certificate-receipt-pending-2026-12-08.csv"
HELD = limits.MAIL_HELD_FOR


def written(world: World) -> ReportWritten:
    most = limits.ATTACHED_BYTES
    return write_daily_report(world.table, world.shelf, world.now, world.now, most)


def mailed(world: World, report: ReportWritten) -> bool:
    return mail_daily_report(world.service(), world.postbox, READER, report)


def two_pending(world: World) -> ReportWritten:
    """One course run overdue and one not, on 8 December."""
    world.dispatched("R1", title="Autism <autumn>")
    world.wait(days=14)
    world.dispatched("R2", centre_id="C2", title="=1+1 Zoë’s class")
    world.wait(days=1)
    return written(world)


def marks(world: World) -> list[dict[str, Any]]:
    return world.items("mailing")


def test_the_mail_says_what_is_pending(world: World) -> None:
    assert mailed(world, two_pending(world)) is True
    (mail,) = world.mail()
    assert (mail["to"], mail["from"]) == (READER.address, moto_account.SENDER)
    assert (
        mail["subject"] == "Certificate Receipt Pending, 8 December 2026: 2 course runs, 1 overdue"
    )
    assert mail["headers"]["Auto-Submitted"] == "auto-generated"
    assert mail["text"].replace("\r\n", "\n") == (
        "On 8 December 2026, a confirmation is still required for 2 course runs, 1 overdue.\n"
        "\n"
        "Overdue receipts by centre\n"
        "\n"
        "- Northbridge C1 (C1): 1 overdue, the oldest due on 7 December 2026\n"
        "\n"
        "All of them, by due date\n"
        "\n"
        "- 7 December 2026, overdue: Autism <autumn> (R1), Northbridge C1\n"
        "- 21 December 2026: =1+1 Zoë’s class (R2), Northbridge C2\n"
        "\n"
        "The report is attached as CSV.\n"
        "\n"
        f"How it stands now: {LINK}\n"
        "\n"
        "Example Awards\n"
    )
    for said in (
        "<strong>2 course runs</strong>",
        "<strong>1 overdue</strong>",
        "<bdi>Northbridge C1</bdi> (C1)",
        "<bdi>Autism &lt;autumn&gt;</bdi> (R1)",
        "<strong>overdue</strong>",
        "<bdi>=1+1 Zoë’s class</bdi>",
        "The report is attached as CSV.",
    ):
        assert said in mail["html"]
    assert mail["links"] == [LINK]


def test_the_reports_csv_is_attached_for_people(world: World) -> None:
    report = two_pending(world)
    mailed(world, report)
    (mail,) = world.mail()
    assert [each["filename"] for each in mail["attachments"]] == [NAME]
    attached = mailbox.attachment(moto_account.sent_mail()[0], NAME)
    assert attached is not None
    assert attached[0].startswith("text/csv")
    assert attached[1] == b"\xef\xbb\xbf" + (report.csv or b"-")
    stored = world.objects()["reports/certificate-receipt-pending/2026/12/08.csv"]
    assert attached[1].decode("utf-8-sig") == stored
    assert "'=1+1 Zoë’s class" in stored


def test_a_report_too_large_to_attach_is_linked(world: World) -> None:
    mailed(world, replace(two_pending(world), csv=None))
    (mail,) = world.mail()
    assert mail["attachments"] == []
    for body in (mail["text"], mail["html"]):
        assert "The report is too large to attach; the portal has it as files." in body
        assert "attached as CSV" not in body
    assert mail["links"] == [LINK]


def test_nothing_outstanding_says_so_in_one_line(world: World) -> None:
    mailed(world, written(world))
    (mail,) = world.mail()
    assert mail["subject"] == "Certificate Receipt Pending, 23 November 2026: nothing outstanding"
    assert mail["text"].split("\n")[0].strip() == (
        "There are no outstanding confirmations on 23 November 2026."
    )
    assert "<p>There are no outstanding confirmations on 23 November 2026.</p>" in mail["html"]
    assert "<table" not in mail["html"]
    assert mail["attachments"] == []


def test_a_course_run_with_two_receipts_is_one(world: World) -> None:
    world.two_parcels()
    mailed(world, written(world))
    (mail,) = world.mail()
    assert mail["subject"].endswith(": 1 course run, none overdue")
    assert "came in several parcels: 2 receipts in all, 0 overdue." in mail["text"]
    assert "by centre" not in mail["text"]


def test_many_centres_and_rows_do_not_make_a_long_mail(world: World) -> None:
    report = two_pending(world)
    late = [
        OverdueCentre(f"C{n}", f"College <{n}>", 1_200, date(2026, 11, 2))
        for n in range(CENTRES_NAMED + 3)
    ]
    rows = report.summary.oldest * 5
    short = replace(report.summary, receipts=7_000, overdue_centres=late, oldest=rows)
    mailed(world, replace(report, summary=short))
    (mail,) = world.mail()
    assert mail["text"].count("1,200 overdue, the oldest") == CENTRES_NAMED
    assert mail["html"].count("<td style") == 3 * (CENTRES_NAMED + len(rows))
    assert "- and 3 other centres" in mail["text"]
    assert "And 3 other centres." in mail["html"]
    assert "The oldest, by due date" in mail["text"]
    assert "College <0>" in mail["text"]
    assert "College &lt;0&gt;" in mail["html"]


@pytest.mark.parametrize("name", ["Awards, Ltd <a@b.example>", "Żółw 奖 Awards"])
def test_a_name_stays_within_its_header(world: World, name: str) -> None:
    postbox = Postbox(world.clients["sesv2"], moto_account.SENDER, name)
    mail_daily_report(world.service(), postbox, READER, written(world))
    (mail,) = world.mail()
    assert (mail["from"], mail["to"]) == (moto_account.SENDER, READER.address)
    assert "Bcc" not in mail["headers"]


def test_a_line_break_in_a_name_sends_nothing(world: World) -> None:
    name = "Awards\r\nBcc: a@b.example"
    postbox = Postbox(world.clients["sesv2"], moto_account.SENDER, name)
    with pytest.raises(ValueError, match="CR or LF"):
        mail_daily_report(world.service(), postbox, READER, written(world))
    assert (world.mail(), marks(world)) == ([], [])


def test_a_day_is_mailed_once(world: World) -> None:
    report = two_pending(world)
    assert mailed(world, report) is True
    assert marks(world) == [
        {
            "pk": "MAILED#report#2026-12-08",
            "sk": "MAILED",
            "kind": "mailing",
            "sent_at": "2026-12-08T09:00:00.000000Z",
        }
    ]
    before = world.items()
    for _ in range(3):
        world.wait(hours=1)
        assert mailed(world, written(world)) is False
    assert world.items() == before
    assert len(world.mail()) == 1
    world.wait(days=1)
    assert mailed(world, written(world)) is True
    assert [mail["subject"][29:44] for mail in world.mail()] == [
        "8 December 2026",
        "9 December 2026",
    ]


def test_of_two_runs_at_once_one_mails_and_the_other_is_tried_again(world: World) -> None:
    report = two_pending(world)
    told = at_once(
        world,
        lambda: mailed(world, report),
        lambda: mailed(world, report),
        write="dynamodb.PutItem",
    )
    assert told[0] is True
    # It is told that another has sent it, or is sending it.
    assert told[1] is False or isinstance(told[1], NotSent)
    assert mailed(world, report) is False
    assert len(world.mail()) == 1


def test_what_another_run_is_sending_is_left_to_it_until_it_must_have_died(world: World) -> None:
    report = two_pending(world)
    item = {"pk": "MAILED#report#2026-12-08", "sk": "MAILED", "kind": "mailing"}
    world.table.put({**item, "held_until": int((world.now + HELD).timestamp())})
    for wait in (timedelta(0), HELD - timedelta(seconds=1)):
        world.now += wait
        with pytest.raises(NotSent, match="Another run"):
            mailed(world, report)
    assert world.mail() == []
    world.now += timedelta(seconds=1)
    assert mailed(world, report) is True
    assert len(world.mail()) == 1


def test_what_ses_refuses_is_tried_again_at_once(world: World) -> None:
    report = two_pending(world)
    moto_account.forbid_sending()
    for _ in range(2):
        with pytest.raises(NotSent, match="MessageRejected"):
            mailed(world, report)
    moto_account.allow_sending()
    assert mailed(world, report) is True
    assert len(world.mail()) == 1


def test_who_comes_late_lets_nothing_go_that_another_holds(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    report, slow = two_pending(world), world.service()

    def another_sends(*_: object) -> None:
        monkeypatch.undo()
        world.now += HELD
        assert mailed(world, report) is True
        raise NotSent("at last")

    monkeypatch.setattr(Postbox, "send", another_sends)
    with pytest.raises(NotSent, match="at last"):
        mail_daily_report(slow, world.postbox, READER, report)
    assert mailed(world, report) is False
    assert len(world.mail()) == 1
