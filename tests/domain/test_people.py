"""People: what exists for whom, and how a caller is kept in a record."""

from datetime import UTC, date, datetime

import pytest
from pydantic import ValidationError

from shared.domain.course_run import CourseRun, Qualification, may_see
from shared.domain.life_cycle import Status
from shared.domain.people import THE_SERVICE, Caller, CentreDetails, Role, VerifierDetails

RUN = CourseRun(
    course_run_id="R1",
    version=1,
    status=Status.OPEN,
    centre_id="C-1",
    centre_name="Northbridge",
    verifier_id="V-1",
    title="Customer service",
    qualification=Qualification(number="601/3589/X", title="Skills", level="2"),
    starts_on=date(2026, 1, 5),
    ends_on=date(2026, 6, 30),
    registered="",
    learners=1,
    units=1,
    updated_at=datetime(2026, 11, 23, tzinfo=UTC),
)
CENTRE = {
    "name": "Northbridge College",
    "email": "exams@northbridge.example",
    "division": "scotland",
    "address": "1 Bridge Road\r\nNorthbridge",
}


@pytest.mark.parametrize(
    ("caller", "sees"),
    [
        (Caller(Role.AWARDING_ORGANISATION, "a"), True),
        (Caller(Role.CENTRE, "c", centre_id="C-1"), True),
        (Caller(Role.CENTRE, "c", centre_id="C-2"), False),
        (Caller(Role.CENTRE, "c"), False),
        # The centre of a verifier and the verifier of a centre are nothing to go by.
        (Caller(Role.CENTRE, "c", centre_id="C-2", verifier_id="V-1"), False),
        (Caller(Role.VERIFIER, "v", verifier_id="V-1"), True),
        (Caller(Role.VERIFIER, "v", verifier_id="V-2"), False),
        (Caller(Role.VERIFIER, "v"), False),
        (Caller(Role.VERIFIER, "v", centre_id="C-1", verifier_id="V-2"), False),
        (THE_SERVICE, False),
    ],
)
def test_the_ao_sees_all_and_others_their_own(caller: Caller, *, sees: bool) -> None:
    assert may_see(caller, RUN) is sees


def test_a_record_says_who_it_was_and_nothing_that_is_not_known() -> None:
    assert Caller(Role.CENTRE, "s", centre_id="C-1").as_record() == {
        "role": "centre",
        "id": "s",
        "centre_id": "C-1",
    }
    assert THE_SERVICE.as_record() == {"role": "service", "id": "service"}


def test_a_centre_is_in_a_division_and_has_an_address_of_lines() -> None:
    centre = CentreDetails.model_validate(CENTRE)
    assert centre.division == "scotland"
    assert centre.address == "1 Bridge Road\nNorthbridge"
    for division in ("wales", "", None):
        with pytest.raises(ValidationError):
            CentreDetails.model_validate(CENTRE | {"division": division})


@pytest.mark.parametrize(
    "email",
    [
        "a@b.org",
        "first.last+tag@sub.domain-with-hyphen.example",
        "o'neill@college.ac.uk",
        "a" * 64 + "@b.org",
    ],
)
def test_an_email_address_is_taken(email: str) -> None:
    assert VerifierDetails(name="Priya Raman", email=email).email == email


@pytest.mark.parametrize(
    "email",
    [
        "",
        "a",
        "a@b",
        "@b.org",
        "a@b.org ",
        "a@b.org\n",
        "a@b.org\r\nBcc: x@y.org",
        "a b@c.org",
        "Priya <a@b.org>",
        "a@b.org,c@d.org",
        "a@-b.org",
        "a@b-.org",
        "a@b..org",
        "é@b.org",
        "a@b.org" + "x" * 250,
        "a" * 65 + "@b.org",
    ],
)
def test_what_could_reach_nobody_or_somebody_else_is_refused(email: str) -> None:
    with pytest.raises(ValidationError):
        VerifierDetails(name="Priya Raman", email=email)
