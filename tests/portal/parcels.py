"""Course runs brought, through the JSON API, to where a parcel waits or is on its way; and a second centre."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import httpx
import pytest

from infra.demonstration.parcels import tracking_number
from tests.journeys import conftest as journeys
from tests.journeys.conftest import TLS, Office, told

office = journeys.office


@pytest.fixture
def another(office: Office) -> Iterator[Office]:
    """Another centre, with the same verifier."""
    centre_id = f"{office.centre_id}-b"
    details = {"name": "Southbridge", "email": "a@b.example", "division": "scotland"}
    told(office.ao.put(f"/centres/{centre_id}", json=details | {"address": "2 Mill Lane"}))
    token = office.stack.sign_in("centre", centre_id=centre_id)
    headers = {"authorization": f"Bearer {token}"}
    with httpx.Client(base_url=office.stack.url, headers=headers, timeout=60, verify=TLS) as centre:
        yield replace(office, centre_id=centre_id, centre=centre)


def verified(of: Office, learners: int = 2) -> str:
    run = of.register(learners=learners)
    of.submit(run, learners=learners)
    of.verify()
    return run


def ready(of: Office, learners: int = 2) -> str:
    run = verified(of, learners)
    of.issue(run)
    return run


def posted(of: Office, days_ago: int = 0) -> str:
    """A course run whose certificates travel with Royal Mail."""
    run = ready(of)
    of.dispatch(days_ago, carrier="royal_mail", tracking_number=royal_mail(run))
    return run


def royal_mail(of: str) -> str:
    """A genuine number for a name, which no other name has."""
    serial = sum(ord(letter) * 31**n for n, letter in enumerate(of)) % 10_000_000
    return tracking_number("royal_mail", serial, date.min)
