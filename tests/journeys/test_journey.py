"""The guidance from end to end, through HTTP, on the stack that template.yaml describes."""

import csv
import io
import json
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from shared.domain.working_days import add_working_days
from shared.mail.sending import NotSent, Postbox


def test_from_submitted_results_to_confirmed_receipt(office: Any) -> None:
    run = office.register()
    assert office.run(run)["status"] == "open"
    submitted = office.submit(run)
    assert submitted["status"] == "submitted"
    assert submitted["submission"]["version"] == 1
    (message,) = office.mailed()
    assert "Siân Llŷr" not in message["text"]
    assert all(word in message["text"] for word in ("Northbridge", run, "Vera Okafor"))
    copies = [(each["filename"], each["content_type"]) for each in message["attachments"]]
    stem = f"results-{run}-v1"
    assert copies == [(f"{stem}.csv", "text/csv"), (f"{stem}.pdf", "application/pdf")]
    office.verify()
    issued = office.issue(run)
    assert [each["learner_id"] for each in issued["certificates"]] == ["L0", "L1"]
    assert issued["held"] == []
    parcel = office.dispatch()
    assert [line["certificates"] for line in parcel["lines"]] == [2]
    assert office.pending() == [run]
    assert office.confirm(run).status_code == 201
    assert office.pending() == []
    shown = office.run(run)
    assert shown["status"] == "received"
    assert shown["consignments"][0]["receipt"]["on_time"] is True
    assert shown["counts"] == {
        "learners": 2,
        "units": 2,
        "certificates": 2,
        "outstanding_queries": 0,
        "pending_receipts": 0,
    }
    assert office.history(run) == [
        "course_run_registered",
        "results_submitted",
        "verifier_notified",
        "results_verified",
        "certificates_issued",
        "certificates_dispatched",
        "last_receipt_confirmed",
    ]


def test_the_verifiers_copy_holds_every_result_with_the_learners_name(office: Any) -> None:
    run = office.register(learners=3)
    office.submit(run, learners=3)
    office.stack.settle()
    mail = office.anyone.get("/local/mail").json()
    (at,) = [i for i, each in enumerate(mail) if office.verifier_email in each["to"]]
    filename = mail[at]["attachments"][0]["filename"]
    copy = office.anyone.get(f"/local/mail/{at}/attachments/{filename}").content
    rows = list(csv.DictReader(io.StringIO(copy.decode("utf-8-sig"))))
    assert [(row["learner_id"], row["unit"]) for row in rows] == [
        (f"L{learner}", f"A/506/{unit:04d}") for learner in range(3) for unit in range(2)
    ]
    assert {row["learner_name"] for row in rows} == {f"Siân Llŷr {n}" for n in range(3)}


def test_a_return_leads_to_a_new_version_and_voids_the_earlier_link(office: Any) -> None:
    run = office.register()
    office.submit(run)
    first = office.link()
    returned = {"decision": "return", "name": "Vera Okafor", "reason": "Grades are missing"}
    assert office.anyone.post(first, json=returned).status_code == 200
    assert office.run(run)["decision"]["reason"] == "Grades are missing"
    office.submit(run, grade="Merit")
    assert office.run(run)["submission"]["version"] == 2
    second = office.link()
    assert second != first
    late = office.anyone.post(first, json={"decision": "verify", "name": "Vera Okafor"})
    assert late.status_code == 409
    assert late.json()["recorded"]["decision"]["decision"] == "return"
    office.verify()
    assert office.run(run)["status"] == "verified"
    superseded = office.anyone.get(first, headers={"accept": "text/html"})
    assert "newer results" in superseded.text
    assert "Siân" not in superseded.text


