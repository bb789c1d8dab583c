"""Names of made-up learners, in the many scripts that real ones come in."""

import json
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

_TABLE = Path(__file__).parent / "names.json"


def names(random: Random, how_many: int) -> list[str]:
    """So many names, none twice; the same again from the same `random`.

    Languages take turns, each as often as its share in the table, so that a small group is mixed
    too. There are some 700 names; asking for more than exist would never end.
    """
    deck = [language for language in _languages() for _ in range(language["share"])]
    random.shuffle(deck)
    found: dict[str, None] = {}
    turn = 0
    while len(found) < how_many:
        language = deck[turn % len(deck)]
        turn += 1
        parts = {part: random.choice(language[part]) for part in ("given", "family")}
        found.setdefault(language["written"].format(**parts))
    return list(found)


@cache
def _languages() -> list[dict[str, Any]]:
    languages: list[dict[str, Any]] = json.loads(_TABLE.read_text(encoding="utf-8"))
    return languages
