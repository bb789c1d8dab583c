"""Replacements on pages: asked for once the charge was seen, decided on, listed, issued, and followed to the end."""

from typing import Any

import pytest

from functions.portal.manage import replacement, replacement_form
from infra.local.stack import Stack
from tests.journeys.conftest import told
from tests.portal.office import Office, open_office
from tests.portal.replacing import CHARGED, asked, numbers, path_of, replacements, set_fees

TO_DECIDE, TO_ISSUE = "/portal/desk/replacements", "/portal/desk/replacements/to-issue"
OWN = "/portal/replacements"


def form_of(office: Office, run: str, who: str = "centre") -> Any:
    action = "ask-for-replacement" if who == "centre" else "record-replacement"
    return office.visitor(who).get(path_of(run, "/manage"), params={"action": action})


def send(office: Office, run: str, who: str = "centre", **fields: str) -> Any:
    # Each has a session of its own, with a token of its own.
    fields.pop("csrf", None)
    return office.visitor(who).post(path_of(run, "/replacements"), fields)


def decide(office: Office, of: dict[str, Any], **fields: str) -> Any:
    path = path_of(of["course_run_id"], f"/replacements/{of['replacement_id']}/decision")
    return office.visitor("ao").post(path, fields)


def test_the_charge_is_shown_before_anything_is_recorded(office: Office) -> None:
    set_fees(office)
    run = office.received(learners=3)
    number = numbers(office, run)[0]
    form = form_of(office, run)
    assert f"Siân Llŷr 0 (L0), {number}" in form.text
    assert " checked" not in form.answer.text
    check = send(office, run, certificate=number, reason="lost", note="In the move <b>", name="X")
    assert check.status == 200
    for text in (CHARGED, "In the move <b>", "Siân Llŷr 0 (L0)", "Lost", "not before"):
        assert text in check.text
    # A name is told of other reasons only.
    assert "name" not in check.hidden
    assert replacements(office, run) == []
    changed = send(office, run, **{**check.hidden, "change": "yes"})
    assert changed.status == 200
    assert ">In the move &lt;b&gt;</textarea>" in changed.answer.text
    assert replacements(office, run) == []
    sent = send(office, run, **check.hidden)
    assert (sent.status, sent.location) == (303, path_of(run, "?done=replacement-asked"))
    (recorded,) = replacements(office, run)
    assert (recorded["reason"], recorded["charge"]["pence"]) == ("lost", 3000)
    again = send(office, run, **check.hidden)
    assert again.location == path_of(run, "?done=replacement-before")
    assert number not in form_of(office, run).text
    page = office.visitor().get(path_of(run)).text
    for text in ("Replacements", "To be decided", CHARGED):
        assert text in page
    history = office.visitor().get(path_of(run, "/history")).text
    assert f"About Siân Llŷr 0 (L0) Certificate {number} Lost" in history
    assert run in office.visitor().get(OWN).text
    assert OWN in office.visitor().get("/portal").links


def test_a_charge_that_has_changed_is_shown_again(office: Office) -> None:
    set_fees(office)
    run = office.received()
    fields = {"certificate": numbers(office, run)[0], "reason": "lost"}
    check = send(office, run, **fields)
    set_fees(office, lost=3600)
    again = send(office, run, **check.hidden)
    assert again.status == 409
    assert "The charge has changed since you saw it" in again.text
    assert "£36.00, including £6.00 VAT at 20%" in again.text
    assert replacements(office, run) == []
    assert send(office, run, **again.hidden).status == 303
    assert replacements(office, run)[0]["charge"]["pence"] == 3600


