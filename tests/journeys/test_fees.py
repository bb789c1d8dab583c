"""The AO sets what replacement certificates cost without a deployment; centres read what holds and what comes."""

from datetime import timedelta
from typing import Any

import httpx

from tests.journeys.conftest import Office, told

CHARGES = {"currency": "GBP", "vat_percent": 20, "pence": {"lost": 3000, "name_change": 2400}}


def put(client: httpx.Client, office: Office, days_from_now: int, **other: Any) -> httpx.Response:
    path = f"/fees/{office.today + timedelta(days=days_from_now)}"
    return client.put(path, json=CHARGES | other)


def pointers(answer: httpx.Response) -> list[str]:
    return [each["pointer"] for each in told(answer, 422)["errors"]]


def test_charges_are_set_from_a_day_on_and_told(office: Office) -> None:
    first = told(put(office.ao, office, 0), 201)
    assert told(put(office.ao, office, 0, vat_percent="20.0")) == first
    told(put(office.ao, office, 30, vat_percent=17.5), 201)
    told(put(office.ao, office, 30, vat_percent=0, pence={"lost": 3300}), 201)
    fees = told(office.centre.get("/fees"))
    assert fees["as_of"] == office.today.isoformat()
    following, superseded, current = fees["tables"]
    assert [each["state"] for each in fees["tables"]] == ["next", "superseded", "current"]
    assert current["valid_until"] == (office.today + timedelta(days=29)).isoformat()
    assert (current["pence"], current["vat_percent"]) == (CHARGES["pence"], "20")
    assert current["vat_pence"] == {"lost": 500, "name_change": 400}
    assert (following["valid_until"], following["vat_pence"]) == (None, {"lost": 0})
    assert superseded["vat_percent"] == "17.5"
    assert {each["set_by"] for each in fees["tables"]} == {None}
    assert {each["set_by"] for each in told(office.ao.get("/fees"))["tables"]} != {None}


def test_every_fault_is_told_at_once_and_nothing_is_set(office: Office) -> None:
    before = told(office.ao.get("/fees"))
    assert pointers(put(office.ao, office, -1)) == ["/valid_from"]
    assert pointers(put(office.ao, office, 732)) == ["/valid_from"]
    wrong = {"lost": -1, "burnt": 100}
    answer = put(office.ao, office, -1, currency="EUR", vat_percent="much", pence=wrong)
    assert sorted(pointers(answer)) == sorted(
        ["/valid_from", "/currency", "/vat_percent", "/pence/lost", "/pence/burnt"]
    )
    assert pointers(office.ao.put("/fees/tomorrow", json=CHARGES)) == ["/valid_from"]
    assert told(office.ao.get("/fees")) == before


def test_centres_read_and_verifiers_do_not(office: Office) -> None:
    token = office.stack.sign_in("verifier", verifier_id=office.verifier_id)
    bearer = {"authorization": f"Bearer {token}"}
    assert office.anyone.get("/fees").status_code == 401
    assert office.anyone.get("/fees", headers=bearer).status_code == 403
    assert put(office.centre, office, 1).status_code == 403
    assert put(office.anyone, office, 1).status_code == 401
