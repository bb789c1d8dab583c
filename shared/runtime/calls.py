"""The call of a use case that a request makes."""

from shared.domain.people import Caller
from shared.runtime import wiring
from shared.runtime.requests import Request
from shared.services.call import Call


def call_of(request: Request, caller: Caller | None = None) -> Call:
    """Return the call that `request` makes: of its signed-in caller, unless another is named."""
    return Call(wiring.table(), caller or request.caller, request.now, request.idempotency_key)
