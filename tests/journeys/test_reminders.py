"""The schedule fires: who let a step pass is mailed once, and whom it would mail can be asked before."""

from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest

from shared.mail.sending import NotSent, Postbox
from tests.journeys.conftest import Office, told

AT_FIVE = time(5, tzinfo=UTC)


def fire(office: Office) -> Any:
    at = datetime.combine(office.today, AT_FIVE).isoformat()
    return office.anyone.post("/local/schedules/DailyReminders", json={"time": at})


def reminders_of(office: Office, run: str) -> list[dict[str, Any]]:
    mail = office.anyone.get("/local/mail").json()
    asked = [each for each in mail if each["subject"].startswith("Confirm that your certificates")]
    return [each for each in asked if f"({run})" in each["text"]]


def listed(office: Office, on: str | None = None) -> list[str]:
    """The course runs that the centre would be reminded of."""
    answer = told(office.ao.get("/reminders", params={"on": on, "limit": 200} if on else {}))
    of_centre = [each for each in answer["items"] if each["reader_id"] == office.centre_id]
    return [row["course_run_id"] for each in of_centre for row in each["receipts"]]


def posted(office: Office, days_ago: int) -> str:
    run = office.register()
    office.submit(run)
    office.verify()
    office.issue(run)
    office.dispatch(days_ago)
    return run


def test_a_centre_is_reminded_once_of_what_is_overdue_until_it_confirms(office: Office) -> None:
    late = posted(office, days_ago=30)
    assert listed(office) == [late]
    answers = [told(fire(office))["answer"] for _ in range(2)]
    assert answers[0]["sent"]["centre"] >= 1
    assert answers[1] == {"sent": {"centre": 0, "compliance": 0, "verifier": 0}, "silent": 0}
    (mail,) = reminders_of(office, late)
    (manage,) = [link for link in mail["links"] if late in link]
    assert manage.startswith(office.stack.url)
    assert office.anyone.get(manage).status_code in {200, 303}
    assert listed(office) == []
    later = (office.today + timedelta(days=30)).isoformat()
    assert listed(office, later) == [late]
    assert office.confirm(late).status_code == 201
    assert listed(office, later) == []


def test_whom_it_would_mail_is_for_the_awarding_organisation(office: Office) -> None:
    assert office.centre.get("/reminders").status_code == 403
    assert office.anyone.get("/reminders").status_code == 401
    for on in ("tomorrow", "2026-13-01", "2999-01-01"):
        refused = office.ao.get("/reminders", params={"on": on})
        assert refused.status_code == 422
        assert [fault["pointer"] for fault in refused.json()["errors"]] == ["/on"]


def test_the_dry_run_of_the_job_mails_nobody(office: Office) -> None:
    run = posted(office, days_ago=30)
    event = {"time": datetime.combine(office.today, AT_FIVE).isoformat(), "dry_run": True}
    answer = office.stack.invoker.invoke("RemindingFunction", event)
    assert run in str(answer["items"])
    assert reminders_of(office, run) == []


def test_what_fails_is_tried_again_and_heard_of(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: Any) -> None:
        raise NotSent("mailbox unavailable")

    run = posted(office, days_ago=30)
    queued = len(office.stack.messages("RemindersDeadLetterQueue"))
    with monkeypatch.context() as broken:
        broken.setattr(Postbox, "send", refuse)
        answer = fire(office)
    assert (answer.status_code, answer.json()["attempts"]) == (502, 3)
    assert len(office.stack.messages("RemindersDeadLetterQueue")) == queued + 1
    assert told(fire(office))["answer"]["sent"]["centre"] >= 1
    assert len(reminders_of(office, run)) == 1
