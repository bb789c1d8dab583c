"""Documents are made once, however often they are asked for; what fails is recorded, and tried again."""

from collections.abc import Callable
from typing import TypeVar

from shared.domain.documents import Documents, Making
from shared.services.call import Call
from shared.store.table import Moved, Put

D = TypeVar("D", bound=Documents)


def made_once(call: Call, before: D, make: Callable[[], D], record: Callable[[D], Put]) -> D:
    """Return documents as they are made, unless they stood as made `before`; `record` is the write that tells of them.

    What fails is recorded and raised, for the stream to try again.
    """
    if before.status is Making.MADE:
        return before
    try:
        made = make()
    except Exception:
        _record(call, record(before.model_copy(update={"status": Making.FAILED})))
        raise
    _record(call, record(made))
    return made


def _record(call: Call, put: Put) -> None:
    try:
        call.table.write([put])
    except Moved:
        # Another delivery of the same record was quicker, and made the same; or they were asked for again while
        # these were being made, and that record is on its way.
        return
