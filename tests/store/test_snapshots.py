"""Snapshots: any document comes back as it went in, in pieces that fit an item."""

import random
import string
from functools import partial
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from shared.store import keys
from shared.store.snapshots import PIECE_BYTES, read, snapshot, unpack
from tests.store.shelf import Shelf, stored

key_of = partial(keys.roster, "R1")
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
documents = st.recursive(
    st.none() | st.booleans() | st.integers() | texts,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4),
    max_leaves=20,
)


def noise(size: int) -> str:
    """Text that hardly compresses, the same each time."""
    return "".join(random.Random(size).choices(string.ascii_letters + string.digits, k=size))


@given(documents)
def test_a_document_comes_back_as_it_went_in(document: Any) -> None:
    shelf = Shelf()
    shelf.write(snapshot(key_of, document))
    assert len(shelf.items) == 1
    assert read(shelf.table, key_of) == document


def test_a_large_document_lies_in_pieces_and_comes_back() -> None:
    shelf = Shelf()
    document = {"noise": noise(2_000_000)}
    puts = snapshot(key_of, document)
    assert len(puts) > 3
    assert [put.item["sk"] for put in puts] == [f"RUN#ROSTER#{n:02d}" for n in range(len(puts))]
    assert {put.item["pieces"] for put in puts} == {len(puts)}
    assert all(len(put.item["data"]) <= PIECE_BYTES for put in puts)
    shelf.write(puts)
    assert read(shelf.table, key_of) == document
    first = shelf.get(key_of(0))
    assert read(shelf.table, key_of, first) == document


def test_pieces_in_any_order_are_put_together() -> None:
    document = noise(1_200_000)
    items = [stored(put.item) for put in snapshot(key_of, document)]
    assert len(items) > 2
    assert unpack([items[0], *reversed(items[1:])]) == document


def test_a_smaller_document_in_its_place_leaves_no_trace_of_the_larger() -> None:
    shelf = Shelf()
    shelf.write(snapshot(key_of, noise(1_200_000), again=True))
    many = len(shelf.items)
    shelf.write(snapshot(key_of, "small", again=True))
    assert len(shelf.items) == many
    assert read(shelf.table, key_of) == "small"
    # As they are read with the whole run: all that is there, in the order of their keys.
    items = [item for n in range(many) if (item := shelf.get(key_of(n)))]
    assert unpack(items) == "small"


def test_there_is_nothing_where_nothing_was_written() -> None:
    assert read(Shelf().table, key_of) is None


def test_only_what_may_be_replaced_is_written_over_what_is_there() -> None:
    assert {put.condition for put in snapshot(key_of, "x")} == {"attribute_not_exists(pk)"}
    assert {put.condition for put in snapshot(key_of, "x", again=True)} == {None}