@pytest.mark.parametrize(
    ("fields", "links"),
    [
        ({}, {"#certificate", "#reason"}),
        ({"reason": "incorrect"}, {"#certificate", "#at_fault", "#note"}),
        ({"reason": "name_change"}, {"#certificate", "#name", "#evidence_seen"}),
        ({"reason": "name_change", "evidence_seen": "passport 533401372"}, {"#evidence_seen"}),
        ({"reason": "lost", "certificate": "nobody", "note": "x" * 201}, {"#certificate", "#note"}),
    ],
)
def test_everything_that_is_wrong_is_told_at_once(
    office: Office, fields: dict[str, str], links: set[str]
) -> None:
    run = office.received()
    page = send(office, run, **fields)
    assert page.status == 422
    assert links <= set(page.links)
    assert replacements(office, run) == []


def test_what_each_reason_asks_for_is_recorded(office: Office) -> None:
    run = office.received()
    first, second = numbers(office, run)
    fields = {"reason": "incorrect", "at_fault": "awarding-organisation", "note": "Level 3, not 2"}
    check = send(office, run, certificate=first, **fields)
    assert "No charge: the awarding organisation made the mistake" in check.text
    assert "the old certificate is revoked" in check.text
    assert send(office, run, **check.hidden).status == 303
    fields = {"reason": "name_change", "name": "Siân Jones", "evidence_seen": "deed poll"}
    check = send(office, run, "ao", certificate=second, at_fault="centre", **fields)
    assert "Deed poll" not in check.text
    assert send(office, run, "ao", **check.hidden).status == 303
    incorrect, named = replacements(office, run)
    assert (incorrect["at_fault"], incorrect["note"]) == ("awarding-organisation", "Level 3, not 2")
    assert (named["name"], named["evidence_seen"]) == ("Siân Jones", "deed poll")
    assert named["requested_by"] == "awarding-organisation"
    assert office.history(run)[-1] == "replacement_recorded"


