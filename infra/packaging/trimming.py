"""What of third-party packages a function never reads.

botocore carries the models of every AWS service and the addresses of all of them, tzdata every
time zone. Only those that the function's code names are kept: less to send, and the addresses are
parsed at each cold start.
"""

import gzip
import json
from pathlib import Path, PurePosixPath

from infra.packaging import PackagingError

UNREAD_SUFFIXES = {".pyi", ".typed", ".js", ".css"}
UNREAD_FOLDERS = {"..", "bin", "examples", "test", "tests"}


def is_read(file: PurePosixPath, services: set[str], texts: set[str]) -> bool:
    """Whether a function that names these services and texts may read the file at run time.

    `file` is relative to the folder of all packages.
    """
    if file.suffix in UNREAD_SUFFIXES or UNREAD_FOLDERS & set(file.parts[:-1]):
        return False
    match file.parts:
        case folder, *_ if folder.endswith(".dist-info"):
            # Scanners for known vulnerabilities read METADATA; fonts may not travel without their licence.
            return file.name == "METADATA" or "licenses" in file.parts
        case "boto3", "data", *_:
            return False  # models of resources; clients do without
        case "botocore", "data", service, _, *_:
            return service in services and not file.name.startswith("examples")
        case "tzdata", "zoneinfo", *zone:
            return file.suffix == ".py" or "/".join(zone) in texts
        case _:
            return True


def slim_endpoints(data: Path, services: set[str]) -> None:
    """Leaves in botocore's table of addresses only those of the services.

    `data` is the `botocore/data` of one package.
    """
    prefixes = {_endpoint_prefix(data / service) for service in services}
    table = data / "endpoints.json"
    endpoints = json.loads(table.read_bytes())
    for partition in endpoints["partitions"]:
        known = partition["services"]
        partition["services"] = {name: known[name] for name in known if name in prefixes}
    table.write_text(json.dumps(endpoints, separators=(",", ":")))


def _endpoint_prefix(model: Path) -> str:
    versions = sorted(model.glob("*/service-2.json.gz"))
    if not versions:
        raise PackagingError(f"botocore knows no service {model.name}")
    latest = json.loads(gzip.decompress(versions[-1].read_bytes()))
    prefix: str = latest["metadata"]["endpointPrefix"]
    return prefix
