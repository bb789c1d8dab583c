"""`python -m infra.bench.report_process ROWS`: runs the daily report once and says what it took, as JSON."""

import json
import re
import resource
import sys
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from botocore.awsrequest import AWSResponse

from functions.daily_report import handler as daily_report
from infra.bench.canned import Answered, response
from infra.bench.pages import Pages
from shared.runtime import wiring
from shared.services.print_daily_report import print_daily_report

_PIECE = 16 * 1024
_XML = {"content-type": "application/xml"}
_S3_ANSWERS = {
    "CreateMultipartUpload": "<R><Bucket>b</Bucket><Key>k</Key><UploadId>u</UploadId></R>",
    "CompleteMultipartUpload": "<R><Bucket>b</Bucket><Key>k</Key><ETag>e</ETag></R>",
}


@dataclass
class Answers:
    """Answers in place of AWS; `seconds` is the processor time that making them took."""

    pages: Pages
    seconds: float = 0.0

    def of_dynamodb(self, request: Any, **_: Any) -> AWSResponse:
        """The page that is asked for."""
        began = time.process_time()
        content = self.pages.answer(json.loads(request.body))
        answer = response(request.url, Answered(200, {}, content))
        self.seconds += time.process_time() - began
        return answer

    def of_s3(self, request: Any, event_name: str, **_: Any) -> AWSResponse:
        """Takes what is uploaded in pieces, as a connection does, and keeps none of it."""
        body = request.body
        while hasattr(body, "read") and body.read(_PIECE):
            pass
        content = _S3_ANSWERS.get(event_name.rpartition(".")[2], "").encode()
        return response(request.url, Answered(200, {"etag": '"e"', **_XML}, content))


@dataclass
class Printing:
    """The printing of the report, which comes last: what was held before it, and the processor time that it takes."""

    before: int = 0
    seconds: float = 0.0

    def __call__(self, *of: Any) -> Any:
        """Prints as the service does."""
        self.before, began = peak_kib(), time.process_time()
        printed = print_daily_report(*of)
        self.seconds = time.process_time() - began
        return printed


def peak_kib() -> int:
    """The most memory that this process has held, in KiB."""
    status = Path("/proc/self/status")
    # Linux carries ru_maxrss over from the process that started this one; its own figure is in /proc.
    if status.exists() and (found := re.search(r"VmHWM:\s+(\d+) kB", status.read_text())):
        return int(found[1])
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak // 1024 if sys.platform == "darwin" else peak


def measure(rows: int) -> dict[str, Any]:
    """The report's processor time and memory, that of printing apart, and the time of json.loads for its pages."""
    answers, printing = Answers(Pages(rows)), Printing()
    vars(daily_report)["print_daily_report"] = printing
    # Typed as if handlers answered nothing; what one of `before-send` answers is taken for AWS's.
    of_table: Any = wiring.table().client.meta.events
    of_shelf: Any = wiring.shelf().client.meta.events
    of_table.register_first("before-send", answers.of_dynamodb)
    of_shelf.register_first("before-send", answers.of_s3)
    before, began = peak_kib(), time.process_time()
    written = daily_report.handler({"time": datetime.now(UTC).isoformat()}, None)
    seconds = time.process_time() - began - answers.seconds - printing.seconds
    if written["count"] != rows:
        raise RuntimeError(f"the report has {written['count']} rows of {rows}")
    pages = answers.pages.made
    loads = sum(_loads_seconds(page) for page in answers.pages.all())
    return {
        "rows": rows,
        "pages": pages,
        "before": before,
        "peak": printing.before,
        "seconds": seconds,
        "peak_printing": peak_kib(),
        "printing_seconds": printing.seconds,
        "loads_seconds": loads,
    }


def _loads_seconds(page: bytes) -> float:
    began = time.process_time()
    json.loads(page)
    return time.process_time() - began


if __name__ == "__main__":
    print(json.dumps(measure(int(sys.argv[1]))))
