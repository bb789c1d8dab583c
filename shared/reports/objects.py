"""Report objects in their bucket: one a day under its date, and the latest beside the years."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from boto3.s3.transfer import TransferConfig

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

FOLDER = "reports/certificate-receipt-pending"
TYPES = {"csv": "text/csv; charset=utf-8", "json": "application/json"}
# One part after the other: a part is all that is in memory.
_IN_TURN = TransferConfig(use_threads=False)


@dataclass(frozen=True, slots=True)
class Shelf:
    """The bucket that reports are kept in."""

    client: "S3Client"
    bucket: str


def keep(shelf: Shelf, path: Path, as_of: date, *, latest: bool) -> str:
    """Store the report at `path` (its suffix names its type) under its date, and as the latest if it is.

    Storing it again replaces it: the bucket keeps the versions. Returns the key.
    """
    suffix = path.suffix.removeprefix(".")
    dated = f"{FOLDER}/{as_of:%Y/%m/%d}.{suffix}"
    for key in [dated, f"{FOLDER}/latest.{suffix}"] if latest else [dated]:
        shelf.client.upload_file(
            str(path),
            shelf.bucket,
            key,
            ExtraArgs={"ContentType": TYPES[suffix], "CacheControl": "no-store"},
            Config=_IN_TURN,
        )
    return dated
