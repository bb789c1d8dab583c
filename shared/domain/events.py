"""Events: what happened to a course run, by whom, when, and from which state to which."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from pydantic import ConfigDict, Field

from shared.domain.fields import Fact
from shared.domain.life_cycle import Action, Status


class Event(Fact):
    """One step of a course run's history; `sequence` is the version that the run reached by it."""

    model_config = ConfigDict(
        validate_by_name=True, validate_by_alias=True, serialize_by_alias=True
    )

    sequence: int
    type: Action
    at: datetime
    by: Mapping[str, Any]
    from_status: Status | None = Field(alias="from", default=None)
    to_status: Status = Field(alias="to")
    facts: Mapping[str, Any] = {}
