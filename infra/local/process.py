"""The process's environment, which one stack at a time speaks for.

Functions read settings from the environment and keep clients; here several stacks may stand beside
each other. Whose function is invoked takes the environment over, and clients are made anew.
"""

import os
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import boto3


class _Process:
    def __init__(self) -> None:
        self._speaker: object = None
        self._before: dict[str, str | None] = {}
        self._taking_turns = threading.RLock()

    def take_over(self, speaker: object, values: Mapping[str, str]) -> None:
        """Sets `values`, unless it is `speaker` who set them last."""
        with self._taking_turns:
            if self._speaker is speaker:
                return
            self._put_back()
            self._before = {name: os.environ.get(name) for name in values}
            os.environ.update(values)
            self._speaker = speaker
            forget_clients()

    def leave(self, speaker: object) -> None:
        """Puts back what was there before `speaker`, unless another has taken over since."""
        with self._taking_turns:
            if self._speaker is speaker:
                self._put_back()
                self._speaker = None

    def _put_back(self) -> None:
        restore(self._before)
        self._before = {}


PROCESS = _Process()


def restore(before: Mapping[str, str | None]) -> None:
    """Sets environment variables to what they were, and removes those that were not there."""
    for name, value in before.items():
        if value is None:
            os.environ.pop(name, None)
        else:
            os.environ[name] = value


@contextmanager
def variables(values: Mapping[str, str]) -> Iterator[None]:
    """Sets environment variables for a while."""
    before = {name: os.environ.get(name) for name in values}
    os.environ.update(values)
    try:
        yield
    finally:
        restore(before)


def forget_clients() -> None:
    """Has the functions' own caches start anew, if any of them was imported before."""
    # boto3's own session keeps the credentials that it found first.
    boto3.setup_default_session()
    wiring = sys.modules.get("shared.runtime.wiring")
    forget = getattr(wiring, "forget", None)
    if forget is not None:
        forget()
