"""Signing in without a password: a Cognito user of the right group, and that user's tokens."""

import hashlib
import re
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from infra.local.deployment import Deployment

# Cognito's group, and the attribute that says who within it.
ATTRIBUTES = {"centre": "centre_id", "verifier": "verifier_id", "awarding-organisation": None}
_PASSWORD = "1 password for this Machine!"  # noqa: S105 - of users that exist in memory only
_PLAIN = re.compile(r"[a-z0-9-]{1,40}")


@dataclass(frozen=True)
class Person:
    """Whom the user pool lets in: `number` is a centre's or verifier's id, `address` the user's email."""

    group: str
    number: str | None
    address: str
    name: str | None = None


def person(group: str, number: str | None = None, name: str | None = None) -> Person:
    """Whoever speaks for a centre, a verifier or the awarding organisation: always the same user.

    Raises KeyError for an unknown group.
    """
    if ATTRIBUTES[group] is None:
        number = None
    return Person(group, number, _address(group, number), name)


class Desk:
    """Makes users as they are needed and signs them in."""

    def __init__(self, deployment: Deployment, clients: Callable[[str], Any]) -> None:
        self._cognito = clients("cognito-idp")
        self._pool = deployment.only("AWS::Cognito::UserPool").ref
        # The client whose tokens the API takes.
        authorizers = {route.authorizer for route in deployment.routes if route.authorizer}
        (self._client,) = {client for each in authorizers for client in each.audience}
        self._one_at_a_time = threading.Lock()

    def token(self, group: str, number: str | None = None) -> str:
        """The ID token for the API of a user of `group`, whose centre or verifier id is `number`.

        The ID token, because access tokens carry no custom attributes. Raises KeyError for an
        unknown group.
        """
        return str(self.tokens(person(group, number), self._client)["IdToken"])

    def tokens(self, who: Person, client_id: str) -> Mapping[str, Any]:
        """What Cognito answers when `who` signs in by a client: IdToken, AccessToken and more."""
        with self._one_at_a_time:
            self._make_sure_of(who)
        answer = self._cognito.admin_initiate_auth(
            UserPoolId=self._pool,
            ClientId=client_id,
            AuthFlow="ADMIN_USER_PASSWORD_AUTH",
            AuthParameters={"USERNAME": who.address, "PASSWORD": _PASSWORD},
        )
        result: Mapping[str, Any] = answer["AuthenticationResult"]
        return result

    def _make_sure_of(self, who: Person) -> None:
        user = {"UserPoolId": self._pool, "Username": who.address}
        attribute = ATTRIBUTES[who.group]
        own = [{"Name": f"custom:{attribute}", "Value": who.number}] if attribute else []
        try:
            self._cognito.admin_create_user(**user, UserAttributes=own, MessageAction="SUPPRESS")
        except self._cognito.exceptions.UsernameExistsException:
            pass
        else:
            self._cognito.admin_set_user_password(**user, Password=_PASSWORD, Permanent=True)
            self._cognito.admin_add_user_to_group(**user, GroupName=who.group)
        if who.name:
            name = [{"Name": "name", "Value": who.name}]
            self._cognito.admin_update_user_attributes(**user, UserAttributes=name)


def _address(group: str, number: str | None) -> str:
    """An email address as a user name, the same for the same person."""
    if number is None:
        return f"desk@{group}.example"
    if _PLAIN.fullmatch(number):
        return f"{number}@{group}.example"
    return f"{hashlib.sha256(number.encode()).hexdigest()[:32]}@{group}.example"
