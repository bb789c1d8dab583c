"""The mailbox page: mail as its readers would see it, with nothing in it that could act on its own."""

import html
import re
from collections.abc import Callable
from email.message import EmailMessage
from email.policy import SMTP

import httpx
import pytest

from infra.local.engine import RemoteEngine
from infra.local.stack import Stack

SENDER = "sample@awards.example"
HOSTILE = "<script>alert('x')</script>\"&"
Send = Callable[..., int]


@pytest.fixture
def send(stack: Stack) -> Send:
    """Sends an email; answers its number."""

    def sent(subject: str, text: str = "hello", body: str | None = None, **headers: str) -> int:
        made = EmailMessage(policy=SMTP)
        made["From"], made["To"], made["Subject"] = SENDER, "vera@quality.example", subject
        for name, value in headers.items():
            made[name] = value
        made.set_content(text)
        if body is not None:
            made.add_alternative(body, subtype="html")
        made.add_attachment(b"<script>", "text", "html", filename="a & <b>.html")
        stack.client("sesv2").send_email(Content={"Raw": {"Data": made.as_bytes()}})
        return len(stack.mail()) - 1

    return sent


def test_the_newest_email_is_listed_first(http: httpx.Client, send: Send) -> None:
    older, newer = send("The older one"), send("")
    answer = http.get("/local/mailbox")
    assert answer.status_code == 200
    listed = re.findall(r'<a href="/local/mailbox/(\d+)">([^<]*)</a>', answer.text)
    assert listed[:2] == [(str(newer), "No subject"), (str(older), "The older one")]
    assert "to vera@quality.example, " in answer.text
    policy = answer.headers["content-security-policy"]
    assert policy.startswith("default-src 'none'; style-src 'self';")
    assert answer.headers["cache-control"] == "no-store"


def test_a_subject_that_had_to_be_folded_reads_as_it_was_written(send: Send, stack: Stack) -> None:
    # Such that it does not fit behind its name, but on a line of its own.
    subject = "Certificate Receipt Pending, 23 November 2026: 5 course runs, 2 overdue"
    at = send(subject)
    assert stack.mail()[at]["subject"] == subject


def test_an_email_says_when_it_was_sent(http: httpx.Client, send: Send, stack: Stack) -> None:
    for zone in ("+0000", "-0000"):
        dated = send("Dated", Date=f"Wed, 01 Jul 2026 08:05:00 {zone}")
        assert "<dd>1 July 2026 at 09:05</dd>" in http.get(f"/local/mailbox/{dated}").text
    badly = send("Dated badly", Date="some day")
    assert http.get(f"/local/mailbox/{badly}").is_success
    # As SES does where the sender does not.
    undated = send("Undated")
    assert stack.mail()[undated]["headers"]["Date"].endswith("+0000")
    assert re.search(
        r"<dd>\d+ \w+ \d{4} at \d\d:\d\d</dd>", http.get(f"/local/mailbox/{undated}").text
    )


def test_an_email_is_shown_with_its_links_and_its_attachment(
    http: httpx.Client, send: Send
) -> None:
    n = send("Results", "Open https://b.example/?a=1&b=2 now", "<a href='https://c.example'>c</a>")
    page = http.get(f"/local/mailbox/{n}").text
    links = [html.unescape(link) for link in re.findall(r'<li><a href="([^"]+)"', page)]
    assert links[:2] == ["https://b.example/?a=1&b=2", "https://c.example"]
    answer = http.get(links[2])
    assert answer.content == b"<script>"
    assert answer.headers["content-disposition"] == "attachment"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "a &amp; &lt;b&gt;.html</a>" in page
    assert http.get("/local/mailbox/9999").status_code == 404
    assert "There is no such email." in http.get("/local/mailbox/9999").text


def test_what_is_in_an_email_stays_in_its_frame(http: httpx.Client, send: Send) -> None:
    body = f"<html><head lang=\"cy\"><title>t</title></head><p style='color: red'>{HOSTILE}</p>"
    n = send(f"Subject {HOSTILE}", f"text {HOSTILE}", body)
    for path in ("/local/mailbox", f"/local/mailbox/{n}"):
        page = http.get(path).text
        assert "<script" not in page
        assert f"Subject {html.escape(HOSTILE)}" in page.replace("&#34;", "&quot;").replace(
            "&#39;", "&#x27;"
        )
    answer = http.get(f"/local/mailbox/{n}")
    (framed,) = re.findall(r'srcdoc="([^"]*)"', answer.text)
    shown = html.unescape(framed)
    assert shown.startswith('<html><head lang="cy"><base target="_top"><title>')
    assert HOSTILE in shown
    assert '\nsandbox="allow-top-navigation-by-user-activation"' in answer.text
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'; style-src 'self' 'unsafe-inline'; form-action 'none';" in policy
    assert "script-src" not in policy


def test_an_empty_mailbox_says_so(whole: Stack) -> None:
    assert "No email has been sent yet." in httpx.get(f"{whole.url}/local/mailbox").text


def test_what_another_engine_sent_cannot_be_shown(
    stack: Stack, http: httpx.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stack.console, "_engine", RemoteEngine("http://elsewhere"))
    answer = http.get("/local/mailbox")
    assert answer.status_code == 501
    assert "cannot be read back from http://elsewhere" in answer.text