def test_of_many_a_certificate_is_found_by_what_is_typed(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (replacement, replacement_form):
        monkeypatch.setattr(module, "LISTED", 10)
    run = office.received(learners=12, units=1)
    form = form_of(office, run)
    assert "Its number, the learner ID, or a part of the learner’s name" in form.text
    many = send(office, run, certificate="sian llyr", reason="lost")
    assert "12 certificates fit ‘sian llyr’. Type more of the name" in many.text
    few = send(office, run, certificate="llyr 1", reason="lost")
    assert few.status == 422
    assert "3 certificates fit ‘llyr 1’. Choose one" in few.text
    assert few.answer.text.count("<option") == 4
    assert "Look for another certificate" in few.text
    of = numbers(office, run)
    for typed in ("l7", of[7].lower(), "LLŶR 7"):
        check = send(office, run, certificate=typed, reason="lost")
        assert check.hidden["certificate"] == of[7]


def test_what_cannot_be_replaced_any_more_is_told_on_the_form(office: Office) -> None:
    run = office.received()
    number = numbers(office, run)[0]
    check = send(office, run, certificate=number, reason="lost")
    asked(office, run, reason="stolen")
    late = send(office, run, **check.hidden)
    assert late.status == 422
    assert "A replacement of this certificate is under way" in late.text
    assert len(replacements(office, run)) == 1


def test_the_desk_approves_issues_and_the_learner_gets_it(office: Office) -> None:
    set_fees(office)
    run = office.received()
    old = numbers(office, run)[0]
    of = asked(office, run)
    desk = office.visitor("ao")
    page = desk.get(TO_DECIDE)
    assert f"{run} Northbridge College ({office.centre_id}) Lost {CHARGED}" in page.text
    to_decide = next(e for e in page.links if of["replacement_id"] in e)
    form = desk.get(to_decide)
    assert CHARGED in form.text
    assert "Whose fault is it?" not in form.text
    assert {TO_DECIDE, TO_ISSUE} & set(desk.get("/portal").links) >= {TO_DECIDE}
    for fields, link in (({}, "#decision"), ({"decision": "refuse"}, "#note")):
        wrong = decide(office, of, **fields)
        assert wrong.status == 422
        assert link in wrong.links
    assert replacements(office, run)[0]["status"] == "requested"
    approved = decide(office, of, decision="approve")
    assert approved.location == path_of(run, "?done=replacement-approved")
    assert run in desk.get(TO_ISSUE).text
    assert run not in desk.get(TO_DECIDE).text
    issue = path_of(run, "/manage?action=issue-certificates")
    assert issue in desk.get(TO_ISSUE).links
    form = desk.get(issue)
    assert "1 replacement was approved and would be issued" in form.text
    assert "Issue 1 certificate" in form.text
    assert "Nobody would get a certificate" not in form.text
    assert desk.post(path_of(run, "/certificates")).status == 303
    assert replacements(office, run)[0]["status"] == "issued"
    assert run not in desk.get(TO_ISSUE).text
    parcel = office.dispatch(course_run_ids=[run])["consignment_id"]
    assert "Posted" in office.visitor().get(path_of(run)).text
    told(office.confirm(run, consignment_id=parcel), 201)
    assert replacements(office, run)[0]["status"] == "received"
    page = office.visitor().get(path_of(run)).text
    assert f"In the place of {old}" in page
    assert f"{old} Replaced In its place: {numbers(office, run)[0]}" in page


def test_the_fault_is_seen_elsewhere_and_the_charge_follows(office: Office) -> None:
    set_fees(office)
    run = office.dispatched(days_ago=40)
    received = office.run(run)["consignments"][0]["dispatched_on"]
    told(office.confirm(run, date_received=received), 201)
    of = asked(office, run, reason="incorrect", at_fault="awarding-organisation", note="Level")
    form = office.visitor("ao").get(
        path_of(run, "/manage"), params={"action": "decide-replacement"}
    )
    assert "The awarding organisation No charge: the awarding organisation made the mistake" in (
        form.text
    )
    assert "The centre £20.00, including £3.33 VAT at 20%" in form.text
    assert decide(office, of, decision="approve", at_fault="centre").status == 303
    (decided,) = replacements(office, run)
    assert (decided["at_fault"], decided["charge"]["pence"]) == ("centre", 2000)


def test_what_is_refused_says_why_and_is_not_charged(office: Office) -> None:
    run = office.received()
    of = asked(office, run)
    refused = decide(office, of, decision="refuse", note="It was found")
    assert refused.location == path_of(run, "?done=replacement-refused")
    page = office.visitor().get(path_of(run)).text
    for text in ("Refused", "Not charged", "It was found"):
        assert text in page
    late = decide(office, of, decision="approve")
    assert (late.status, "This replacement was refused" in late.text) == (409, True)
    assert decide(office, of).status == 409
    # The certificate can be asked about again.
    assert numbers(office, run)[0] in form_of(office, run).text


def test_each_page_is_for_its_role_and_its_centre(office: Office, stack: Stack) -> None:
    run = office.received()
    number = numbers(office, run)[0]
    fields = {"certificate": number, "reason": "lost"}
    assert send(office, run, "verifier", **fields).status == 403
    for path in (TO_DECIDE, TO_ISSUE):
        assert office.visitor().get(path).status == 403
        assert office.visitor("verifier").get(path).status == 403
    assert office.visitor("ao").get(OWN).status == 403
    with open_office(stack) as other:
        assert send(other, run, **fields).status == 404
        assert send(other, run, **fields, charge_pence="0").status == 404
        # Nor under a course run of their own.
        theirs = other.received()
        confirmed = send(other, theirs, **fields, charge_pence="0")
        assert confirmed.status == 404
        assert "Siân Llŷr 0" not in send(other, theirs, **fields).text.partition("Why is")[2]
        of = asked(office, run)
        assert run not in other.visitor().get(OWN).text
    path = path_of(run, f"/replacements/{of['replacement_id']}/decision")
    for who in ("centre", "verifier"):
        assert office.visitor(who).post(path, {"decision": "approve"}).status == 403
    assert [each["status"] for each in replacements(office, run)] == ["requested"]
    for again in (path, path_of(run, "/replacements")):
        assert office.visitor().get(again).location == path_of(run, "/manage")
    assert "Replacements" not in office.visitor("verifier").get(path_of(run)).text
