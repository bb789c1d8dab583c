"""The form of a replacement: which certificate is meant, what it says, and its mistakes in the words of the page."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from shared.domain.faults import Fault
from shared.domain.identifiers import certificate_number, read_certificate_number
from shared.domain.replacements import Reason
from shared.domain.searching import folded
from shared.pages import forms
from shared.pages.forms import Mistake, Typed
from shared.services.certificates_to_replace import CertificateToReplace

# Of more certificates than this nobody looks for one in a list: it is found by what is typed of it.
LISTED: Final = 100
_OF_REASON: Final[Mapping[str, tuple[str, ...]]] = {
    Reason.INCORRECT: ("at_fault", "name"),
    Reason.NAME_CHANGE: ("name", "evidence_seen"),
}
_ORDER: Final = ("certificate", "reason", "at_fault", "name", "evidence_seen", "note")
_MISSING: Final = {"/reason": "Choose why another certificate is asked for"}
_WORDS: Final = {
    "at_fault": "Choose whose fault it is",
    "name": "Enter the name as it is to be printed",
    "evidence_seen": "Enter the evidence that you saw, such as marriage certificate, without its number",
    "note": "Enter a note: what is incorrect",
}


def matching(text: str, possible: Sequence[CertificateToReplace]) -> list[CertificateToReplace]:
    """Return the certificates that are meant: by number or learner's identifier, or else by a part of the name."""
    try:
        number = certificate_number(*read_certificate_number(text))
    except ValueError:
        number = ""
    asked = folded(text)
    exact = [
        each
        for each in possible
        if each.certificate_number == number or folded(each.learner_id) == asked
    ]
    return exact or [each for each in possible if asked and asked in folded(each.learner_name)]


def not_one(text: str, found: Sequence[CertificateToReplace]) -> Mistake | None:
    """Return what is wrong with what was typed of a certificate where it is not a single one's."""
    if len(found) == 1:
        return None
    if not text:
        return Mistake("certificate", "Choose the certificate")
    if not found:
        return Mistake("certificate", f"No certificate that can be replaced fits ‘{text}’")
    more = "Choose one" if len(found) <= LISTED else "Type more of the name, or the number"
    return Mistake("certificate", f"{len(found)} certificates fit ‘{text}’. {more}")


def values(typed: Typed) -> dict[str, str]:
    """Return what a form says, as the service takes it; fields of another reason than the one chosen are left out."""
    return typed.some("reason", "note", *_OF_REASON.get(typed.text("reason"), ()))


def mistakes(said: Mapping[str, str], faults: Iterable[Fault]) -> list[Mistake]:
    """Return what is wrong with a form in the page's order; what its reason asks for is told in the page's words."""
    found = [
        Mistake(each.field, _WORDS[each.field])
        if each.field in _WORDS and each.field not in said
        else each
        for each in forms.mistakes(faults, missing=_MISSING)
    ]
    return sorted(found, key=lambda each: _ORDER.index(each.field))


def carried(typed: Typed, number: str) -> dict[str, str]:
    """Return the fields that the page with the charge carries on, of the certificate that was found to be meant."""
    return values(typed) | {"certificate": number}
