"""What Lambda and EventBridge Scheduler do unasked: feed streams, fire, try again, give up."""

import json
import logging
import threading
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from infra.local.deployment import AsynchronousUse, Deployment, StreamMapping
from infra.local.invoking import FunctionFailed, Invoker
from infra.local.streams import Batch, StreamFeed

_LOG = logging.getLogger(__name__)
Clients = Callable[[str], Any]
_QUIET = 2
# Lambda's defaults for asynchronous invocations: two more tries, and failures are dropped.
_DEFAULT_USE = AsynchronousUse(maximum_retry_attempts=2, failure_destination=None)


@dataclass(frozen=True)
class Outcome:
    """How an asynchronous invocation ended: after `attempts`, with an answer or a failure."""

    succeeded: bool
    attempts: int
    payload: Any


class Dispatcher:
    """Delivers what is due at `pump`, or by itself once started. Retries follow at once.

    As with Lambda, one stream mapping does not wait for another, and a schedule for neither: printing takes long.
    """

    def __init__(self, deployment: Deployment, invoker: Invoker, clients: Clients) -> None:
        self._deployment = deployment
        self._invoker = invoker
        self._clients = clients
        self._feeds = [
            StreamFeed(mapping, clients("dynamodbstreams")) for mapping in deployment.streams
        ]
        self._one_schedule = threading.Lock()
        self._stopping = threading.Event()
        self._loops: list[threading.Thread] = []

    def pump(self, function: str | None = None) -> int:
        """Delivers what the streams hold now, to one function if it is named; answers in how many batches."""
        return sum(
            self._feed(feed) for feed in self._feeds if function in {None, feed.mapping.function}
        )

    def settle(self, function: str | None = None) -> int:
        """Delivers until nothing is left, what deliveries write included; answers in how many.

        While one mapping was waited for, another may have got something to deliver: nothing is left once nothing was
        there twice.
        """
        delivered = quiet = 0
        while quiet < _QUIET:
            batches = self.pump(function)
            delivered, quiet = delivered + batches, 0 if batches else quiet + 1
        return delivered

    def fire(self, schedule: str, time: datetime) -> Outcome:
        """Invokes a schedule's function as if `time` had come; raises KeyError without one."""
        due = self._deployment.schedules[schedule]
        execution = str(uuid.uuid4())
        text = due.input.replace("<aws.scheduler.scheduled-time>", _stamp(time))
        text = text.replace("<aws.scheduler.schedule-arn>", due.arn)
        text = text.replace("<aws.scheduler.execution-id>", execution)
        text = text.replace("<aws.scheduler.attempt-number>", "1")
        with self._one_schedule:
            return self.invoke_asynchronously(due.function, json.loads(text))

    def invoke_asynchronously(self, function: str, event: Any) -> Outcome:
        """Invokes with the function's own retries; what fails for good goes to its destination."""
        use = self._deployment.asynchronous.get(function, _DEFAULT_USE)
        failure: FunctionFailed | None = None
        for attempt in range(1, use.maximum_retry_attempts + 2):
            try:
                answer = self._invoker.invoke(function, event)
            except FunctionFailed as failed:
                failure = failed
            else:
                return Outcome(succeeded=True, attempts=attempt, payload=answer)
        attempts, payload = use.maximum_retry_attempts + 1, failure.payload if failure else None
        if use.failure_destination:
            record = self._record(function, "RetriesExhausted", attempts)
            self._send(
                use.failure_destination,
                {**record, "requestPayload": event, "responsePayload": payload},
            )
        return Outcome(succeeded=False, attempts=attempts, payload=payload)

    def start(self, every: float = 0.25) -> None:
        """Delivers by itself from now on, every so many seconds, in a thread for each mapping."""
        self._stopping.clear()
        self._loops = [
            threading.Thread(target=self._run, args=(feed, every), name="dispatcher", daemon=True)
            for feed in self._feeds
        ]
        for loop in self._loops:
            loop.start()

    def stop(self) -> None:
        """Ends the threads, after what they are at."""
        self._stopping.set()
        for loop in self._loops:
            loop.join()

    def _run(self, feed: StreamFeed, every: float) -> None:
        while not self._stopping.wait(every):
            try:
                self._feed(feed)
            except Exception:  # noqa: BLE001
                # Whatever it was, what comes later is to be delivered all the same.
                _LOG.exception("a stream could not be fed")

    def _feed(self, feed: StreamFeed) -> int:
        with feed.delivering:
            return sum(self._deliver(feed.mapping, batch) for batch in feed.read())

    def _deliver(self, mapping: StreamMapping, batch: Batch) -> int:
        """Delivers one batch until it is taken or given up, as Lambda's stream mappings do.

        Halving a batch after an error is no retry; records from the first reported failure on are
        tried again together, and given up together.
        """
        todo = [(batch, 1)]
        while todo:
            current, attempt = todo.pop(0)
            left, raised = self._attempt(mapping, current)
            if not left:
                continue
            if raised and mapping.bisect_on_error and len(left) > 1:
                middle = len(left) // 2
                todo[:0] = [(left[:middle], attempt), (left[middle:], attempt)]
            elif attempt <= mapping.maximum_retry_attempts:
                todo.insert(0, (left, attempt + 1))
            else:
                self._give_up(mapping, left, attempt)
        return 1

    def _attempt(self, mapping: StreamMapping, batch: Batch) -> tuple[Batch, bool]:
        """Invokes with a batch; answers the records to try again, and if the function raised."""
        try:
            answer = self._invoker.invoke(mapping.function, {"Records": batch})
        except FunctionFailed:
            return batch, True
        if not mapping.reports_item_failures:
            return [], False
        failures = (answer or {}).get("batchItemFailures") or []
        if not failures:
            return [], False
        failed = {failure.get("itemIdentifier") for failure in failures}
        numbers = [record["dynamodb"]["SequenceNumber"] for record in batch]
        known = [n for n, number in enumerate(numbers) if number in failed]
        # An identifier of no record in the batch fails the whole of it.
        whole = not known or not failed <= set(numbers)
        return (batch if whole else batch[known[0] :]), False

    def _give_up(self, mapping: StreamMapping, batch: Batch, attempts: int) -> None:
        record = self._record(mapping.function, "RetryAttemptsExhausted", attempts)
        first, last = batch[0]["dynamodb"], batch[-1]["dynamodb"]
        info = {
            "shardId": "local",
            "startSequenceNumber": first["SequenceNumber"],
            "endSequenceNumber": last["SequenceNumber"],
            "approximateArrivalOfFirstRecord": _moment(first["ApproximateCreationDateTime"]),
            "approximateArrivalOfLastRecord": _moment(last["ApproximateCreationDateTime"]),
            "batchSize": len(batch),
            "streamArn": mapping.stream,
        }
        self._send(mapping.failure_destination, {**record, "DDBStreamBatchInfo": info})

    def _record(self, function: str, condition: str, attempts: int) -> dict[str, Any]:
        return {
            "version": "1.0",
            "timestamp": _stamp(datetime.now(UTC)),
            "requestContext": {
                "requestId": str(uuid.uuid4()),
                "functionArn": self._deployment.functions[function].arn + ":$LATEST",
                "condition": condition,
                "approximateInvokeCount": attempts,
            },
            "responseContext": {
                "statusCode": 200,
                "executedVersion": "$LATEST",
                "functionError": "Unhandled",
            },
        }

    def _send(self, queue: str, record: dict[str, Any]) -> None:
        sqs = self._clients("sqs")
        url = sqs.get_queue_url(QueueName=queue.rpartition(":")[2])["QueueUrl"]
        sqs.send_message(QueueUrl=url, MessageBody=json.dumps(record))


def _stamp(time: datetime) -> str:
    return time.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _moment(seconds: float) -> str:
    return _stamp(datetime.fromtimestamp(seconds, UTC))
