"""Streams are delivered, tried again and given up; schedules fire; nothing is dropped unheard."""

import json
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from infra.local.stack import Stack


@pytest.fixture(autouse=True)
def nothing_waiting(stack: Stack, handlers: Any) -> None:
    """What earlier tests left in the stream and the queue is dealt with."""
    stack.settle()
    empty(stack, "Failures")
    handlers.seen.clear()


def empty(stack: Stack, queue: str) -> None:
    sqs, url = stack.client("sqs"), stack.deployment.resources[queue].ref
    while received := sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages"):
        for message in received:
            sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])


def write(stack: Stack, *keys: str, wanted: str = "yes") -> None:
    table = stack.deployment.resources["Table"].ref
    for key in keys:
        item = {"pk": {"S": key}, "wanted": {"S": wanted}, "n": {"N": "1"}, "b": {"B": b"\x00"}}
        stack.client("dynamodb").put_item(TableName=table, Item=item)


def given_up(stack: Stack) -> list[dict[str, Any]]:
    return [json.loads(body) for body in stack.messages("Failures")]


def test_what_passes_the_filter_is_delivered_once_in_order(stack: Stack, handlers: Any) -> None:
    write(stack, "a1", "a2")
    write(stack, "a3", wanted="no")
    write(stack, "a4", "a5", "a6")
    assert stack.settle() == 2
    assert handlers.seen == [["a1", "a2", "a4", "a5"], ["a6"]]
    assert stack.settle() == 0
    assert given_up(stack) == []


def test_changed_items_are_no_inserts(stack: Stack, handlers: Any) -> None:
    write(stack, "b1")
    write(stack, "b1")
    stack.settle()
    assert handlers.seen == [["b1"]]


def test_from_the_first_reported_failure_on_records_are_tried_again(
    stack: Stack, handlers: Any
) -> None:
    handlers.failing.add("c2")
    write(stack, "c1", "c2", "c3")
    stack.settle()
    # Once, and twice more (MaximumRetryAttempts).
    assert handlers.seen == [["c1", "c2", "c3"], ["c2", "c3"], ["c2", "c3"]]
    (message,) = given_up(stack)
    assert message["DDBStreamBatchInfo"]["batchSize"] == 2


def test_a_failure_that_passes_is_forgotten(stack: Stack, handlers: Any) -> None:
    handlers.failing.add("d1")
    write(stack, "d1", "d2")
    genuine = handlers.read_stream
    with pytest.MonkeyPatch.context() as patched:

        def second_time(event: Any, context: Any) -> Any:
            answer = genuine(event, context)
            handlers.failing.clear()
            return answer

        invoker = stack.invoker
        patched.setitem(invoker._handlers, "ReadingFunction", second_time)
        stack.settle()
    assert handlers.seen == [["d1", "d2"], ["d1", "d2"]]
    assert given_up(stack) == []


def test_a_batch_that_crashes_is_halved_until_the_culprit_is_alone(
    stack: Stack, handlers: Any
) -> None:
    write(stack, "e1", "crash", "e3", "e4")
    stack.settle()
    assert handlers.seen[:3] == [["e1", "crash", "e3", "e4"], ["e1", "crash"], ["e1"]]
    assert handlers.seen[3:] == [["crash"], ["crash"], ["crash"], ["e3", "e4"]]
    (message,) = given_up(stack)
    assert message["DDBStreamBatchInfo"]["batchSize"] == 1


def test_what_is_given_up_is_told_as_lambda_tells_it(stack: Stack, handlers: Any) -> None:
    handlers.failing.add("f1")
    write(stack, "f1")
    stack.settle()
    (message,) = given_up(stack)
    assert message["version"] == "1.0"
    assert message["requestContext"]["condition"] == "RetryAttemptsExhausted"
    assert message["requestContext"]["approximateInvokeCount"] == 3
    assert message["requestContext"]["functionArn"].endswith("ReadingFunction:$LATEST")
    info = message["DDBStreamBatchInfo"]
    assert info["streamArn"] == stack.deployment.resources["Table"].attributes["StreamArn"]
    assert info["startSequenceNumber"] == info["endSequenceNumber"]