def test_a_query_holds_its_learner_who_travels_later(office: Any) -> None:
    run = office.register()
    office.submit(run)
    office.verify(queries=[{"learner_id": "L1", "question": "Which name is registered?"}])
    first = office.issue(run)
    assert [each["learner_id"] for each in first["certificates"]] == ["L0"]
    (held,) = first["held"]
    assert held["learner_id"] == "L1"
    earlier = office.dispatch()
    path = f"/course-runs/{run}/queries/{held['query_id']}/resolution"
    assert office.ao.post(path, json={"note": "Passport seen"}).status_code == 201
    second = office.issue(run)
    assert [each["learner_id"] for each in second["certificates"]] == ["L1"]
    later = office.dispatch()
    assert office.pending() == [run, run]
    unclear = office.confirm(run)
    assert unclear.status_code == 422
    assert later["consignment_id"] in unclear.json()["errors"][0]["detail"]
    assert office.confirm(run, consignment_id=earlier["consignment_id"]).status_code == 201
    assert office.run(run)["status"] == "dispatched"
    assert office.confirm(run).status_code == 201
    assert office.run(run)["status"] == "received"


def test_a_verifier_who_cannot_be_mailed_shows_and_is_mailed_again(
    office: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: Any) -> None:
        raise NotSent("mailbox unavailable")

    run = office.register()
    queued = len(office.stack.messages("UnsentMailQueue"))
    with monkeypatch.context() as broken:
        broken.setattr(Postbox, "send", refuse)
        office.submit(run)
        office.stack.settle()
    assert office.run(run)["verifier_not_reached"] is True
    assert len(office.stack.messages("UnsentMailQueue")) == queued + 1
    assert office.history(run)[-1] == "verifier_not_reached"
    assert office.ao.post(f"/course-runs/{run}/notifications").status_code == 201
    office.stack.settle()
    assert office.run(run)["verifier_not_reached"] is False
    assert len(office.mailed()) == 1
    office.verify()
    assert office.run(run)["status"] == "verified"


def test_the_daily_report_is_written_at_its_time_and_blank_when_nothing_is_pending(
    office: Any,
) -> None:
    run = office.register()
    office.submit(run)
    office.verify()
    office.issue(run)
    office.dispatch(days_ago=30)
    at = datetime.now(UTC)
    fired = office.anyone.post(
        "/local/schedules/DailyPendingReceiptReport", json={"time": at.isoformat()}
    )
    assert fired.status_code == 200, fired.text
    folder = "reports/certificate-receipt-pending"
    for key in (f"{folder}/{office.today:%Y/%m/%d}", f"{folder}/latest"):
        report = json.loads(office.anyone.get(f"/local/objects/{key}.json").content)
        (row,) = [each for each in report["items"] if each["course_run_id"] == run]
        assert row["overdue"] is True
        assert row["working_days_left"] < 0
        assert report["as_of"] == office.today.isoformat()
        assert report["count"] == len(report["items"])
        assert report["overdue"] == sum(each["overdue"] for each in report["items"])
        text = office.anyone.get(f"/local/objects/{key}.csv").text
        assert run in {each["course_run_id"] for each in csv.DictReader(io.StringIO(text))}
    assert office.confirm(run).status_code == 201
    live = office.centre.get("/reports/certificate-receipt-pending", headers={"accept": "text/csv"})
    assert live.headers["content-type"].startswith("text/csv")
    assert len(live.text.splitlines()) == 1


def test_a_double_click_is_one_submission_and_one_mail(office: Any) -> None:
    run = office.register()
    body, path = office.results(), f"/course-runs/{run}/results"
    with ThreadPoolExecutor(4) as clicks:
        answers = list(clicks.map(lambda _: office.centre.post(path, json=body), range(4)))
    assert sorted(answer.status_code for answer in answers) == [200, 200, 200, 201]
    assert len({answer.text for answer in answers}) == 1
    assert len(office.mailed()) == 1
    assert office.history(run).count("results_submitted") == 1


