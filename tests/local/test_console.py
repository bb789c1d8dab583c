"""The local console: what contract says of each of its calls."""

from email.message import EmailMessage
from email.policy import SMTP
from typing import Any

import httpx
import pytest

from infra.local import mailbox
from infra.local.stack import Stack

SENDER = "sample@awards.example"


def claims(http: httpx.Client, **asked: str) -> dict[str, str]:
    answer = http.post("/local/sign-in", json=asked)
    assert answer.status_code == 200, answer.text
    header = {"authorization": f"Bearer {answer.json()['access_token']}"}
    event = http.get("/things/1", headers=header).json()["event"]
    found: dict[str, str] = event["requestContext"]["authorizer"]["jwt"]["claims"]
    return found


def test_each_kind_of_user_can_sign_in(http: httpx.Client) -> None:
    centre = claims(http, **{"as": "centre", "centre_id": "4021"})
    assert (centre["cognito:groups"], centre["custom:centre_id"]) == ("[centre]", "4021")
    verifier = claims(http, **{"as": "verifier", "verifier_id": "V/17 é"})
    assert (verifier["cognito:groups"], verifier["custom:verifier_id"]) == ("[verifier]", "V/17 é")
    organisation = claims(http, **{"as": "awarding-organisation"})
    assert organisation["cognito:groups"] == "[awarding-organisation]"
    assert not {"custom:centre_id", "custom:verifier_id"} & set(organisation)


def test_signing_in_again_is_the_same_person(http: httpx.Client) -> None:
    subjects = {claims(http, **{"as": "centre", "centre_id": "77"})["sub"] for _ in range(2)}
    another = claims(http, **{"as": "centre", "centre_id": "78"})["sub"]
    assert len(subjects) == 1
    assert another not in subjects


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"as": "learner"},
        {"as": ["centre"]},
        {"as": "centre"},
        {"as": "centre", "centre_id": ""},
        {"as": "centre", "centre_id": 4021},
        {"as": "centre", "centre_id": "x" * 65},
        {"as": "centre", "verifier_id": "17"},
        {"as": "verifier", "centre_id": "4021", "verifier_id": "17"},
        {"as": "awarding-organisation", "centre_id": "4021"},
    ],
)
def test_who_cannot_be_signed_in_is_told_why(http: httpx.Client, body: dict[str, Any]) -> None:
    answer = http.post("/local/sign-in", json=body)
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["detail"]


@pytest.mark.parametrize("body", [b"{", b"[]", b"1", b"\xff"])
def test_what_is_no_json_object_is_refused(http: httpx.Client, body: bytes) -> None:
    assert http.post("/local/sign-in", content=body).status_code == 400


def message() -> EmailMessage:
    made = EmailMessage(policy=SMTP)
    made["From"] = f"Example Awards <{SENDER}>"
    made["To"] = "Vera Okafor <vera@quality.example>"
    made["Subject"] = "Canlyniadau – i'w dilysu"
    made.set_content("Open http://127.0.0.1/verifications/abc. Or (https://b.example/?a=1&b=2), é")
    made.add_alternative(
        '<a href="https://b.example/?a=1&amp;b=2">b</a> <a href="https://c.example">c</a>'
        '<a href="mailto:x@y.example">no</a>',
        subtype="html",
    )
    made.add_attachment("a,b\r\né\r\n".encode(), "text", "csv", filename="copi é.csv")
    return made


def test_mail_is_shown_as_it_would_be_read(stack: Stack, http: httpx.Client) -> None:
    raw = message().as_bytes()
    stack.client("sesv2").send_email(Content={"Raw": {"Data": raw}})
    shown = http.get("/local/mail").json()[-1]
    assert shown == stack.mail()[-1]
    assert shown["to"] == "vera@quality.example"
    assert shown["from"] == SENDER
    assert shown["subject"] == "Canlyniadau – i'w dilysu"
    assert shown["text"].startswith("Open http")
    assert "<a href" in shown["html"]
    assert shown["links"] == [
        "http://127.0.0.1/verifications/abc",
        "https://b.example/?a=1&b=2",
        "https://c.example",
    ]
    size = len("a,b\r\né\r\n".encode())
    attachment = {"filename": "copi é.csv", "content_type": "text/csv", "size": size}
    assert shown["attachments"] == [attachment]


