"""The verifier's page as a browser opens it and sends its form."""

from tests.portal.conftest import CLIENT, Page

BROWSER = {"accept": "text/html,application/xhtml+xml;q=0.9,*/*;q=0.8"}
VERIFY = {"decision": "verify", "name": "Vera Okafor"}
RETURN = {"decision": "return", "name": "Vera Okafor", "reason": "Two grades are missing."}


def opened(link: str) -> Page:
    return Page.of(CLIENT.get(link, headers=BROWSER))


def sent(link: str, form: dict[str, str]) -> Page:
    return Page.of(CLIENT.post(link, data=form, headers=BROWSER))
