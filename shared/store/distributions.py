"""What became of certificates at the centre, in the table: an item for each time that it was recorded."""

from functools import partial

from shared.domain.distribution import Distribution
from shared.store import keys
from shared.store.snapshots import snapshot
from shared.store.table import Put


def record(course_run_id: str, distribution: Distribution) -> list[Put]:
    """Return the writes that store what was recorded.

    The numbers of the largest run compress to a tenth of an item, so it is always one piece.
    """
    key = partial(keys.distribution, course_run_id, distribution.sequence)
    document = distribution.model_dump(mode="json", exclude_none=True)
    return snapshot(lambda _: key(), document)