def test_of_two_decisions_at_once_one_wins_and_the_other_learns_of_it(office: Any) -> None:
    run = office.register()
    office.submit(run)
    link = office.link()
    decisions = [
        {"decision": "verify", "name": "Vera Okafor"},
        {"decision": "return", "name": "Tom Vale", "reason": "Not all seen"},
    ]
    with ThreadPoolExecutor(2) as browsers:
        answers = list(browsers.map(lambda body: office.anyone.post(link, json=body), decisions))
    assert sorted(answer.status_code for answer in answers) == [200, 409]
    (won,) = [answer.json()["decision"] for answer in answers if answer.status_code == 200]
    (lost,) = [answer.json()["recorded"] for answer in answers if answer.status_code == 409]
    assert lost["decision"] == won
    assert office.run(run)["decision"] == won


def test_the_verifiers_page_decides_by_form(office: Any) -> None:
    run = office.register()
    office.submit(run)
    link, as_browser = office.link(), {"accept": "text/html"}
    page = office.anyone.get(link, headers=as_browser)
    assert "checked" not in page.text
    assert "script-src" not in page.headers["content-security-policy"]
    assert page.headers["content-security-policy"].startswith("default-src 'none'")
    assert "<script" not in page.text
    empty = office.anyone.post(link, data={}, headers=as_browser)
    assert empty.status_code == 422
    assert "Enter your full name" in empty.text
    unreasoned = office.anyone.post(
        link, data={"decision": "return", "name": "Vera <b>"}, headers=as_browser
    )
    assert unreasoned.status_code == 422
    assert "Vera &lt;b&gt;" in unreasoned.text
    assert office.run(run)["status"] == "submitted"
    form = {"decision": "verify", "name": "Vera Okafor", "question.L1": "Which spelling?"}
    decided = office.anyone.post(link, data=form, headers=as_browser)
    assert decided.status_code == 303
    assert "have been verified" in office.anyone.get(link, headers=as_browser).text
    assert [each["learner_id"] for each in office.run(run)["decision"]["queries"]] == ["L1"]


@pytest.mark.slow
def test_two_thousand_learners_by_eight_units(office: Any) -> None:
    run = office.register(learners=2_000, units=8)
    submitted = office.submit(run, learners=2_000, units=8)
    assert submitted["submission"]["results"] == 16_000
    office.verify()
    issued = office.issue(run)
    numbers = {each["certificate_number"] for each in issued["certificates"]}
    assert len(numbers) == 2_000
    assert office.dispatch()["lines"][0]["certificates"] == 2_000
    assert office.confirm(run).status_code == 201


def test_receipts_are_due_on_the_tenth_working_day_of_the_centres_division(office: Any) -> None:
    run = office.register()
    office.submit(run)
    office.verify()
    office.issue(run)
    parcel = office.dispatch(days_ago=20)
    due = add_working_days(office.today - timedelta(days=20), 10, "scotland")
    assert parcel["lines"][0]["receipt_due_on"] == due.isoformat()
    assert office.run(run)["receipt_due_on"] == due.isoformat()


def test_of_two_parcels_with_one_tracking_number_there_is_one(office: Any) -> None:
    for _ in range(2):
        run = office.register()
        office.submit(run)
        office.verify()
        office.issue(run)
    runs = [each["course_run_id"] for each in office.centre.get("/course-runs").json()["items"]]
    parcels = [
        {
            "centre_id": office.centre_id,
            "course_run_ids": [run],
            "carrier": "other",
            "carrier_name": "By hand",
            "tracking_number": f"{office.centre_id}1".replace("-", ""),
            "dispatched_on": office.today.isoformat(),
        }
        for run in runs
    ]
    with ThreadPoolExecutor(2) as desks:
        answers = list(desks.map(lambda p: office.ao.post("/consignments", json=p), parcels))
    assert sorted(answer.status_code for answer in answers) == [201, 409]
    (sent,) = [answer.json() for answer in answers if answer.status_code == 201]
    (used,) = [answer.json()["recorded"] for answer in answers if answer.status_code == 409]
    assert used["consignment"]["consignment_id"] == sent["consignment_id"]
    statuses = {run: office.run(run)["status"] for run in runs}
    assert sorted(statuses.values()) == ["certificated", "dispatched"]
