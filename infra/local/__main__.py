"""`make run`: the whole service on this machine, at http://127.0.0.1:8000 (PORT chooses another)."""

import errno
import importlib
import importlib.util
import logging
import os
import signal
import sys
import time

from infra.local.stack import Stack, local_stack

_DEMONSTRATION = "infra.local.demonstration"


def main() -> None:
    """Serves until it is interrupted."""
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    logging.getLogger("botocore").setLevel(logging.WARNING)
    # `make run` in a script is ended by SIGTERM: leave the way Ctrl+C does.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    began = time.monotonic()

    def progress(message: str) -> None:
        print(f"{time.monotonic() - began:5.1f} s  {message}", flush=True)

    port = int(os.environ.get("PORT", "8000"))
    try:
        with local_stack(port=port, background=True, progress=progress) as stack:
            _demonstrate(stack, progress)
            print(_directions(stack), flush=True)
            signal.pause()
    except KeyboardInterrupt:
        print("\nStopped; nothing was kept.")
    except OSError as fault:
        if fault.errno not in (errno.EADDRINUSE, errno.EACCES):
            raise
        sys.exit(f"Port {port} cannot be used ({fault.strerror}): make run PORT=8001")


def _demonstrate(stack: Stack, progress: object) -> None:
    if importlib.util.find_spec(_DEMONSTRATION):
        importlib.import_module(_DEMONSTRATION).play(stack.url, progress)


def _directions(stack: Stack) -> str:
    url = stack.url
    return f"""
The service is at {url}

  is it up                  curl {url}/health
  a centre's token          curl {url}/local/sign-in -d '{{"as": "centre", "centre_id": "4021"}}'
  a verifier's token        curl {url}/local/sign-in -d '{{"as": "verifier", "verifier_id": "17"}}'
  the AO's token            curl {url}/local/sign-in -d '{{"as": "awarding-organisation"}}'
  what may be seen          curl {url}/course-runs -H 'Authorization: Bearer <access_token>'
  mail that was sent        {url}/local/mail
  what lies in the bucket   {url}/local/objects
  write the daily report    curl -X POST {url}/local/schedules/DailyPendingReceiptReport

A token of the awarding organisation, good for an hour:

{stack.sign_in("awarding-organisation")}

Ctrl+C stops it; nothing is kept."""


if __name__ == "__main__":
    main()
