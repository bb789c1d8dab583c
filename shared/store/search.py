"""What a centre's course runs are found by: folded text in a partition of the centre's own, read whole by a search."""

from collections.abc import Iterable

from shared.domain.course_run import CourseRun, Roster
from shared.domain.searching import in_pieces, said_of
from shared.store import keys
from shared.store.items import Item
from shared.store.table import Put, Table

# An item takes 400 KB.
PIECE_BYTES = 300_000
# Of the 4 MB that a transaction takes, the head, the event and the kept answer need little.
TRANSACTION_BYTES = 3_900_000


def listing(run: CourseRun, roster: Roster, beside: Iterable[Put]) -> list[Put]:
    """Return the writes by which a registered run is found, in place of earlier ones.

    They share their transaction with the roster's pieces, `beside`. Only a roster of the largest size with names of
    hundreds of random characters leaves too little room for them; then its last learners are not found by name.
    """
    room = TRANSACTION_BYTES - sum(len(put.item["data"]) for put in beside)
    pieces = in_pieces(said_of(run, roster), PIECE_BYTES, room)
    return [Put(_piece(run, i, text), None) for i, text in enumerate(pieces)]


def found(table: Table, centre_id: str, text: str) -> set[tuple[str, str]]:
    """Return the runs of a centre that folded `text` finds, each with the registration in which it was found.

    An amended run may have fewer pieces than it had: what is left over is of a registration that no longer stands.
    """
    items = table.containing(
        keys.search_partition(centre_id), text, ["course_run_id", "registered"]
    )
    return {(item["course_run_id"], item["registered"]) for item in items}


def _piece(run: CourseRun, piece: int, text: str) -> Item:
    return {
        **keys.search(run.centre_id, run.course_run_id, piece),
        "kind": "search",
        "course_run_id": run.course_run_id,
        "registered": run.registered,
        "folded": text,
    }
