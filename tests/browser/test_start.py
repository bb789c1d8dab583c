"""The first pages that anybody sees."""

import pytest

from tests.browser.conftest import Opened, sign_in, stands

PEOPLE = ["Dispatch desk", "Coleg Aberwern", "Agnieszka"]


@pytest.mark.parametrize("phone", [False, True])
def test_the_start_page_and_the_statements_stand(opened: Opened, *, phone: bool) -> None:
    page = opened(phone=phone)
    for path in ("/portal", "/portal/signed-out", "/portal/nowhere"):
        page.goto(path)
        stands(page)


@pytest.mark.parametrize("who", PEOPLE)
@pytest.mark.parametrize("scripts", [False, True])
def test_everybody_signs_in_and_out_again(opened: Opened, who: str, *, scripts: bool) -> None:
    page = sign_in(opened(scripts=scripts), who)
    page.get_by_role("link", name="Your account").click()
    page.get_by_role("button", name="Sign out", exact=True).click()
    page.get_by_role("heading", name="You have signed out").wait_for()
    page.goto("/portal/account")
    assert "identity" in page.url


@pytest.mark.parametrize("who", PEOPLE)
def test_home_and_the_account_stand(opened: Opened, who: str) -> None:
    page = sign_in(opened(phone=True), who)
    stands(page)
    page.goto("/portal/account")
    stands(page)
