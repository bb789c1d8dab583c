"""Who calls, from the claims that API Gateway's authorizer has verified."""

from collections.abc import Mapping
from typing import Any

from shared.domain.faults import Forbidden
from shared.domain.people import Caller, Role

_ROLES = {role.value: role for role in Role if role is not Role.SERVICE}


def caller_of(claims: Mapping[str, Any]) -> Caller:
    """Return the caller of a token's claims; raises Forbidden unless they hold exactly one role, and its identifier.

    API Gateway passes claims as text, with the list of groups as `[one two]`; a token itself holds a list.
    """
    said = claims.get("cognito:groups", "")
    groups = said if isinstance(said, list) else str(said).strip("[]").replace(",", " ").split()
    roles = [_ROLES[group] for group in groups if group in _ROLES]
    if len(roles) != 1:
        raise Forbidden("This account has no role here.")
    caller = Caller(
        roles[0],
        str(claims.get("sub", "")),
        centre_id=claims.get("custom:centre_id"),
        verifier_id=claims.get("custom:verifier_id"),
        name=claims.get("name"),
    )
    if (caller.role is Role.CENTRE and not caller.centre_id) or (
        caller.role is Role.VERIFIER and not caller.verifier_id
    ):
        raise Forbidden("This account belongs to no centre or verifier.")
    return caller
