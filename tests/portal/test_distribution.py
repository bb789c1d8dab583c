"""Recording distribution on pages: all but some, or some only; from few learners to 2,000; and what is left to do."""

from datetime import timedelta
from typing import Any

import pytest

from functions.portal.manage import distribution
from infra.local.stack import Stack
from tests.journeys.conftest import told
from tests.portal.office import Office, open_office

LIST = "/portal/reports/certificates-to-distribute"
HANDED_OVER = {"how": "handed_over", "identity_seen": "passport"}
POSTED = {"how": "posted", "carrier": "royal_mail", "tracking_number": "RU 9360 6124 4GB"}


def path_of(run: str, more: str = "") -> str:
    return f"/portal/course-runs/{run}{more}"


def typed(office: Office, *, days_ago: int = 0, **fields: Any) -> dict[str, Any]:
    on = office.today - timedelta(days=days_ago)
    parts = {"on-day": on.day, "on-month": on.month, "on-year": on.year}
    return {name: str(number) for name, number in parts.items()} | {"which": "all"} | fields


def numbers(office: Office, run: str) -> list[str]:
    learners = office.run(run)["learners"]
    return [each["certificate"]["certificate_number"] for each in learners if each["certificate"]]


def hows(office: Office, run: str) -> list[str | None]:
    told_of = [each["distribution"] for each in office.run(run)["learners"]]
    return [each and each["how"] for each in told_of]


def form_of(office: Office, run: str, action: str = "record-distribution") -> Any:
    return office.visitor().get(path_of(run, "/manage"), params={"action": action})


def test_all_but_one_are_handed_over_and_that_one_is_posted(office: Office) -> None:
    run = office.received(learners=3)
    first, *others = numbers(office, run)
    page, centre = form_of(office, run), office.visitor()
    assert "3 certificates are still to be distributed" in page.text
    assert "At your centre since" in page.text
    assert " checked" not in page.answer.text
    fields = typed(office, **HANDED_OVER, ticked=[first], listed=[first, *others])
    sent = centre.post(path_of(run, "/distributions"), fields)
    assert (sent.status, sent.location) == (303, path_of(run, "?done=distributed"))
    assert hows(office, run) == [None, "handed_over", "handed_over"]
    again = centre.post(path_of(run, "/distributions"), fields)
    assert again.location == path_of(run, "?done=distributed-before")

    fields = typed(office, **POSTED, which="some", ticked=[first], listed=[first])
    assert centre.post(path_of(run, "/distributions"), fields).status == 303
    assert hows(office, run) == ["posted", "handed_over", "handed_over"]
    page = centre.get(path_of(run))
    for text in ("Identity seen: passport", "Royal Mail, RU936061244GB", "Handed over on"):
        assert text in page.text
    assert "still to be distributed" not in page.text
    assert "Distribution recorded" in centre.get(path_of(run, "/history")).text


def test_what_came_back_is_recorded_and_distributed_again(office: Office) -> None:
    run = office.received()
    first, second = numbers(office, run)
    centre = office.visitor()
    # As long as nothing has left, nothing can come back.
    assert form_of(office, run, "record-return").status == 422
    listed = {"listed": [first, second]}
    centre.post(path_of(run, "/distributions"), typed(office, **POSTED, **listed))
    page = form_of(office, run, "record-return")
    assert "2 certificates could have come back" in page.text
    assert (page.hidden["what"], page.hidden["how"]) == ("back", "returned")
    back = typed(office, what="back", how="returned", which="some")
    none = centre.post(path_of(run, "/distributions"), back | listed)
    assert none.status == 422
    assert "Choose at least one certificate" in none.text
    sent = centre.post(path_of(run, "/distributions"), back | listed | {"ticked": [second]})
    assert sent.status == 303
    assert hows(office, run) == ["posted", "returned"]
    assert "1 certificate is still to be distributed" in form_of(office, run).text


def test_everything_that_is_wrong_is_told_and_what_was_typed_is_kept(office: Office) -> None:
    run = office.received()
    first, second = numbers(office, run)
    centre = office.visitor()
    nothing = centre.post(path_of(run, "/distributions"), {"note": "Kept"})
    assert nothing.status == 422
    for link in ("#how", "#on-day", "#which"):
        assert link in nothing.links
    assert ">Kept</textarea>" in nothing.answer.text
    listed = {"listed": [first, second], "ticked": [first]}
    for fields, words in (
        ({"how": "handed_over"}, "Enter what you saw of the learners’ identity"),
        (HANDED_OVER | {"identity_seen": "passport 533401372"}, "#identity_seen"),
        ({"how": "posted"}, "Choose who carries them"),
        ({"how": "posted"}, "Enter the number that they were posted under"),
        (POSTED | {"tracking_number": "RU936061245GB"}, "This fails its check"),
        (POSTED | {"carrier": "other"}, "Name the carrier here if it is ‘Another carrier’"),
        ({"how": "destroyed"}, "Enter a note: why and how they were destroyed"),
        (HANDED_OVER | {"on-year": "2100"}, "The date must be today or in the past"),
        (HANDED_OVER | {"on-day": "32"}, "The date must be a real date"),
    ):
        said = typed(office, **listed) | fields
        page = centre.post(path_of(run, "/distributions"), said)
        assert page.status == 422, words
        assert words in page.text or words in page.links
        assert f'value="{first}" checked' in page.answer.text
    assert hows(office, run) == [None, None]


