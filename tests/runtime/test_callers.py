"""Callers, from claims as API Gateway hands them over: all of them text, lists in brackets."""

from typing import Any

import pytest

from shared.domain.faults import Forbidden
from shared.domain.people import Caller, Role
from shared.runtime.callers import caller_of
from tests.runtime.events import AO, CENTRE, VERIFIER


@pytest.mark.parametrize(
    ("claims", "caller"),
    [
        (AO, Caller(Role.AWARDING_ORGANISATION, AO["sub"])),
        (CENTRE, Caller(Role.CENTRE, CENTRE["sub"], centre_id="C-1")),
        (VERIFIER, Caller(Role.VERIFIER, VERIFIER["sub"], verifier_id="V-1")),
    ],
)
def test_a_caller_is_of_one_group(claims: dict[str, str], caller: Caller) -> None:
    assert caller_of(claims) == caller


@pytest.mark.parametrize(
    "groups",
    ["[centre]", "[eu-west-2_abc_Portal centre]", "[centre readers]", "centre", "[ centre ]"],
)
def test_groups_of_other_purposes_do_not_matter(groups: str) -> None:
    assert caller_of(CENTRE | {"cognito:groups": groups}).role is Role.CENTRE


@pytest.mark.parametrize(
    "groups",
    [
        *("", "[]", "[readers]", "[service]", "[Centre]", "[centres]", "[centre-verifier]"),
        *("[centre verifier]", "[awarding-organisation centre]", "[centre centre]"),
    ],
)
def test_without_exactly_one_role_nobody_comes_in(groups: str) -> None:
    with pytest.raises(Forbidden):
        caller_of(CENTRE | VERIFIER | {"cognito:groups": groups})


@pytest.mark.parametrize(
    "claims",
    [
        {},
        {"sub": "somebody"},
        {k: v for k, v in CENTRE.items() if k != "custom:centre_id"},
        CENTRE | {"custom:centre_id": ""},
        {k: v for k, v in VERIFIER.items() if k != "custom:verifier_id"},
        VERIFIER | {"custom:verifier_id": ""},
        CENTRE | {"cognito:groups": "[verifier]"},
    ],
)
def test_a_centre_and_a_verifier_have_to_be_known(claims: dict[str, Any]) -> None:
    with pytest.raises(Forbidden):
        caller_of(claims)
