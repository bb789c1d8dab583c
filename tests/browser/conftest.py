"""A real browser at a running stack with the demonstration on it, and the checks that every page has to stand."""

import os
import shutil
from collections.abc import Callable, Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from infra.demonstration.playing import Played, play
from infra.local.stack import Stack, local_stack

AXE_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# A phone of the smallest kind that WCAG 2.2 (1.4.10, Reflow) speaks of, and a desktop.
PHONE, DESKTOP = {"width": 320, "height": 640}, {"width": 1100, "height": 900}
# As root in a container, and without calls to anybody.
QUIET = ["--no-sandbox", "--disable-background-networking", "--disable-component-update"]
CENTRE, OTHER_CENTRE = "Coleg Aberwern", "Strathlennox Training"


@pytest.fixture(scope="session")
def stack() -> Iterator[Stack]:
    with local_stack() as running:
        yield running


@pytest.fixture(scope="session")
def played(stack: Stack) -> tuple[Stack, Played]:
    return stack, play(stack.url, lambda _: None)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    found = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    assert found, "Chromium is not installed (on Debian: chromium), or name it in CHROMIUM."
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=QUIET)
        yield browser
        browser.close()


Opened = Callable[..., Page]


@pytest.fixture
def opened(chromium: Browser, played: tuple[Stack, Played]) -> Iterator[Opened]:
    """Opens a browser of somebody's own, at the start page: `opened(phone=True, scripts=False)`."""
    contexts: list[BrowserContext] = []

    def open_one(*, phone: bool = False, scripts: bool = True) -> Page:
        context = chromium.new_context(
            base_url=played[0].url,
            viewport=PHONE if phone else DESKTOP,
            java_script_enabled=scripts,
            locale="en-GB",
        )
        context.set_default_timeout(10_000)
        contexts.append(context)
        page = context.new_page()
        page.goto("/")
        return page

    yield open_one
    for each in contexts:
        each.close()


def sign_in(page: Page, who: str) -> Page:
    """Signs in from the start page as somebody whose name the identity provider lists."""
    page.goto("/portal")
    page.get_by_role("button", name="Sign in").or_(page.get_by_role("link", name="Sign in")).click()
    page.get_by_role("button", name=who).first.click()
    page.get_by_role("heading", level=1, name="What needs doing today").wait_for()
    return page


def stands(page: Page) -> None:
    """Fails unless a page is accessible and nothing of it is cut off or scrolled sideways."""
    told = Axe().run(page, options={"runOnly": {"type": "tag", "values": AXE_RULES}})
    assert told.violations_count == 0, f"{page.url}\n{told.generate_report()}"
    fits(page)


def fits(page: Page) -> None:
    """Fails where something is cut off or scrolled sideways."""
    width, within = page.evaluate(
        "[document.documentElement.scrollWidth, document.documentElement.clientWidth]"
    )
    assert width <= within, f"{page.url} is {width} px wide in {within}"