def test_what_somebody_else_has_recorded_meanwhile_is_told(office: Office) -> None:
    run = office.received()
    first, second = numbers(office, run)
    fields = typed(office, **HANDED_OVER, listed=[first, second])
    body = {"on": office.today.isoformat(), "certificate_numbers": [first], "how": "destroyed"}
    told(office.centre.post(f"/course-runs/{run}/distributions", json=body | {"note": "Torn"}), 201)
    page = office.visitor().post(path_of(run, "/distributions"), fields)
    assert page.status == 422
    assert f"{first}: This certificate was destroyed on" in page.text
    assert hows(office, run) == ["destroyed", None]


def test_of_many_the_exceptions_are_typed(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(distribution, "LISTED", 2)
    run = office.received(learners=4)
    of = numbers(office, run)
    centre = office.visitor()
    page = form_of(office, run)
    assert "Exceptions, or the only ones" in page.text
    assert of[0] not in page.answer.text
    # By number as people write it, or by the learner's identifier.
    fields = typed(office, **HANDED_OVER, typed=f"{of[0].lower()}\r\n\r\n l1 \r\nnobody")
    wrong = centre.post(path_of(run, "/distributions"), fields)
    assert wrong.status == 422
    assert "nobody" in wrong.text
    fields["typed"] = f"{of[0].lower()}\r\n l1"
    assert centre.post(path_of(run, "/distributions"), fields).status == 303
    assert hows(office, run) == [None, None, "handed_over", "handed_over"]
    fields = typed(office, **POSTED, which="some", typed="L0")
    assert centre.post(path_of(run, "/distributions"), fields).status == 303
    assert hows(office, run)[:2] == ["posted", None]


def test_the_list_and_home_lead_there_until_all_is_distributed(office: Office) -> None:
    centre = office.visitor()
    assert "Nothing is waiting to be distributed" in centre.get(LIST).text
    run = office.dispatched(days_ago=60)
    receipt = {"action": "CRF Received"}
    receipt |= {"date_received": (office.today - timedelta(days=59)).isoformat()}
    told(office.centre.post(f"/course-runs/{run}/receipts", json=receipt), 201)
    page = centre.get(LIST)
    assert "2 of 2" in page.text
    assert "Overdue" in page.text
    home = centre.get("/portal")
    assert "course run with certificates that learners still wait for" in home.text
    assert LIST in home.links
    assert LIST in centre.get("/portal/reports").links
    ao = office.visitor("ao")
    assert run not in ao.get(LIST).text
    assert run in ao.get(LIST, params={"centre_id": office.centre_id}).text
    assert ao.get(LIST, params={"centre_id": "no centre"}).status == 422
    fields = typed(office, **HANDED_OVER, listed=numbers(office, run))
    assert centre.post(path_of(run, "/distributions"), fields).status == 303
    assert run not in centre.get(LIST).text
    assert LIST not in centre.get("/portal").links


def test_it_is_the_centres_and_nobody_elses(office: Office, stack: Stack) -> None:
    run = office.received()
    fields = typed(office, **HANDED_OVER, listed=numbers(office, run))
    for who in ("verifier", "ao"):
        assert office.visitor(who).post(path_of(run, "/distributions"), fields).status == 403
    with open_office(stack) as other:
        assert other.visitor().post(path_of(run, "/distributions"), fields).status == 404
        assert run not in other.visitor().get(LIST).text
    assert office.visitor("verifier").get(LIST).status == 403
    assert hows(office, run) == [None, None]
    centre = office.visitor()
    assert centre.get(path_of(run, "/distributions")).location == path_of(run, "/manage")
    centre.post(path_of(run, "/distributions"), fields)
    seen_by_verifier = office.visitor("verifier").get(path_of(run)).text
    assert "Identity seen" not in seen_by_verifier
    assert "Handed over" not in seen_by_verifier
    assert "Identity seen" in office.visitor("ao").get(path_of(run)).text


@pytest.mark.slow
def test_2000_learners_are_recorded_from_one_page(office: Office) -> None:
    run = office.received(learners=2_000, units=1)
    page = form_of(office, run)
    assert len(page.answer.content) < 100_000
    fields = typed(office, **HANDED_OVER, typed="\r\n".join(f"L{n}" for n in range(0, 2_000, 2)))
    sent = office.visitor().post(path_of(run, "/distributions"), fields)
    assert sent.status == 303
    assert hows(office, run).count("handed_over") == 1_000
