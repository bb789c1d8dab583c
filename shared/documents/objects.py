"""Documents in their bucket, each in its folder, and links to them that hold for a moment."""

import hashlib
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import islice
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
# Storing takes S3 longer than printing takes us: as many at a time as the client has connections, and few in memory.
_AT_A_TIME = 8
_IN_MEMORY = 32


@dataclass(frozen=True, slots=True)
class Cabinet:
    """The bucket that documents are kept in."""

    # A client is another object in every process; requests are known by their arguments.
    client: "S3Client" = field(repr=False)
    bucket: str


@dataclass(frozen=True, slots=True)
class Folder:
    """Where documents lie together; `called` stands before the name of each when it is saved elsewhere."""

    path: str
    called: str


def of_consignment(consignment_id: str) -> Folder:
    """Return the folder of a consignment's documents."""
    return Folder(f"documents/{consignment_id}", f"{consignment_id}-")


def of_batch(course_run_id: str, block: str, template: str) -> Folder:
    """Return the folder of a batch's certificates as a template prints them."""
    return Folder(f"certificates/{course_run_id}/{block}/{template}", f"{course_run_id}-")


def keep(cabinet: Cabinet, folder: Folder, name: str, content: bytes) -> Document:
    """Store a document (the suffix of its name says its type); storing it again replaces it by the same."""
    cabinet.client.put_object(
        Bucket=cabinet.bucket,
        Key=f"{folder.path}/{name}",
        Body=content,
        ContentType=TYPES[name.rpartition(".")[2]],
        # Saved rather than shown: the bucket's address is no place for pages.
        ContentDisposition=f'attachment; filename="{folder.called}{name}"',
        CacheControl="no-store",
    )
    return Document(name=name, sha256=hashlib.sha256(content).hexdigest(), size=len(content))


def keep_each(
    cabinet: Cabinet, folder: Folder, documents: Iterable[tuple[str, bytes]]
) -> Iterator[Document]:
    """Store documents, each by its name, as they come, several at a time; yield each once it is stored, in order."""
    coming = iter(documents)
    with ThreadPoolExecutor(_AT_A_TIME) as pool:
        while some := list(islice(coming, _IN_MEMORY)):
            yield from pool.map(lambda each: keep(cabinet, folder, *each), some)


def link(cabinet: Cabinet, folder: Folder, name: str) -> str:
    """Return the address of a document, for whoever has it, for LINK_HOLDS seconds."""
    return cabinet.client.generate_presigned_url(
        "get_object",
        Params={"Bucket": cabinet.bucket, "Key": f"{folder.path}/{name}"},
        ExpiresIn=LINK_HOLDS,
    )


def keep_template(cabinet: Cabinet, source: str) -> str:
    """Store a template of certificates under its SHA-256, which is returned: no other ever takes its place."""
    sha256 = sha256_of(source)
    cabinet.client.put_object(
        Bucket=cabinet.bucket,
        Key=_template(sha256),
        Body=source.encode(),
        ContentType="text/plain; charset=utf-8",
    )
    return sha256


def sha256_of(source: str) -> str:
    """Return the SHA-256 of a template."""
    return hashlib.sha256(source.encode()).hexdigest()


def load_template(cabinet: Cabinet, sha256: str) -> str:
    """Return the template of a SHA-256 that was kept."""
    found = cabinet.client.get_object(Bucket=cabinet.bucket, Key=_template(sha256))
    return found["Body"].read().decode()


def _template(sha256: str) -> str:
    return f"certificate-templates/{sha256}.typ"
