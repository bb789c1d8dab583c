"""`make screenshots`: the portal's main pages on the demonstration, on a desktop and on a phone, and a document.

CHROMIUM names the browser where it is not on the PATH. The pictures replace those beside this file.
"""

import os
import shutil
import sys
import tempfile
from contextlib import redirect_stdout
from pathlib import Path

import typst
from playwright.sync_api import Browser, Page, sync_playwright

from infra.demonstration.playing import Played, play
from infra.local.stack import Stack, local_stack
from shared.documents.certificate_summary import TEMPLATE, summary_facts
from shared.documents.printing import compiler
from shared.domain.documents import CertificateSummary
from shared.runtime import wiring

FOLDER = Path(__file__).parent
DESKTOP, PHONE = (1100, 900), (375, 800)
_RUNS, _PENDING = "/portal/course-runs", "/portal/reports/certificate-receipt-pending"
# The course run whose Certificate Summary is shown.
_PRINTED = "CR-1010"

_AS_A_PICTURE = b"""#set page(width: 210mm, height: 297mm, margin: 0pt)
#image("certificate.pdf", width: 100%)"""

# Each picture: its name, who looks, at what, and how large the window is.
PICTURES = (
    ("home", "Coleg Aberwern", "/portal", DESKTOP),
    ("course_run", "Coleg Aberwern", f"{_RUNS}/CR-1010", DESKTOP),
    ("crf_received", "Coleg Aberwern", f"{_RUNS}/CR-1010/manage", DESKTOP),
    ("results", "Coleg Aberwern", f"{_RUNS}/CR-1001/results/enter", DESKTOP),
    ("course_run_phone", "Coleg Aberwern", f"{_RUNS}/CR-1010", PHONE),
    ("administration", "Dispatch desk", _RUNS, DESKTOP),
    ("dispatch", "Dispatch desk", "/portal/desk/dispatch/3315", DESKTOP),
    ("pending", "Dispatch desk", _PENDING, DESKTOP),
    ("pending_phone", "Dispatch desk", _PENDING, PHONE),
)


def main() -> None:
    """Takes the pictures; nothing of the demonstration is kept."""
    found = os.environ.get("CHROMIUM") or shutil.which("chromium")
    if found is None:
        sys.exit("Chromium is not installed (on Debian: chromium), or name it in CHROMIUM.")
    with tempfile.TemporaryFile("w") as unread, local_stack() as stack:
        _tell("playing the demonstration")
        with redirect_stdout(unread):
            played = play(stack.url)
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
            for name, who, path, size in PICTURES:
                _tell(name)
                page = _signed_in(browser, stack, who, size)
                page.goto(path)
                _take(page, name)
            _tell("verifier_phone")
            _take(_at_link(browser, played), "verifier_phone")
            browser.close()
        _tell("certificate_summary")
        with redirect_stdout(unread):
            stack.settle()
        _print(stack, "certificate_summary")
        _tell("certificate")
        _photograph(stack, "certificate")


def _signed_in(browser: Browser, stack: Stack, who: str, size: tuple[int, int]) -> Page:
    page = _opened(browser, size, stack.url)
    page.goto("/portal/sign-in")
    page.get_by_role("button", name=who).first.click()
    page.wait_for_load_state()
    return page


def _at_link(browser: Browser, played: Played) -> Page:
    page = _opened(browser, PHONE)
    page.goto(next(iter(played.waiting_links.values())))
    return page


def _print(stack: Stack, name: str) -> None:
    """Print the first page of a Certificate Summary of the demonstration as a picture."""
    (key,) = [o["key"] for o in stack.objects() if o["key"].endswith(f"-{_PRINTED}.json")]
    bucket = stack.deployment.outputs["DocumentsBucketName"]
    content = stack.client("s3").get_object(Bucket=bucket, Key=key)["Body"].read()
    facts = summary_facts(CertificateSummary.model_validate_json(content), wiring.letterhead())
    pages = compiler(TEMPLATE, facts).compile(format="png", ppi=80)
    first = pages[0] if isinstance(pages, list) else pages
    if first is None:
        raise TypeError("Typst printed nothing.")
    (FOLDER / f"{name}.png").write_bytes(first)


def _photograph(stack: Stack, name: str) -> None:
    """Make a picture of a certificate of the demonstration as it is kept."""
    folder = f"certificates/{_PRINTED}/"
    (first, *_) = sorted(o["key"] for o in stack.objects() if o["key"].startswith(folder))
    bucket = stack.deployment.outputs["DocumentsBucketName"]
    content = stack.client("s3").get_object(Bucket=bucket, Key=first)["Body"].read()
    with tempfile.TemporaryDirectory() as root:
        Path(root, "certificate.pdf").write_bytes(content)
        compiler = typst.Compiler(_AS_A_PICTURE, root=root)
        compiler.compile(output=FOLDER / f"{name}.png", format="png", ppi=80)


def _opened(browser: Browser, size: tuple[int, int], url: str | None = None) -> Page:
    width, height = size
    return browser.new_page(base_url=url, viewport={"width": width, "height": height})


def _take(page: Page, name: str) -> None:
    page.screenshot(path=FOLDER / f"{name}.png")


def _tell(what: str) -> None:
    print(f"   {what}", flush=True)


if __name__ == "__main__":
    main()
