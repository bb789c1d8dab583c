"""What is stored: read as it lies in the table, the bucket and the postbox, not through the services' own code."""

import json
import zlib
from datetime import datetime
from itertools import product
from typing import Any

from infra.local import mailbox
from shared.documents.objects import Cabinet
from shared.reports.objects import Shelf
from shared.store.items import Item, from_dynamodb
from shared.store.table import Table
from tests.services import moto_account


class Storage:
    """One table, one bucket and the mail that was sent; and the time, to go back to with them."""

    def __init__(self, now: datetime) -> None:
        self.now = now
        self.clients = moto_account.clients()
        self.table = Table(self.clients["dynamodb"], moto_account.table())
        self._bucket: str | None = None
        self._documents: str | None = None

    @property
    def shelf(self) -> Shelf:
        """The bucket for reports, built when it is first asked for."""
        self._bucket = self._bucket or moto_account.build_bucket()
        return Shelf(self.clients["s3"], self._bucket)

    @property
    def cabinet(self) -> Cabinet:
        """The bucket for documents, built when it is first asked for."""
        self._documents = self._documents or moto_account.build_bucket("DocumentsBucket")
        return Cabinet(self.clients["s3"], self._documents)

    def documents(self) -> dict[str, bytes]:
        """What lies in the bucket for documents."""
        s3, bucket = moto_account.clients("tests")["s3"], self.cabinet.bucket
        keys = [each["Key"] for each in s3.list_objects_v2(Bucket=bucket).get("Contents", [])]
        return {key: s3.get_object(Bucket=bucket, Key=key)["Body"].read() for key in keys}

    def items(self, kind: str | None = None) -> list[Item]:
        """Everything in the table (or of one kind), as plain values in the order of the keys."""
        found = map(from_dynamodb, moto_account.stored(self.table.name))
        ordered = sorted(found, key=lambda item: (item["pk"], item["sk"]))
        return [item for item in ordered if kind in {None, item["kind"]}]

    def item(self, pk: str, sk: str) -> Item | None:
        found = [item for item in self.items() if (item["pk"], item["sk"]) == (pk, sk)]
        return found[0] if found else None

    def head(self, run: str = "R1") -> Item:
        head = self.item(f"RUN#{run}", "RUN")
        assert head is not None, f"There is no course run {run}"
        return head

    def events(self, run: str = "R1") -> list[Item]:
        return [item for item in self.items("event") if item["pk"] == f"RUN#{run}"]

    def history(self, run: str = "R1") -> list[str]:
        return [event["type"] for event in self.events(run)]

    def copy(self, run: str, names: list[str]) -> None:
        """Have more course runs that stand as `run` does, which has no certificates yet."""
        mine = [item for item in self.items() if item["pk"] == f"RUN#{run}"]
        mine += [item for item in self.items("search") if item["course_run_id"] == run]
        for name, item in product(names, mine):
            said = item | {"course_run_id": name}
            said |= {part: item[part].replace(f"RUN#{run}", f"RUN#{name}") for part in ("pk", "sk")}
            if "place" in item:
                said["place"] = item["place"].removesuffix(run) + name
            self.table.put(said)

    def lines(self, run: str = "R1") -> list[Item]:
        return [item for item in self.items("line") if item["pk"] == f"RUN#{run}"]

    def batches(self, run: str = "R1") -> list[dict[str, Any]]:
        pk, sk = f"RUN#{run}", "RUN#CERTIFICATES#"
        snapshots = self.items("snapshot")
        return [unpacked(i) for i in snapshots if i["pk"] == pk and i["sk"].startswith(sk)]

    def mail(self) -> list[dict[str, Any]]:
        return [mailbox.read(raw) for raw in moto_account.sent_mail()]

    def objects(self) -> dict[str, str]:
        """Every object as text; what is none in a workbook stands as its numbers."""
        if self._bucket is None:
            return {}
        s3, bucket = moto_account.clients("tests")["s3"], self._bucket
        keys = [each["Key"] for each in s3.list_objects_v2(Bucket=bucket).get("Contents", [])]
        found = {k: s3.get_object(Bucket=bucket, Key=k)["Body"].read() for k in keys}
        return {k: content.decode(errors="backslashreplace") for k, content in found.items()}

    def keep(self) -> Any:
        """All that is stored, and the time."""
        return self.now, moto_account.kept_tables()

    def put_back(self, kept: Any) -> None:
        """Go back to when `keep` was called, but with no mail sent and no objects."""
        self.now, tables = kept
        moto_account.put_back(tables)
        if self._bucket:
            moto_account.empty(self._bucket)
        if self._documents:
            moto_account.empty(self._documents)


def unpacked(snapshot: Item) -> Any:
    """The document of a snapshot that is one piece."""
    return json.loads(zlib.decompress(snapshot["data"]))
