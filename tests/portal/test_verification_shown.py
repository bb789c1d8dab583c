"""What the page behind a verifier's link shows, to whom it tells nothing, and the copy to keep."""

import html
from collections.abc import Iterator
from typing import Any

import pytest

from infra.local.stack import Stack
from tests.journeys.conftest import told
from tests.portal.conftest import CLIENT
from tests.portal.office import Office, open_office
from tests.portal.verifying import BROWSER, RETURN, VERIFY, opened, sent

HOSTILE = '<script>alert("1")</script>{{ 7 * 7 }}'
FORMULA = "=1+1"


@pytest.fixture(scope="module")
def office(stack: Stack) -> Iterator[Office]:
    with open_office(stack) as opened_office:
        yield opened_office


def submitted_by(office: Office, **of_run: Any) -> str:
    """A run of one learner and one unit, of which more is said than its usual words."""
    run = office.register(1, 1)
    path, listed = f"/course-runs/{run}", office.results(1, 1)
    registered = told(office.ao.get(path))
    kept = ("centre_id", "verifier_id", "title", "qualification", "starts_on", "ends_on", "units")
    body = {name: registered[name] for name in kept} | {
        "learners": [{"learner_id": "L0", "name": of_run.pop("learner", "Siân")}]
    }
    listed["results"][0]["grade"] = of_run.pop("grade", "Pass")
    told(office.ao.put(path, json=body | of_run), 201)
    told(office.centre.post(f"{path}/results", json=listed), 201)
    return run


def test_it_shows_what_was_submitted_by_whom_and_which_version(office: Office) -> None:
    run = office.submitted(learners=2, units=3, L1="anw")
    page = opened(office.link())
    assert page.status == 200
    for text in ("Northbridge College", run, "Version 1", "Skills for Work", "601/3589/X"):
        assert text in page.text
    assert "6 results for 2 learners: 4 achieved, 1 not achieved, 1 withdrawn" in page.text
    assert "Siân Llŷr 1 (L1) Unit 0 Achieved, Pass , 1 May 2026 Unit 1 Not achieved" in page.text
    assert "A/506/0002: Unit 2" in page.text
    # Nothing is chosen, and nobody's name stands there.
    assert " checked" not in page.answer.text
    assert "Vera" not in page.answer.text
    assert " open" not in page.answer.text


def test_it_has_no_script_no_style_of_its_own_and_tells_nobody_its_address(office: Office) -> None:
    office.submitted()
    page = opened(office.link())
    policy = page.answer.headers["content-security-policy"]
    assert "default-src 'none'; style-src 'self'; form-action 'self';" in policy
    assert "unsafe" not in policy
    for text in ("<script", "<style", "style=", " onclick"):
        assert text not in page.answer.text
    assert 'rel="stylesheet" href="/portal/assets/' in page.answer.text
    for answer in (page, sent(office.link(), {}), sent(office.link(), VERIFY)):
        headers = answer.answer.headers
        assert headers["referrer-policy"] == "no-referrer"
        assert (headers["cache-control"], headers["x-robots-tag"]) == ("no-store", "noindex")


def test_head_answers_as_get_does_without_a_body(office: Office) -> None:
    office.submitted()
    link = office.link()
    head = CLIENT.head(link, headers=BROWSER)
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["content-type"] == opened(link).answer.headers["content-type"]


def test_what_people_wrote_is_shown_and_never_obeyed(office: Office) -> None:
    submitted_by(
        office,
        title=HOSTILE,
        learner=HOSTILE,
        grade="<b>A</b>",
        qualification={"number": "601/3589/X", "title": HOSTILE, "level": "<i>2</i>"},
        units=[{"reference": "A/506/0000", "title": HOSTILE, "level": 2, "credits": 3}],
    )
    link = office.link()
    text = opened(link).answer.text
    assert html.escape(HOSTILE).replace("&quot;", "&#34;") in text
    for markup in ("<script", "<b>", "<i>", "49"):
        assert markup not in text
    form = RETURN | {"question.L0": f"</textarea>{HOSTILE}", "reason": HOSTILE, "name": "<u>\n"}
    page = sent(link, form | {"decision": '"><s>'})
    assert page.status == 422
    for markup in ("</textarea><", "<script", "<u>", "<s>"):
        assert markup not in page.answer.text
    assert sent(link, RETURN | {"reason": HOSTILE, "name": HOSTILE}).status == 303
    decided = opened(link)
    assert decided.text.count(HOSTILE) == 2
    assert "<script" not in decided.answer.text


def test_the_copy_is_the_one_that_was_emailed(office: Office) -> None:
    run = submitted_by(office, learner=FORMULA, grade="+Merit")
    (mail,) = [each for each in office.mailed() if run in each["subject"]]
    at = office.anyone.get("/local/mail").json().index(mail)
    filename = mail["attachments"][0]["filename"]
    emailed = office.anyone.get(f"/local/mail/{at}/attachments/{filename}").content
    (link,) = (each for each in mail["links"] if "/verifications/" in each)
    assert "?as=csv" in opened(link).links
    for headers in (BROWSER, {}):
        copy = CLIENT.get(f"{link}?as=csv", headers=headers)
        assert copy.content == emailed
        assert copy.headers["content-type"] == "text/csv; charset=utf-8"
        assert copy.headers["content-disposition"] == f'attachment; filename="{filename}"'
        assert copy.headers["cache-control"] == "no-store"
    assert emailed.startswith(b"\xef\xbb\xbf")
    assert b"'=1+1" in emailed
    assert sent(link, VERIFY).status == 303
    later = opened(f"{link}?as=csv")
    assert "These results have been verified" in later.text


def test_a_large_run_is_summed_up_by_learner(office: Office) -> None:
    office.submitted(learners=350, units=6, L7="aaaann")
    page = opened(office.link())
    assert "2,100 results for 350 learners: 2,098 achieved, 2 not achieved" in page.text
    assert "Siân Llŷr 7 (L7) 4 achieved, 2 not achieved" in page.text
    assert page.answer.text.count("<textarea") == 351
    assert len(page.answer.text) < 400_000
