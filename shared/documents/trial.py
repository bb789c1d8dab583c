"""A template is tried on samples before it is taken: all of them are printed, and say what certificates have to say."""

import io
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, Final
from unicodedata import category, normalize

from pypdf import PdfReader

from shared.documents import press
from shared.documents.certificate import sheets
from shared.documents.press import Bounds, NotPrinted, Sheets
from shared.documents.printing import Letterhead
from shared.domain import limits
from shared.domain.certificates import Kind
from shared.domain.course_run import Qualification, Unit
from shared.domain.identifiers import certificate_number
from shared.domain.printed_certificates import PrintedCertificate, file_of

BOUNDS: Final = Bounds(limits.TRIAL_TIME, limits.TRIAL_MEMORY)
_MADE_AT: Final = datetime(2026, 7, 8, 9, tzinfo=UTC)
# Samples lead nowhere.
_PORTAL: Final = "https://portal.example"
_BLOCK: Final = "SAMP7E0"
_ALL: Final = "all.pdf"
_ANOTHER_CODE: Final = "another-code.pdf"
# Facts that nothing else on a page happens to say.
_QUALIFICATION: Final = Qualification(
    number="603/4829/7", title="Certificate in Sampling Heather and Gorse", level="Entry 3"
)
_LONG_TITLE: Final = "Certificate in Reading Long Titles " * 7
# Names are in any script and up to 255 characters long; of one word, too.
_NAMES: Final = (
    "محمد بن عبد الله",
    "王小明",
    "தமிழ்ச்செல்வன்",
    "Wolfe" + "schlegel" * 31,
    "*bold* _and_ `raw` $x$ <label> @cite #sys",
)


def faults_of(template: str, letterhead: Letterhead) -> list[str]:
    """Return why certificates cannot be printed by a template, if they cannot: as Typst says it, or what is missing."""
    samples = {file_of(each.certificate_number): each for each in _samples()}
    files = {name: [each] for name, each in samples.items()} | {_ALL: list(samples.values())}
    to_print = _with_another_code(sheets(template, letterhead, _PORTAL, _MADE_AT, files))
    try:
        printed = {name: pdf.content for name, pdf in press.printed(to_print, BOUNDS)}
    except NotPrinted as refused:
        return [str(refused)]
    texts = {name: _squeezed(_text(pdf)) for name, pdf in printed.items()}
    faults = [
        f"{_called(sample)} does not say {what}: {said}"
        for name, sample in samples.items()
        for what, said in _to_say(sample, letterhead)
        if _squeezed(said) not in texts[name]
    ]
    faults += [
        f"{_called(sample)} says that it is a replacement"
        for name, sample in samples.items()
        if sample.replaces is None and "replacement" in texts[name]
    ]
    faults += [
        f"A file of several certificates lacks one: {each.certificate_number}"
        for each in samples.values()
        if _squeezed(each.certificate_number) not in texts[_ALL]
    ]
    if printed[_ANOTHER_CODE] == printed[next(iter(samples))]:
        faults.append("A certificate does not show the code that leads to its check: qr")
    return list(dict.fromkeys(faults))


def _with_another_code(to_print: Sheets) -> Sheets:
    """Have the first sample printed with another code, too: the two differ unless the code is left out."""
    another = {**to_print.certificates[0], "qr": to_print.certificates[1]["qr"]}
    return replace(
        to_print,
        certificates=[*to_print.certificates, another],
        each={**to_print.each, _ANOTHER_CODE: [len(to_print.certificates)]},
        at_least=True,
    )


def _to_say(sample: PrintedCertificate, letterhead: Letterhead) -> Iterator[tuple[str, str]]:
    """Yield what a certificate has to say, and how; other scripts are held to their fonts by the printing itself."""
    yield "whose it is", letterhead.name
    if sample.name.isascii():
        yield "the learner’s name", sample.name
    yield "its number", sample.certificate_number
    yield "its date of issue", f"{sample.issued_on:%d/%m/%Y}"
    if sample.replaces:
        yield "what it is", "replacement"
    if sample.kind is Kind.UNIT:
        for unit in sample.units:
            yield "a unit’s reference", unit.reference
            yield "a unit’s title", unit.title
            yield "a unit’s level", unit.level
            if unit.credits:
                yield "a unit’s credit", str(unit.credits)
        return
    yield "the qualification’s title", sample.qualification.title
    yield "the qualification’s number", sample.qualification.number
    yield "the qualification’s level", sample.qualification.level
    yield "the credit", str(sample.credits)


def _samples() -> list[PrintedCertificate]:
    """Return a sample of each kind, and of all that is hard to print."""
    long_unit = "Understand the principles of safe moving and handling in adult care settings"
    many = [_unit(n, long_unit, 7) for n in range(40)]
    of: list[dict[str, Any]] = [
        {"kind": Kind.QUALIFICATION},
        {"kind": Kind.UNIT, "units": [_unit(1, "Prune heather", 53), _unit(2, "Prune gorse", 84)]},
        {"kind": Kind.UNIT, "units": [_unit(3, "Prune ivy", 0)]},
        {"kind": Kind.QUALIFICATION, "replaces": certificate_number(_BLOCK, 999)},
        {"kind": Kind.QUALIFICATION, "qualification": _QUALIFICATION.model_copy(update={"title": _LONG_TITLE})},
        {"kind": Kind.UNIT, "units": many},
        *({"kind": Kind.QUALIFICATION, "name": name} for name in _NAMES),
    ]  # fmt: skip
    common = {
        "learner_id": "L-1",
        "name": "Rowan Thistlethwaite-Okonkwo",
        "issued_on": _MADE_AT.date(),
        "qualification": _QUALIFICATION,
        "units": [_unit(1, "Prune heather", 53), _unit(2, "Prune gorse", 84)],
    }
    return [
        PrintedCertificate.model_validate(
            {**common, "certificate_number": certificate_number(_BLOCK, serial), **each}
        )
        for serial, each in enumerate(of, start=1)
    ]


def _unit(number: int, title: str, credits_: int) -> Unit:
    reference = f"K/617/{4100 + number}"
    return Unit(reference=reference, title=title, level="Entry 2", credits=credits_)


def _called(sample: PrintedCertificate) -> str:
    if sample.replaces:
        return "A replacement certificate"
    return "A unit certificate" if sample.kind is Kind.UNIT else "A certificate"


def _text(pdf: bytes) -> str:
    return "".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)


def _squeezed(text: str) -> str:
    """Return text without what lines are broken at, and in small letters: a template may set it in capitals."""
    plain = normalize("NFKC", text).casefold()
    return "".join(
        each for each in plain if category(each) != "Pd" and category(each)[0] not in "ZC"
    )