def test_an_attachment_is_its_bytes(stack: Stack, http: httpx.Client) -> None:
    stack.client("sesv2").send_email(Content={"Raw": {"Data": message().as_bytes()}})
    n = len(stack.mail()) - 1
    answer = http.get(f"/local/mail/{n}/attachments/copi é.csv")
    assert answer.status_code == 200
    assert answer.content == "a,b\r\né\r\n".encode()
    assert answer.headers["content-type"].startswith("text/csv")
    assert http.get(f"/local/mail/{n}/attachments/other").status_code == 404
    assert http.get(f"/local/mail/{n + 1}/attachments/copi é.csv").status_code == 404


def test_a_message_without_parts_is_read_too() -> None:
    shown = mailbox.read(b"From: a@b.example\r\nTo: c@d.example, e@f.example\r\n\r\nhello\r\n")
    assert shown["to"] == "c@d.example, e@f.example"
    assert (shown["subject"], shown["html"], shown["attachments"]) == ("", "", [])


def test_schedules_are_listed_and_fired(http: httpx.Client, handlers: Any) -> None:
    (listed,) = http.get("/local/schedules").json()
    assert listed["timezone"] == "Europe/London"
    for name in ("Night", listed["name"]):
        answer = http.post(f"/local/schedules/{name}", json={"time": "2026-07-01T07:00:00+01:00"})
        assert answer.status_code == 200
        assert answer.json()["succeeded"] is True
        assert answer.json()["answer"] == {"done": "2026-07-01T06:00:00Z"}
    assert len(handlers.seen) == 2


def test_a_schedule_fires_now_unless_told_otherwise(http: httpx.Client, handlers: Any) -> None:
    told = http.post("/local/schedules/Night").json()
    assert handlers.seen[0]["time"] == told["time"]


def test_what_a_schedule_could_not_do_is_said(http: httpx.Client, handlers: Any) -> None:
    handlers.failing.add("nightly")
    answer = http.post("/local/schedules/Night")
    assert answer.status_code == 502
    assert answer.json()["succeeded"] is False
    assert answer.json()["attempts"] == 2
    assert answer.json()["error"]["errorMessage"] == "not tonight"


@pytest.mark.parametrize("time", ["yesterday", "2026-07-01T06:00:00", 5, None])
def test_a_time_that_is_none_is_refused(http: httpx.Client, time: Any) -> None:
    assert http.post("/local/schedules/Night", json={"time": time}).status_code == 422


def test_an_unknown_schedule_is_not_found(http: httpx.Client) -> None:
    assert http.post("/local/schedules/Day").status_code == 404


def test_objects_are_listed_and_shown(stack: Stack, http: httpx.Client) -> None:
    bucket, key = stack.deployment.resources["Bucket"].ref, "reports/2026/11/é 23.csv"
    stack.client("s3").put_object(Bucket=bucket, Key=key, Body=b"a,b", ContentType="text/csv")
    (listed,) = http.get("/local/objects").json()
    assert (listed["bucket"], listed["key"], listed["size"]) == (bucket, key, 3)
    assert listed["last_modified"].endswith("Z")
    answer = http.get(f"/local/objects/{key}")
    assert (answer.content, answer.headers["content-type"]) == (b"a,b", "text/csv")
    assert answer.headers["content-disposition"] == "inline"
    assert http.get("/local/objects/reports").status_code == 404


def test_settling_tells_how_much_there_was_to_do(stack: Stack, http: httpx.Client) -> None:
    stack.settle()
    item = {"pk": {"S": "settled"}, "wanted": {"S": "yes"}}
    stack.client("dynamodb").put_item(TableName=stack.deployment.resources["Table"].ref, Item=item)
    assert http.post("/local/settle").json() == {"batches": 1}
    assert http.post("/local/settle").json() == {"batches": 0}


def test_one_function_can_be_waited_for_and_only_one_that_a_stream_feeds(
    stack: Stack, http: httpx.Client
) -> None:
    fed = {each.function for each in stack.deployment.streams}
    for function in fed:
        answer = http.post("/local/settle", json={"function": function})
        assert answer.json() == {"batches": 0}
    assert http.post("/local/settle", json={"function": "Nobody"}).status_code == 422


def test_the_console_answers_to_this_machines_name_only(http: httpx.Client) -> None:
    assert http.get("/local/mail", headers={"host": "evil.example"}).status_code == 400


def test_the_console_does_not_answer_for_the_api(http: httpx.Client) -> None:
    assert http.get("/local/nothing").json() == {"message": "Not Found"}
