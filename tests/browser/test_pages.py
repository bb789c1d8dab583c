"""Every page of the portal, as each role sees it on the demonstration: WCAG 2.2 AA, on a phone and on a desktop."""

import re
from collections.abc import Iterator

import httpx
import pytest
from playwright.sync_api import Browser, Page

from functions.portal.routes import ROUTES
from functions.portal.routing import routed
from infra.demonstration.cast import AGNIESZKA
from infra.demonstration.playing import Played
from infra.demonstration.stories import STORIES
from infra.local.stack import Stack
from tests.browser.conftest import DESKTOP, PHONE, fits, sign_in, stands

RUNS, PENDING = "/portal/course-runs", "/portal/reports/certificate-receipt-pending"
# {parcel} is a parcel of the centre's, {today} the day of the report that the demonstration wrote.
PAGES = {
    "Coleg Aberwern": [
        "/portal",
        "/portal/account",
        "/portal/help",
        "/portal/privacy",
        "/portal/accessibility",
        "/portal/check",
        RUNS,
        f"{RUNS}?status=received",
        f"{RUNS}?q=nothing+like+this",
        f"{RUNS}/CR-1001",
        f"{RUNS}/CR-1006",
        f"{RUNS}/CR-1011",
        f"{RUNS}/CR-1014",
        f"{RUNS}/CR-1010/history",
        f"{RUNS}/CR-1010/results",
        f"{RUNS}/CR-1010/manage",
        f"{RUNS}/CR-1010/manage?action=report-not-arrived",
        f"{RUNS}/CR-1011/manage",
        f"{RUNS}/CR-1014/manage",
        f"{RUNS}/CR-1014/manage?action=record-distribution",
        "/portal/reports/certificates-to-distribute",
        "/portal/consignments/{parcel}",
        "/portal/consignments/{parcel}/receipt",
        "/portal/queries",
        "/portal/results",
        f"{RUNS}/CR-1001/results/enter",
        f"{RUNS}/CR-1001/results/upload",
        f"{RUNS}/CR-1001/results/check",
        "/portal/reports",
        "/portal/fees",
        PENDING,
        f"{PENDING}?overdue=true",
        f"{PENDING}/days",
        f"{PENDING}/days/{{today}}",
    ],
    "Dispatch desk": [
        "/portal",
        RUNS,
        f"{RUNS}/CR-1006",
        f"{RUNS}/CR-1006/manage",
        f"{RUNS}/CR-1006/manage?action=issue-certificates",
        f"{RUNS}/CR-1006/manage?action=open-query",
        f"{RUNS}/CR-1006/manage?action=resolve-query",
        f"{RUNS}/CR-1003/manage?action=email-verifier",
        "/portal/desk/certificates",
        "/portal/desk/dispatch",
        "/portal/desk/dispatch/3315",
        "/portal/desk/not-reached",
        "/portal/desk/queries",
        "/portal/consignments/{parcel}",
        "/portal/reports",
        "/portal/fees",
        "/portal/fees/new",
        "/portal/reports/reminders",
        "/portal/reports/reminders?on-day=1&on-month=6&on-year=2027",
        f"{RUNS}/CR-1013",
        f"{RUNS}/CR-1013/manage?action=record-replacement",
        f"{RUNS}/CR-1014/manage?action=settle-discrepancy",
        f"{RUNS}/CR-1015",
        f"{RUNS}/CR-1015/manage?action=answer-not-arrived",
        f"{RUNS}/CR-1016",
        f"{RUNS}/CR-1016/history",
        f"{RUNS}/CR-1016/manage?action=decide-replacement",
        f"{RUNS}/CR-1016/manage?action=issue-certificates",
        "/portal/desk/discrepancies",
        "/portal/desk/parcels-not-arrived",
        "/portal/desk/replacements",
        "/portal/desk/replacements/to-issue",
        "/portal/reports/replacement-charges",
        "/portal/reports/certificates-to-distribute?centre_id=3315",
        PENDING,
        f"{PENDING}/days/{{today}}",
    ],
    "Lough Carran": [
        "/portal",
        f"{RUNS}/CR-1013",
        f"{RUNS}/CR-1013/manage?action=record-return",
        f"{RUNS}/CR-1016",
        f"{RUNS}/CR-1016/manage?action=ask-for-replacement",
        "/portal/replacements",
        "/portal/reports/replacement-charges",
    ],
    "Agnieszka": ["/portal", RUNS, f"{RUNS}/{{waiting}}", f"{RUNS}/{{waiting}}/verification"],
}
# No pages; they lead on to one; or they are seen before signing in (test_start).
NO_PAGES = re.compile(
    r"\.(csv|xlsx|pdf)$|/assets/|/documents/|/portal/certificates/|^GET /$"
    r"|/(sign-in|signed-in|signed-out)$"
)
LEAD_ON = re.compile(
    r"/(receipts|non-arrivals|distributions|certificates|replacements|decision|queries|resolution"
    r"|notifications|submit|documents)$"
)


@pytest.fixture(scope="module")
def facts(played: tuple[Stack, Played]) -> dict[str, str]:
    """What stands for the names in braces."""
    stack, told = played
    bearer = {"authorization": f"Bearer {stack.sign_in('centre', centre_id='1102')}"}
    run = httpx.get(f"{stack.url}/course-runs/CR-1010", headers=bearer).json()
    waiting = [
        each.course_run_id
        for each in STORIES
        if each.course_run_id in told.waiting_links and each.verifier is AGNIESZKA
    ]
    return {
        "parcel": run["consignments"][0]["consignment_id"],
        "today": told.today.isoformat(),
        "waiting": waiting[0],
    }


@pytest.fixture(scope="module")
def portal(chromium: Browser, played: tuple[Stack, Played]) -> Iterator[dict[str, Page]]:
    """Each person's browser, signed in."""
    contexts = {who: chromium.new_context(base_url=played[0].url) for who in PAGES}
    yield {who: sign_in(context.new_page(), who) for who, context in contexts.items()}
    for each in contexts.values():
        each.close()


@pytest.mark.parametrize(
    ("who", "path"), [(who, path) for who, paths in PAGES.items() for path in paths]
)
def test_a_page_stands(portal: dict[str, Page], facts: dict[str, str], who: str, path: str) -> None:
    page = portal[who]
    page.set_viewport_size(PHONE)
    answer = page.goto(path.format(**facts))
    assert answer
    assert answer.status == 200
    stands(page)
    page.set_viewport_size(DESKTOP)
    fits(page)


def test_every_page_is_looked_at() -> None:
    looked_at = {
        routed(
            {"requestContext": {"http": {"method": "GET"}}, "rawPath": path.partition("?")[0]},
            ROUTES,
        )["routeKey"]
        for paths in PAGES.values()
        for path in paths
    }
    pages = {route for route in ROUTES if route.startswith("GET ")}
    pages = {each for each in pages if not NO_PAGES.search(each) and not LEAD_ON.search(each)}
    queues = {"GET /portal/desk/certificates", "GET /portal/desk/queries", "GET /portal/queries"}
    queues |= {"GET /portal/desk/replacements", "GET /portal/replacements"}
    assert pages | queues <= looked_at
