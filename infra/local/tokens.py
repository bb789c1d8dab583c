"""Bearer tokens, judged as API Gateway's JWT authorizer judges them."""

import json
import time
import urllib.request
from collections.abc import Mapping
from typing import Any

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from infra.local.deployment import Authorizer


class NotAuthenticated(Exception):
    """There is no token, or not one to trust: 401."""


class NotAllowed(Exception):
    """The token is good and has none of the route's scopes: 403."""


class Tokens:
    """Checks tokens against the keys that the engine's user pools publish."""

    def __init__(self, engine_url: str) -> None:
        self._engine_url = engine_url
        self._keys: dict[str, KeySet] = {}

    def claims(
        self, authorization: str | None, authorizer: Authorizer, scopes: tuple[str, ...]
    ) -> dict[str, Any]:
        """A token's claims; raises NotAuthenticated or NotAllowed.

        The rules are those of the API Gateway developer guide, "JWT authorizers": key, algorithm,
        iss, aud (or client_id where there is no aud), nbf, iat, exp, and one of the route's scopes.
        """
        if not authorization:
            raise NotAuthenticated("no token")
        kind, _, rest = authorization.partition(" ")
        token = rest.strip() if kind.lower() == "bearer" else authorization
        try:
            claims = jwt.decode(token, self._keys_of(authorizer), algorithms=["RS256"]).claims
        except (JoseError, ValueError) as fault:
            raise NotAuthenticated("the signature or the form is wrong") from fault
        if fault_of_claims := _fault(claims, authorizer):
            raise NotAuthenticated(fault_of_claims)
        if scopes and not set(scopes) & set(str(claims.get("scope", "")).split()):
            raise NotAllowed("none of the route's scopes")
        return dict(claims)

    def _keys_of(self, authorizer: Authorizer) -> KeySet:
        if authorizer.issuer not in self._keys:
            pool = authorizer.issuer.rpartition("/")[2]
            # Always the engine's own address: http on this machine.
            address = f"{self._engine_url}/{pool}/.well-known/jwks.json"
            with urllib.request.urlopen(address) as answer:  # noqa: S310
                self._keys[authorizer.issuer] = KeySet.import_key_set(json.load(answer))
        return self._keys[authorizer.issuer]


def _fault(claims: Mapping[str, Any], authorizer: Authorizer) -> str | None:
    now = time.time()
    audience = claims["aud"] if "aud" in claims else claims.get("client_id")
    audiences = audience if isinstance(audience, list) else [audience]
    if claims.get("iss") != authorizer.issuer:
        return "of another issuer"
    if not set(map(str, audiences)) & set(authorizer.audience):
        return "for another audience"
    if not now < claims.get("exp", 0):
        return "expired"
    if max(claims.get("nbf", 0), claims.get("iat", 0)) > now:
        return "not valid yet"
    return None


def as_gateway_says(claims: Mapping[str, Any]) -> dict[str, str]:
    """Claims as functions get them: every value a string, a list as `[one two]`."""
    return {name: _said(value) for name, value in claims.items()}


def _said(value: Any) -> str:
    if isinstance(value, list):
        return f"[{' '.join(map(_said, value))}]"
    if isinstance(value, bool):
        return str(value).lower()
    return value if isinstance(value, str) else json.dumps(value)
