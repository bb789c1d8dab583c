"""Signing in without a sign-in page: a Cognito user of the right group, and that user's token."""

import hashlib
import re
from collections.abc import Callable
from typing import Any

from infra.local.deployment import Deployment

# Cognito's group, and the attribute that says who within it.
ATTRIBUTES = {"centre": "centre_id", "verifier": "verifier_id", "awarding-organisation": None}
_PASSWORD = "1 password for this Machine!"  # noqa: S105 - of users that exist in memory only
_PLAIN = re.compile(r"[a-z0-9-]{1,40}")


class Desk:
    """Makes users as they are needed and signs them in."""

    def __init__(self, deployment: Deployment, clients: Callable[[str], Any]) -> None:
        self._cognito = clients("cognito-idp")
        self._pool = deployment.only("AWS::Cognito::UserPool").ref
        self._client = deployment.only("AWS::Cognito::UserPoolClient").ref

    def token(self, group: str, number: str | None = None) -> str:
        """The ID token of a user of `group`, whose centre or verifier id is `number`.

        The ID token, because access tokens carry no custom attributes. Raises KeyError for an
        unknown group.
        """
        attribute = ATTRIBUTES[group]
        address = _address(group, number)
        attributes = [{"Name": f"custom:{attribute}", "Value": number}] if attribute else []
        self._make_sure_of(address, group, attributes)
        answer = self._cognito.admin_initiate_auth(
            UserPoolId=self._pool,
            ClientId=self._client,
            AuthFlow="ADMIN_USER_PASSWORD_AUTH",
            AuthParameters={"USERNAME": address, "PASSWORD": _PASSWORD},
        )
        return str(answer["AuthenticationResult"]["IdToken"])

    def _make_sure_of(self, address: str, group: str, attributes: list[Any]) -> None:
        who = {"UserPoolId": self._pool, "Username": address}
        try:
            self._cognito.admin_create_user(
                **who, UserAttributes=attributes, MessageAction="SUPPRESS"
            )
        except self._cognito.exceptions.UsernameExistsException:
            return
        self._cognito.admin_set_user_password(**who, Password=_PASSWORD, Permanent=True)
        self._cognito.admin_add_user_to_group(**who, GroupName=group)


def _address(group: str, number: str | None) -> str:
    """An email address as a user name, the same for the same person."""
    if number is None:
        return f"desk@{group}.example"
    if _PLAIN.fullmatch(number):
        return f"{number}@{group}.example"
    return f"{hashlib.sha256(number.encode()).hexdigest()[:32]}@{group}.example"
