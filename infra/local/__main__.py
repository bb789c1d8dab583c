"""`make run`: the whole service on this machine, at http://127.0.0.1:8000 (PORT chooses another).

A demonstration is played on it first; then it says where the portal is. POWERTOOLS_LOG_LEVEL has the
functions say more than warnings.
"""

import errno
import logging
import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext

_LEVEL = "POWERTOOLS_LOG_LEVEL"
_MOST_PORT = 65_535


def main() -> None:
    """Serves until it is interrupted; what its user can mend ends it with one line."""
    # `make run` in a script is ended by SIGTERM: leave the way Ctrl+C does. Scripts also have
    # what they run in the background ignore SIGINT.
    for stop in (signal.SIGINT, signal.SIGTERM):
        signal.signal(stop, signal.default_int_handler)
    try:
        _run()
    except KeyboardInterrupt:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        print("\nStopped; nothing was kept.")


def _run() -> None:
    port, level = _port(), os.environ.get(_LEVEL)
    _quieten()
    print(f"{'0.0':>5} s  loading", flush=True)
    progress = _stopwatch()
    # Loading takes seconds, in which Ctrl+C has to work as later.
    from infra.demonstration.directions import directions  # noqa: PLC0415
    from infra.demonstration.playing import play  # noqa: PLC0415
    from infra.demonstration.portal import NotPlayed  # noqa: PLC0415
    from infra.local.parameters import BadParameter  # noqa: PLC0415
    from infra.local.stack import local_stack  # noqa: PLC0415

    settings = {"LogLevel": (level or "WARNING").upper()}
    try:
        with local_stack(
            port=port, parameters=settings, background=True, progress=progress
        ) as stack:
            played = None
            try:
                with _hushed() if level is None else nullcontext():
                    played = play(stack.url, progress)
            except NotPlayed as reason:
                progress(f"the demonstration broke off: {reason}")
                progress(f"{_LEVEL}=INFO shows what the functions said")
            print(directions(stack.url, played), flush=True)
            signal.pause()
    except BadParameter as fault:
        sys.exit(f"{_LEVEL}: {fault}")
    except OSError as fault:
        if fault.errno not in {errno.EADDRINUSE, errno.EACCES}:
            raise
        sys.exit(f"Port {port} cannot be used ({fault.strerror}). PORT=0 takes a free one.")


def _port() -> int:
    given = os.environ.get("PORT") or "8000"
    if not (given.isascii() and given.isdecimal() and int(given) <= _MOST_PORT):
        sys.exit(f"PORT is a number up to {_MOST_PORT}, not {given!r}. PORT=0 takes a free one.")
    return int(given)


def _stopwatch() -> Callable[[str], None]:
    began = time.monotonic()

    def progress(message: str) -> None:
        print(f"{time.monotonic() - began:5.1f} s  {message}", flush=True)

    return progress


def _quieten() -> None:
    logging.basicConfig(level=logging.WARNING, format="%(message)s")
    # Metrics are written to the output, for CloudWatch to read there.
    os.environ.setdefault("POWERTOOLS_METRICS_DISABLED", "true")


@contextmanager
def _hushed() -> Iterator[None]:
    """Keeps logs out of the progress: one verifier is beyond reach on purpose."""
    logging.disable()
    try:
        yield
    finally:
        logging.disable(logging.NOTSET)


if __name__ == "__main__":
    main()