def test_an_unknown_identifier_fails_the_whole_batch(stack: Stack, handlers: Any) -> None:
    write(stack, "g1", "g2")
    with pytest.MonkeyPatch.context() as patched:
        told = {"batchItemFailures": [{"itemIdentifier": "no such number"}]}
        patched.setitem(stack.invoker._handlers, "ReadingFunction", lambda _event, _context: told)
        stack.settle()
    (message,) = given_up(stack)
    assert message["DDBStreamBatchInfo"]["batchSize"] == 2
    assert handlers.seen == []


def test_records_are_the_json_that_lambda_hands_over(stack: Stack) -> None:
    write(stack, "h1")
    events: list[Any] = []
    with pytest.MonkeyPatch.context() as patched:
        patched.setitem(
            stack.invoker._handlers, "ReadingFunction", lambda event, _: events.append(event)
        )
        stack.settle()
    (record,) = events[0]["Records"]
    assert record["eventName"] == "INSERT"
    assert record["eventSource"] == "aws:dynamodb"
    assert record["awsRegion"] == "eu-west-2"
    assert record["eventSourceARN"] == stack.deployment.resources["Table"].attributes["StreamArn"]
    image = record["dynamodb"]["NewImage"]
    assert image["pk"] == {"S": "h1"}
    assert image["b"] == {"B": "AA=="}
    assert record["dynamodb"]["SequenceNumber"].isdigit()
    assert isinstance(record["dynamodb"]["ApproximateCreationDateTime"], float)


def test_what_a_delivery_writes_is_delivered_before_it_is_settled(stack: Stack) -> None:
    write(stack, "i1")
    delivered: list[str] = []

    def write_another(event: Any, _context: Any) -> None:
        delivered.extend(record["dynamodb"]["Keys"]["pk"]["S"] for record in event["Records"])
        if len(delivered) < 3:
            write(stack, f"i{len(delivered) + 1}")

    with pytest.MonkeyPatch.context() as patched:
        patched.setitem(stack.invoker._handlers, "ReadingFunction", write_another)
        assert stack.settle() == 3
    assert delivered == ["i1", "i2", "i3"]


def test_a_schedule_hands_over_the_time_it_was_due(stack: Stack, handlers: Any) -> None:
    summer = datetime(2026, 7, 1, 6, tzinfo=ZoneInfo("Europe/London"))
    outcome = stack.fire("Night", summer)
    assert outcome.succeeded
    assert outcome.attempts == 1
    assert outcome.payload == {"done": "2026-07-01T05:00:00Z"}
    assert handlers.seen == [{"time": "2026-07-01T05:00:00Z", "try": "1"}]


def test_a_schedule_can_be_named_as_cloudformation_names_it(stack: Stack, handlers: Any) -> None:
    assert stack.fire("NightlyFunctionNight").succeeded
    with pytest.raises(LookupError):
        stack.fire("Nights")
    assert len(handlers.seen) == 1


def test_what_a_schedule_could_not_do_is_told_to_the_failure_destination(
    stack: Stack, handlers: Any
) -> None:
    handlers.failing.add("nightly")
    outcome = stack.fire("Night", datetime(2026, 7, 1, 6, tzinfo=ZoneInfo("UTC")))
    assert not outcome.succeeded
    assert outcome.attempts == 2
    (message,) = given_up(stack)
    assert message["requestContext"]["condition"] == "RetriesExhausted"
    assert message["requestPayload"]["time"] == "2026-07-01T06:00:00Z"
    assert message["responsePayload"]["errorType"] == "ValueError"
    assert message["responsePayload"]["errorMessage"] == "not tonight"


def test_in_the_background_streams_are_fed_as_they_fill(stack: Stack, handlers: Any) -> None:
    import time

    write(stack, "j1")
    stack.dispatcher.start(every=0.01)
    try:
        deadline = time.monotonic() + 5
        while not handlers.seen and time.monotonic() < deadline:
            time.sleep(0.01)
    finally:
        stack.dispatcher.stop()
    assert handlers.seen == [["j1"]]
