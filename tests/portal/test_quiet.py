"""What the portal logs holds neither names nor tokens, whatever is looked at, typed or refused."""

import pytest

from tests.portal.conftest import CLIENT
from tests.portal.office import Office

NAMES = ("Siân", "Llŷr", "Zebedee", "Marmalade")


def test_no_names_and_no_tokens(office: Office, caplog: pytest.LogCaptureFixture) -> None:
    run = office.dispatched()
    person = office.visitor(name="Zebedee Marmalade")
    with caplog.at_level("INFO"):
        for path in (
            "",
            "/course-runs?q=Llŷr",
            f"/course-runs/{run}",
            f"/course-runs/{run}/manage",
        ):
            assert person.get(f"/portal{path}").status == 200
        wrong = {"note": "Marmalade came", "date_received-day": "41", "date_received-month": "1"}
        assert person.post(f"/portal/course-runs/{run}/receipts", wrong).status == 422
        assert person.post("/portal/sign-out").status == 303
        signing_in = CLIENT.get(f"{office.stack.url}/portal/sign-in")
    # What the browser's side says is nobody's log.
    ours = [record for record in caplog.records if record.name != "httpx"]
    assert len(ours) >= 7
    said = "\n".join(str(vars(record)) for record in ours)
    token = person.cookie.rpartition(".")[2]
    state = signing_in.headers["location"].partition("state=")[2].partition("&")[0]
    assert [secret for secret in (*NAMES, token, person.csrf, state) if secret in said] == []
    assert "GET /portal/course-runs/{course_run_id}" in said
