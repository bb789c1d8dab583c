"""Fixed facts are fixed bytes: a document printed again, on any machine, is the one that is kept.

Where a document is changed on purpose (its look or words, the facts in papers.py, Typst, a font), look at what is printed,
and put the digest that the failing test names in place of the one below.
"""

import hashlib
from typing import Any

import pytest

from tests.documents.test_accessible import KINDS

GOLDEN: dict[str, Any] = {}


@pytest.mark.parametrize("which", GOLDEN)
def test_the_same_facts_are_the_bytes_that_were_looked_at(which: str) -> None:
    printed = KINDS[which]()
    assert hashlib.sha256(printed.content).hexdigest() == GOLDEN[which]


def test_every_kind_of_document_has_its_bytes_kept() -> None:
    assert set(GOLDEN) == set(KINDS)
