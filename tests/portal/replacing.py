"""What the tests of replacements share: fees that hold, certificates by their numbers, and replacements as stored."""

from typing import Any

from tests.journeys.conftest import told
from tests.portal.office import Office

FEES = {"lost": 3000, "damaged": 1500, "incorrect": 2000}
CHARGED = "£30.00, including £5.00 VAT at 20%"


def path_of(run: str, more: str = "") -> str:
    return f"/portal/course-runs/{run}{more}"


def set_fees(office: Office, **pence: int) -> None:
    """What is charged from today on; the latest of several for one day holds."""
    body = {"currency": "GBP", "vat_percent": "20", "pence": FEES | pence}
    answer = office.ao.put(f"/fees/{office.today}", json=body)
    assert answer.status_code in {200, 201}, answer.text


def numbers(office: Office, run: str) -> list[str]:
    learners = office.run(run)["learners"]
    return [each["certificate"]["certificate_number"] for each in learners if each["certificate"]]


def replacements(office: Office, run: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = office.run(run)["replacements"]
    return found


def received_with(office: Office, problem: str, days_ago: int = 0, **of: Any) -> tuple[str, str]:
    """A run received with one certificate, L0's, that is not right; and its number."""
    run = office.dispatched(days_ago=days_ago, **of)
    number = numbers(office, run)[0]
    wrong = {"certificate_number": number, "problem": problem, "note": "See the corner"}
    received = office.run(run)["consignments"][0]["dispatched_on"]
    told(office.confirm(run, date_received=received, discrepancies=[wrong]), 201)
    return run, number


def asked(office: Office, run: str, **said: str) -> dict[str, Any]:
    """A replacement of L0's certificate that the centre has asked for."""
    path = f"/certificates/{numbers(office, run)[0]}/replacements"
    return told(office.centre.post(path, json={"reason": "lost"} | said), 201)
