"""The report of charges for replacements: by month, a centre's own, the AO's of all, and as a file."""

import csv
import io
from typing import Any

import pytest

from infra.local.stack import Stack
from tests.journeys.conftest import told
from tests.portal.office import Office, open_office
from tests.portal.replacing import asked, numbers, path_of, set_fees

REPORT = "/portal/reports/replacement-charges"


def charged(office: Office) -> tuple[str, str]:
    """A run with a replacement that is charged, and the certificate that it replaces; the desk did it on pages."""
    set_fees(office)
    run = office.received()
    old, of, desk = numbers(office, run)[0], asked(office, run), office.visitor("ao")
    path = path_of(run, f"/replacements/{of['replacement_id']}/decision")
    assert desk.post(path, {"decision": "approve"}).status == 303
    assert desk.post(path_of(run, "/certificates")).status == 303
    return run, old


def rows(page: Any) -> list[dict[str, str]]:
    assert page.status == 200
    assert page.answer.headers["content-type"] == "text/csv; charset=utf-8"
    return list(csv.DictReader(io.StringIO(page.answer.text.removeprefix("\ufeff"))))


def test_a_lost_certificate_ends_in_the_months_charges(office: Office) -> None:
    centre = office.visitor()
    assert "Nothing was charged in" in centre.get(REPORT).text
    run, old = charged(office)
    page = centre.get(REPORT)
    for text in (old, "Lost", "£30.00 £5.00", "£30.00 in all, including £5.00 VAT"):
        assert text in page.text
    (link,) = [each for each in page.links if ".csv" in each]
    (row,) = rows(centre.get(link))
    assert (row["course_run_id"], row["pence"], row["vat_pence"]) == (run, "3000", "500")
    assert row["certificate_numbers"] == old
    assert row["issued_on"] == office.today.isoformat()
    (earlier,) = [e for e in page.links if "month=" in e and ".csv" not in e]
    assert run not in centre.get(earlier).text
    assert rows(centre.get(f"{REPORT}.csv", params={"month": "2020-01"})) == []
    assert REPORT in centre.get("/portal/reports").links


def test_the_awarding_organisation_sees_all_and_may_ask_for_one(
    office: Office, stack: Stack
) -> None:
    run, _ = charged(office)
    with open_office(stack, "Southbridge College") as other:
        others, _ = charged(other)
        desk = office.visitor("ao")
        assert {run, others} <= {each["course_run_id"] for each in rows(desk.get(f"{REPORT}.csv"))}
        one = desk.get(REPORT, params={"centre_id": other.centre_id})
        assert others in one.text
        assert run not in one.text
        own = desk.get(f"{REPORT}.csv", params={"centre_id": other.centre_id})
        assert [each["course_run_id"] for each in rows(own)] == [others]
        # A centre's is its own, whatever it asks for.
        asked_for = office.visitor().get(REPORT, params={"centre_id": other.centre_id})
        assert others not in asked_for.text
        assert run in asked_for.text
        file = office.visitor().get(f"{REPORT}.csv", params={"centre_id": other.centre_id})
        assert [each["course_run_id"] for each in rows(file)] == [run]
    for path in (REPORT, f"{REPORT}.csv"):
        assert office.visitor("verifier").get(path).status == 403
        assert desk.get(path, params={"centre_id": "no centre"}).status == 422


def test_a_long_month_goes_on_and_too_long_a_one_is_no_file(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    run, old = charged(office)
    second = numbers(office, run)[1]
    of = told(
        office.centre.post(f"/certificates/{second}/replacements", json={"reason": "lost"}), 201
    )
    path = f"/course-runs/{run}/replacements/{of['replacement_id']}/decision"
    told(office.ao.post(path, json={"decision": "approve"}), 201)
    office.issue(run)
    monkeypatch.setattr("shared.domain.limits.PAGE_DEFAULT", 1)
    page = office.visitor().get(REPORT)
    (following,) = [each for each in page.links if "cursor=" in each]
    assert "in all" not in page.text
    both = [page.text, office.visitor().get(following).text]
    assert [sum(number in text for text in both) for number in (old, second)] == [1, 1]
    monkeypatch.setattr("functions.portal.reports.replacement_charges.WHOLE_MONTH", 1)
    refused = office.visitor().get(f"{REPORT}.csv")
    assert (refused.status, "too many for one file" in refused.text) == (422, True)
