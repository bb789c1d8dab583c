"""The form of a distribution: what it says, as the service takes it, and its mistakes in the words of the page."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from shared.domain.distribution import How, NewDistribution
from shared.domain.faults import Fault, Invalid
from shared.pages.forms import Mistake, Typed
from shared.runtime.requests import read_values
from shared.services.certificates_to_distribute import CertificateHeld

# Which certificates are meant: those that are ticked or typed, or all that were listed but those.
ALL, SOME = "all", "some"
_MOST: Final = 10
_NUMBER: Final = re.compile("/(?:certificate_numbers|except)/([0-9]+)")
_TEXTS: Final = ("identity_seen", "carrier", "carrier_name", "tracking_number", "note")
_WORDS: Final = {
    "identity_seen": "Enter what you saw of the learners’ identity, such as passport, without its number",
    "carrier": "Choose who carries them",
    "carrier_name": "Name the carrier here if it is ‘Another carrier’",
    "tracking_number": "Enter the number that they were posted under",
    "note": "Enter a note: why and how they were destroyed",
    "certificate_numbers": "Choose at least one certificate",
}


@dataclass(frozen=True, slots=True)
class Said:
    """What a form says, the numbers that it is about or excepts, and what only the form can have wrong."""

    values: dict[str, Any]
    numbers: Sequence[str]
    mistakes: list[Mistake] = field(default_factory=list)


def read(typed: Typed, held: Sequence[CertificateHeld]) -> Said:
    """Return what a form says; fields that belong to another way than the one chosen are left out.

    Certificates are ticked, or typed a line each by their number or by their learner's identifier. Where they were
    listed, all means those that were.
    """
    on, how = typed.day("on"), typed.text("how")
    values: dict[str, Any] = typed.some("how", "note")
    of_way = {How.HANDED_OVER: ("identity_seen",), How.POSTED: _TEXTS[1:4]}
    values |= {
        name: text
        for way, names in of_way.items()
        if how == way
        for name, text in typed.some(*names).items()
    }
    mistakes = []
    if isinstance(on, str):
        mistakes.append(Mistake("on-day", f"The date {on}"))
    else:
        values["on"] = on
    if not how:
        mistakes.append(Mistake("how", "Choose what became of the certificates"))
    chosen, listed, which = _chosen(typed, held), typed.all("listed"), typed.text("which")
    if which not in {ALL, SOME}:
        mistakes.append(Mistake("which", "Choose which certificates this is about"))
    if which == SOME:
        numbers = chosen
    elif listed:
        numbers = [number for number in listed if number not in set(chosen)]
    else:
        return Said(values | {"except": chosen}, chosen, mistakes)
    if not numbers:
        mistakes.append(Mistake("which", _WORDS["certificate_numbers"]))
        return Said(values, numbers, mistakes)
    return Said(values | {"certificate_numbers": numbers}, numbers, mistakes)


def taken(said: Said) -> NewDistribution:
    """Return a form as the service takes it; raises Invalid with what it would not take."""
    body = read_values(NewDistribution, said.values)
    if said.mistakes:
        raise Invalid([])
    return body


def _chosen(typed: Typed, held: Sequence[CertificateHeld]) -> list[str]:
    by_learner = {each.learner_id.casefold(): each.certificate_number for each in held}
    lines = (line.strip() for line in typed.text("typed").splitlines())
    named = [by_learner.get(line.casefold(), line) for line in lines if line]
    return list(dict.fromkeys([*typed.all("ticked"), *named]))


def mistakes(
    said: Said, faults: Iterable[Fault], about: Sequence[CertificateHeld]
) -> list[Mistake]:
    """Return what is wrong with a form in the page's order: how, when, the rest, and which certificates."""
    names = {each.certificate_number: each.learner_name for each in about}
    own = {each.field for each in said.mistakes}
    told = [*said.mistakes, *_in_words(said, list(faults), names)]
    # What a form lacks is told in its own words already.
    found = [each for n, each in enumerate(told) if n < len(said.mistakes) or each.field not in own]
    first = ["how", "on-day", *_TEXTS]
    return sorted(found, key=lambda m: first.index(m.field) if m.field in first else len(first))


def _in_words(said: Said, faults: list[Fault], names: dict[str, str]) -> Iterator[Mistake]:
    of_numbers = [(at, fault) for fault in faults if (at := _NUMBER.match(fault.pointer))]
    for fault in faults:
        if fault.pointer == "/on":
            yield Mistake("on-day", fault.detail)
        elif not _NUMBER.match(fault.pointer):
            name = fault.pointer.removeprefix("/")
            lacking = name not in said.values
            yield Mistake(
                name or "which", _WORDS.get(name, fault.detail) if lacking else fault.detail
            )
    for at, fault in of_numbers[:_MOST]:
        number = said.numbers[int(at[1])]
        whose = f" ({names[number]})" if number in names else ""
        yield Mistake("which", f"{number}{whose}: {fault.detail}")
    if len(of_numbers) > _MOST:
        yield Mistake("which", f"And {len(of_numbers) - _MOST} certificates more")
