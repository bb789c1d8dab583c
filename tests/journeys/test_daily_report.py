"""The schedule fires: the day's report lies in the bucket, and the compliance lead has one mail of it."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest
import typst

from infra.local.stack import local_stack
from shared.domain.clock import written_day
from shared.mail.sending import NotSent, Postbox
from shared.services import print_daily_report

KINDS = ("csv", "json", "xlsx", "jsonl", "pdf")


def to_compliance(office: Any, day: datetime) -> list[dict[str, Any]]:
    """The mails of that day's report."""
    about = f"Certificate Receipt Pending, {written_day(day.date())}: "
    mail = office.anyone.get("/local/mail").json()
    to = "compliance@awards.example"
    return [each for each in mail if each["to"] == to and each["subject"].startswith(about)]


def kept_under(office: Any, prefix: str) -> set[str]:
    keys = (each["key"] for each in office.anyone.get("/local/objects").json())
    return {key for key in keys if key.startswith(prefix)}


def fire(office: Any, at: datetime) -> Any:
    path = "/local/schedules/DailyPendingReceiptReport"
    return office.anyone.post(path, json={"time": at.isoformat()})


def test_a_schedule_that_fires_twice_mails_the_compliance_lead_once(office: Any) -> None:
    # A day that no other test has the report of.
    at = datetime(2020, 2, 3, 6, 0, tzinfo=UTC)
    answers = [fire(office, at).json()["answer"] for _ in range(2)]
    assert [answer["mailed"] for answer in answers] == [True, False]
    folder = "reports/certificate-receipt-pending/2020/02/03"
    assert answers[0]["keys"] == [f"{folder}.{kind}" for kind in KINDS]
    lying = {each["key"] for each in office.anyone.get("/local/objects").json()}
    assert set(answers[0]["keys"]) <= lying
    (mail,) = to_compliance(office, at)
    assert "/portal/reports/certificate-receipt-pending" in mail["links"][0]
    assert office.anyone.get(mail["links"][0]).status_code in {200, 303}


def test_a_mail_that_fails_loses_no_report_and_is_heard_of(
    office: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: Any) -> None:
        raise NotSent("mailbox unavailable")

    at = datetime(2020, 2, 4, 6, 0, tzinfo=UTC)
    queued = len(office.stack.messages("DailyReportDeadLetterQueue"))
    with monkeypatch.context() as broken:
        broken.setattr(Postbox, "send", refuse)
        answer = fire(office, at)
    assert (answer.status_code, answer.json()["attempts"]) == (502, 3)
    assert len(office.stack.messages("DailyReportDeadLetterQueue")) == queued + 1
    key = "reports/certificate-receipt-pending/2020/02/04.json"
    assert json.loads(office.anyone.get(f"/local/objects/{key}").content)["as_of"] == "2020-02-04"
    assert to_compliance(office, at) == []
    assert kept_under(office, key.removesuffix("json")) == {
        f"{key.removesuffix('json')}{kind}" for kind in KINDS
    }
    # As the runbook has it done, once the cause is mended.
    assert fire(office, at).json()["answer"]["mailed"] is True
    assert len(to_compliance(office, at)) == 1


def test_without_a_compliance_lead_nobody_is_mailed() -> None:
    with local_stack(parameters={"ComplianceAddress": ""}) as stack:
        outcome = stack.fire("DailyPendingReceiptReport")
        assert (outcome.succeeded, outcome.payload["mailed"]) == (True, False)
        assert stack.mail() == []
        assert len(stack.objects()) == 2 * len(KINDS)


def test_a_pdf_that_fails_costs_neither_the_other_forms_nor_the_mail(
    office: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: Any) -> None:
        raise typst.TypstError("A fault of the template")

    at = datetime(2020, 2, 5, 6, 0, tzinfo=UTC)
    folder = "reports/certificate-receipt-pending/2020/02/05"
    with monkeypatch.context() as broken:
        broken.setattr(print_daily_report, "pending_pdf", fail)
        answer = fire(office, at)
    # The job is tried again, and the mail is not sent again.
    assert (answer.status_code, answer.json()["attempts"]) == (502, 3)
    assert kept_under(office, folder) == {f"{folder}.{kind}" for kind in KINDS[:-1]}
    assert len(to_compliance(office, at)) == 1
    again = fire(office, at).json()["answer"]
    assert again["mailed"] is False
    assert kept_under(office, folder) == {f"{folder}.{kind}" for kind in KINDS}
    assert len(to_compliance(office, at)) == 1
