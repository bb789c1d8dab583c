"""Report objects in their bucket: one a day under its date, and the latest beside the years."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from boto3.s3.transfer import TransferConfig

from shared.reports import workbook

if TYPE_CHECKING:
    from botocore.response import StreamingBody
    from mypy_boto3_s3 import S3Client

FOLDER = "reports/certificate-receipt-pending"
TYPES = {
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
    "xlsx": workbook.TYPE,
    "jsonl": "application/x-ndjson",
    "pdf": "application/pdf",
}
# Bytes that are read at a time.
_READ = 64 * 1024
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
    dated = _dated(as_of, suffix)
    for key in [dated, f"{FOLDER}/latest.{suffix}"] if latest else [dated]:
        shelf.client.upload_file(
            str(path),
            shelf.bucket,
            key,
            ExtraArgs={"ContentType": TYPES[suffix], "CacheControl": "no-store"},
            Config=_IN_TURN,
        )
    return dated


def read(shelf: Shelf, as_of: date, suffix: str) -> bytes | None:
    """Return the report of a date in one of its forms, or None where none was written.

    S3 says NoSuchKey to those who may list the bucket, and refuses all others: so a refusal here is no missing report
    but a missing permission, and raises.
    """
    found = _opened(shelf, as_of, suffix)
    return found.read() if found else None


def lines(shelf: Shelf, as_of: date, suffix: str) -> Iterator[bytes] | None:
    """Return the lines of such a report as they come, of which no more than a few are in memory; None as above."""
    found = _opened(shelf, as_of, suffix)
    return found.iter_lines(_READ) if found else None


def _opened(shelf: Shelf, as_of: date, suffix: str) -> "StreamingBody | None":
    try:
        return shelf.client.get_object(Bucket=shelf.bucket, Key=_dated(as_of, suffix))["Body"]
    except shelf.client.exceptions.NoSuchKey:
        return None


def is_kept(shelf: Shelf, as_of: date, suffix: str) -> bool:
    """Tell whether the report of a date is kept in one of its forms."""
    key = _dated(as_of, suffix)
    return "Contents" in shelf.client.list_objects_v2(Bucket=shelf.bucket, Prefix=key)


def dates(shelf: Shelf, month: date) -> Iterator[date]:
    """Yield the dates in the month of `month` of which there is a report, in order: five objects a day at most."""
    folder = f"{FOLDER}/{month:%Y/%m}/"
    listed = shelf.client.list_objects_v2(Bucket=shelf.bucket, Prefix=folder)
    for each in listed.get("Contents", []):
        day, _, suffix = each["Key"].removeprefix(folder).partition(".")
        if suffix == "json":
            yield month.replace(day=int(day))


def _dated(as_of: date, suffix: str) -> str:
    return f"{FOLDER}/{as_of:%Y/%m/%d}.{suffix}"
