"""Printing: facts and a template made into a PDF, the same bytes for the same facts.

Facts go in as JSON, which Typst takes for data: nothing in them is ever read as markup. Fonts are the packages' own,
so that what is printed does not depend on the machine.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import manimgx_fonts
import noto_cjk_sans_otc
import typst

TEMPLATES = Path(__file__).parent
# Tagged for screen readers, and refused by Typst where something in it could not be read by them.
_ACCESSIBLE = "ua-1"
_NOTHING = b"#[ ]"
_KEPT_FOR = 10


@dataclass(frozen=True, slots=True)
class Letterhead:
    """Whose documents these are, the colour of their headings, and who answers questions about them."""

    name: str
    brand_colour: str
    contact: str


@dataclass(frozen=True, slots=True)
class Printed:
    """A PDF; `complete` unless it has characters that no font of ours can print."""

    content: bytes
    complete: bool


def pdf(template: str, facts: Mapping[str, Any], made_at: datetime) -> Printed:
    """Print `facts` by a template of this folder, as PDF/UA-1, dated `made_at`.

    A character that none of the fonts has fails the standard, which promises text that can be read: then the document
    is printed without the promise, still tagged, a box in its place. Raises TypstError for any other fault.
    """
    printer = compiler(template, facts)
    try:
        return accessible(printer, made_at)
    finally:
        forget(printer)


def compiler(template: str, facts: Mapping[str, Any], root: Path = TEMPLATES) -> typst.Compiler:
    """Return what prints `facts` by a template of this folder, or of `root`; it reads no file outside of that."""
    return typst.Compiler(
        root / template,
        root=root,
        font_paths=_fonts(),
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(facts, ensure_ascii=False)},
    )


def accessible(printer: typst.Compiler, made_at: datetime, *, at_least: bool = False) -> Printed:
    """Return what a compiler prints, without the promise of PDF/UA-1 where it fails, unless it is asked `at_least`."""
    second = int(made_at.timestamp())
    try:
        return Printed(_compiled(printer, second, [_ACCESSIBLE]), complete=True)
    except typst.TypstError:
        if at_least:
            raise
        return Printed(_compiled(printer, second, []), complete=False)


@cache
def families() -> list[str]:
    """Return the fonts to set names in, each for what those before it lack; Chinese, Japanese and Korean come last."""
    scripts = [each for each in _fonts().families() if re.fullmatch("Noto Sans [A-Z][a-z]+", each)]
    return ["Noto Sans", *sorted(set(scripts) - {"Noto Sans Symbols"}), "Noto Sans CJK SC"]


def _compiled(printer: typst.Compiler, second: int, standards: list[Any]) -> bytes:
    content = printer.compile(format="pdf", pdf_standards=standards, timestamp=second)
    if not isinstance(content, bytes):
        raise TypeError("Typst printed no PDF.")
    return content


def forget(printer: typst.Compiler) -> None:
    """Let Typst forget what it has laid out: it keeps that for its next ten prints, 150 MB for 2,000 learners."""
    for _ in range(_KEPT_FOR + 1):
        printer.compile(_NOTHING, format="pdf")


def font_folders() -> list[Path]:
    """Return where the fonts are that documents are set in."""
    return [Path(str(package.__file__)).parent for package in (manimgx_fonts, noto_cjk_sans_otc)]


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=font_folders()
    )
