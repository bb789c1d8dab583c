"""The press: prints by a template that was given to us, in a process of its own.

Typst keeps a template from the files outside its root, which holds the template alone. What it does not keep it from,
this does: packages would be fetched over the network, to which there is no way out of the process; loops may take all
time and memory, and both are bounded. The process knows no credentials.
"""

import json
import os
import resource
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Timer
from typing import IO, Any, Final

import typst

from shared.documents.printing import Printed, accessible, compiler, forget

# A proxy that nobody is at: Typst would ask it for packages, and is refused at once.
_NO_WAY_OUT: Final = {"https_proxy": "http://127.0.0.1:9"}
_TEMPLATE: Final = "template.typ"


class NotPrinted(Exception):
    """A template prints nothing; the message says why, as Typst does."""


@dataclass(frozen=True, slots=True)
class Sheets:
    """What to print by a template: `facts` of every PDF, and of each by its name which of the `certificates` are in it.

    With `at_least`, a PDF that could not be read by a screen reader is not printed.
    """

    template: str
    made_at: datetime
    facts: Mapping[str, Any]
    certificates: Sequence[Mapping[str, Any]]
    each: Mapping[str, Sequence[int]]
    at_least: bool = False


@dataclass(frozen=True, slots=True)
class Bounds:
    """How long a template may take, and how many bytes of memory."""

    time: timedelta
    memory: int


def printed(sheets: Sheets, bounds: Bounds) -> Iterator[tuple[str, Printed]]:
    """Yield each PDF with its name as soon as it is printed; raises NotPrinted."""
    surroundings = _NO_WAY_OUT | {"PYTHONPATH": os.pathsep.join(map(os.path.abspath, sys.path))}
    command = [sys.executable, "-m", __name__, str(bounds.memory)]
    streams = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL}
    with (
        TemporaryDirectory() as root,
        subprocess.Popen(command, env=surroundings, cwd=root, **streams) as press,  # type: ignore[call-overload]  # noqa: S603 - this interpreter, and this module
    ):
        Path(root, _TEMPLATE).write_text(sheets.template, encoding="utf-8")
        stop = Timer(bounds.time.total_seconds(), press.kill)
        stop.start()
        try:
            _hand_in(press.stdin, sheets)
            for name in sheets.each:
                yield name, _handed_out(press.stdout, bounds)
        finally:
            stop.cancel()
            press.kill()


def _hand_in(press: IO[bytes], sheets: Sheets) -> None:
    job = {
        "made_at": sheets.made_at.timestamp(),
        "facts": sheets.facts,
        "certificates": sheets.certificates,
        "each": [list(each) for each in sheets.each.values()],
        "at_least": sheets.at_least,
    }
    # Where it has gone, there is nothing to read from it either, which is told there.
    with suppress(BrokenPipeError), press:
        press.write(json.dumps(job).encode())


def _handed_out(press: IO[bytes], bounds: Bounds) -> Printed:
    told = json.loads(press.readline() or "{}")
    if "refused" in told:
        raise NotPrinted(told["refused"])
    content = press.read(told.get("size", 0))
    if not content or len(content) < told["size"]:
        seconds, megabytes = int(bounds.time.total_seconds()), bounds.memory // 1_000_000
        raise NotPrinted(f"It takes more than {seconds} seconds or {megabytes} MB.")
    return Printed(content, told["complete"])


def _print_all(job: Mapping[str, Any], out: IO[bytes]) -> None:
    made_at = datetime.fromtimestamp(job["made_at"], UTC)
    for each in job["each"]:
        certificates = [job["certificates"][n] for n in each]
        facts = {**job["facts"], "certificates": certificates}
        printer = compiler(_TEMPLATE, facts, Path.cwd())
        pdf = accessible(printer, made_at, at_least=job["at_least"])
        told = {"size": len(pdf.content), "complete": pdf.complete}
        out.write(json.dumps(told).encode() + b"\n" + pdf.content)
        out.flush()
        if len(certificates) > 1:
            # Or else the next large one would come on top of it.
            forget(printer)


def _main(memory: int) -> None:
    resource.setrlimit(resource.RLIMIT_DATA, (memory, memory))
    out = sys.stdout.buffer
    try:
        _print_all(json.load(sys.stdin.buffer), out)
    except typst.TypstError as refused:
        out.write(json.dumps({"refused": refused.diagnostic.strip()}).encode() + b"\n")


if __name__ == "__main__":
    _main(int(sys.argv[1]))
