"""Help and the statements: for everybody, with the navigation of whoever has signed in."""

from pathlib import Path

import pytest

from infra.local.stack import Stack
from shared.pages.words import STATUSES
from tests.portal.conftest import CLIENT, Page, visitor

PAGES = {
    "/portal/help": "Help",
    "/portal/privacy": "Privacy",
    "/portal/accessibility": "Accessibility statement",
}
# The guidance, word for word but for the awarding organisation's name and its links.
GUIDANCE = """\
Once you have completed and submitted your results via the Secure Portal, the details and a copy of the results will \
be sent to appropriate verifier. Confirmed results will be sent to Example Awards for processing.
Results have been fully completed, checked and submitted.
Submissions have been checked and processed by the verifier.
Certificates have been checked by Example Awards.
All of your certificates will be sent to you together, except in cases of learners with outstanding queries.
A Certification Report denoting the course runs certificated.
A Certificate Summary report for each Course Run, detailing the certificates generated for each learner.
You must check, confirm receipt of (via the Secure Portal) and distribute certificates to learners as soon as possible.
You must confirm, within ten working days, receipt of your certificates. To do so:
Log in and access the relevant Course Run.
Click ‘Manage’ (middle of course run page).
Select ‘CRF Received’ from the drop down in the Step/Action section.
Enter the date you received the certificates (you can add an optional note if required) and click ‘Submit’.
This report displays course runs for which a confirmation is still required. \
The report will be blank if there are no outstanding confirmations."""


@pytest.mark.parametrize(("path", "title"), PAGES.items())
def test_a_page_is_for_everybody_and_keeps_the_navigation(
    stack: Stack, path: str, title: str
) -> None:
    anyone = Page.of(CLIENT.get(stack.url + path))
    assert anyone.status == 200
    assert f"<title>{title} – Example Awards</title>" in anyone.answer.text
    assert "default-src 'none'" in anyone.answer.headers["content-security-policy"]
    assert "Sign out" not in anyone.text
    assert "set-cookie" not in anyone.answer.headers
    assert any(link.startswith("mailto:") for link in anyone.links)
    for who, identifier in (("centre", "4021"), ("verifier", "V-1"), ("ao", None)):
        signed_in = visitor(stack, who, identifier).get(path)
        assert signed_in.status == 200
        assert "Sign out" in signed_in.text
    assert CLIENT.head(stack.url + path).status_code == 200


def test_help_holds_the_guidance_word_for_word(stack: Stack) -> None:
    text = Page.of(CLIENT.get(stack.url + "/portal/help")).text
    for line in GUIDANCE.splitlines():
        assert line in text


def test_help_explains_every_status_by_the_words_on_its_tag(stack: Stack) -> None:
    text = Page.of(CLIENT.get(stack.url + "/portal/help")).text.partition("What each status")[2]
    for words, _ in STATUSES.values():
        assert words in text


def test_helps_contents_lead_to_its_parts(stack: Stack) -> None:
    page = Page.of(CLIENT.get(stack.url + "/portal/help"))
    parts = [link for link in page.links if link.startswith("#") and link != "#main-content"]
    assert len(parts) == 10
    for part in parts:
        assert f'id="{part[1:]}"' in page.answer.text


def test_privacy_tells_every_cookie_that_the_portal_sets(stack: Stack) -> None:
    text = Page.of(CLIENT.get(stack.url + "/portal/privacy")).text
    source = (Path(__file__).parents[2] / "functions/portal/cookies.py").read_text("utf-8")
    names = [line.split('"')[1] for line in source.splitlines() if ' = "__Host-' in line]
    assert len(names) == 2
    for name in names:
        assert name in text
    assert "1 hour after the last page, and 10 hours after signing in" in text
