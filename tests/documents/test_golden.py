"""Fixed facts are fixed bytes: a document printed again, on any machine, is the one that is kept.

Where a document is changed on purpose (its look or words, the facts in papers.py, Typst, a font), look at what is
printed, and put the digest that the failing test names in place of the one below.
"""

import hashlib

import pytest

from tests.documents.kinds import KINDS

GOLDEN = {
    "a summary": "6c7c70e2291aee53ff8631b28729ac06047e3881ee4f8250ad4aa931660ab0a2",
    "a long summary": "cfe6c3dc7bdc96dbaaeac8e359c673c7bd687585e9b01740746825abc3797780",
    "a report": "1af2586671d71380ca13d8c186476b82c370a40185180080e4349d1a1c896e0e",
    "a long report": "403a84616e466c2b901b13b0899aa7167421822ebf4f0a73c59ce4f3269f5125",
    "a verifier's copy": "4d91ef73f6796903025f53a3c90d19b3db2313902f0df5411b2c30c00b601c82",
    "a daily report": "3f3e43c975321ffd11e3e5da41bd1d19dc39b38a22fdf4394bac5e6bb577eba0",
    "a certificate": "6e328f63fab4b7d102356486c3d77bbdfb3efb440f6762358f3330991ec4e5fe",
    "a unit certificate, a replacement": "164d8dac4d28be722584f9439d4aad38bf2099eb530bf3c5b9fcf1857ce56468",
    "certificates in one file": "edddb94a41c9596f9328124d9cc0effd048a968d95cd5228c2596904d4ec51f0",
    "a daily report of nothing": "2e477008b8f4e343f552dbffe3f0d82b017c5806bcbc1f877d2fd3534f3f99a1",
}


@pytest.mark.parametrize("which", GOLDEN)
def test_the_same_facts_are_the_bytes_that_were_looked_at(which: str) -> None:
    printed = KINDS[which]()
    assert hashlib.sha256(printed.content).hexdigest() == GOLDEN[which]


def test_every_kind_of_document_has_its_bytes_kept() -> None:
    assert set(GOLDEN) == set(KINDS)
