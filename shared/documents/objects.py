"""Documents in their bucket, under their consignment, and links to them that hold for a moment."""

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from shared.domain.documents import Document

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

TYPES = {
    "pdf": "application/pdf",
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
}
# Seconds: a link is followed at once, or asked for again.
LINK_HOLDS = 60


@dataclass(frozen=True, slots=True)
class Cabinet:
    """The bucket that documents are kept in."""

    client: "S3Client"
    bucket: str


def keep(cabinet: Cabinet, consignment_id: str, name: str, content: bytes) -> Document:
    """Store a document (the suffix of its name says its type); storing it again replaces it by the same."""
    cabinet.client.put_object(
        Bucket=cabinet.bucket,
        Key=_key(consignment_id, name),
        Body=content,
        ContentType=TYPES[name.rpartition(".")[2]],
        # Saved rather than shown: the bucket's address is no place for pages.
        ContentDisposition=f'attachment; filename="{consignment_id}-{name}"',
        CacheControl="no-store",
    )
    return Document(name=name, sha256=hashlib.sha256(content).hexdigest(), size=len(content))


def link(cabinet: Cabinet, consignment_id: str, name: str) -> str:
    """Return the address of a document, for whoever has it, for LINK_HOLDS seconds."""
    return cabinet.client.generate_presigned_url(
        "get_object",
        Params={"Bucket": cabinet.bucket, "Key": _key(consignment_id, name)},
        ExpiresIn=LINK_HOLDS,
    )


def _key(consignment_id: str, name: str) -> str:
    return f"documents/{consignment_id}/{name}"
