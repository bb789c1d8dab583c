"""Each step of a course run's life on moto, with the table of template.yaml: its calls and its write units."""

import importlib
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import boto3
from moto import mock_aws

from infra.bench.counting import Counted, Meter, last_mail, make_table
from infra.bench.rows import Row
from infra.bench.sample import RUN, Event, Sample, with_key
from infra.bench.surroundings import REGION, SENDER, TABLE, surroundings
from infra.local import mailbox
from infra.local.translating import read_template

PART = "Calls and write request units of each step (counted on moto, priced by DynamoDB's rules)"
UNITS_TO_SUBMIT = 20


@dataclass
class Bench:
    """Handlers on a table of their own, with every call counted."""

    meter: Meter

    def call(self, folder: str, event: Event) -> dict[str, Any]:
        """A function's answer to an event; raises where it refused."""
        answer: dict[str, Any] = handler_of(folder)(event, None)
        if answer.get("statusCode", 200) >= 400 or answer.get("batchItemFailures"):
            raise RuntimeError(f"{folder} refused: {answer}")
        return answer


def handler_of(folder: str) -> Callable[[Event, Any], Any]:
    """The handler in one folder of functions/."""
    handler: Callable[[Event, Any], Any]
    handler = importlib.import_module(f"functions.{folder}.handler").handler
    return handler


def conventional() -> Any:
    """The module of functions as commonly written, first imported where its logs go nowhere."""
    return importlib.import_module("infra.bench.conventional")


@contextmanager
def bench() -> Iterator[Bench]:
    """Moto, the table, and handlers that meet both."""
    properties = read_template()["Resources"]["CourseRunsTable"]["Properties"]
    with surroundings(), mock_aws():
        wiring = importlib.import_module("shared.runtime.wiring")
        keys = make_table(properties)
        session = boto3.session.Session(region_name=REGION)
        session.client("sesv2").create_email_identity(EmailIdentity=SENDER)
        wiring.forget()
        try:
            yield Bench(Meter(keys))
        finally:
            wiring.forget()
            boto3.DEFAULT_SESSION = None


def stream_record(event_item: dict[str, Any]) -> Event:
    """The table's stream saying that an event was written."""
    return {"Records": [{"dynamodb": {"NewImage": event_item, "SequenceNumber": "1"}}]}


def latest_event(course_run_id: str = RUN) -> dict[str, Any]:
    """A run's newest event as it lies in the table."""
    client = boto3.session.Session(region_name=REGION).client("dynamodb")
    found = client.query(
        TableName=TABLE,
        KeyConditionExpression="pk = :pk AND begins_with(sk, :sk)",
        ExpressionAttributeValues={":pk": {"S": f"RUN#{course_run_id}"}, ":sk": {"S": "EVENT#"}},
        ScanIndexForward=False,
        Limit=1,
    )
    item: dict[str, Any] = found["Items"][0]
    return item


def token_of_last_mail() -> str:
    """The token in the link that the verifier was sent."""
    return str(mailbox.read(last_mail())["links"][0]).rpartition("/")[2]


def walk(on: Bench, sample: Sample) -> Iterator[tuple[str, Counted]]:
    """Takes the sample's run from registration to receipt; yields each step with what it asked of AWS."""
    *people, run = sample.registering()
    for event in people:
        on.call("registering", event)
    on.meter.take()
    on.call("registering", run)
    yield "register", on.meter.take()
    on.call("submitting_results", sample.submitting())
    yield f"submit {sample.learners} × {sample.units}", on.meter.take()
    record = stream_record(latest_event())
    on.meter.take()
    on.call("notifying_verifier", record)
    yield "notify", on.meter.take()
    on.call("verifying", sample.verifying(token_of_last_mail()))
    yield "verify", on.meter.take()
    opened = on.call("queries", sample.querying())
    yield "open a query", on.meter.take()
    on.call("queries", sample.resolving(_query_id(opened)))
    yield "resolve a query", on.meter.take()
    on.call("issuing_certificates", sample.issuing())
    yield "issue", on.meter.take()
    on.call("recording_dispatch", sample.dispatching())
    yield "dispatch", on.meter.take()
    on.call("confirming_receipt", sample.confirming())
    yield "confirm", on.meter.take()


def _query_id(answer: dict[str, Any]) -> str:
    return str(json.loads(answer["body"])["query"]["query_id"])


def measure(learners: int = 30, units: int = 6) -> Iterator[Row]:
    """A row for each step, and submitting in two other ways to compare with."""
    sample = Sample(learners, units)
    with bench() as on:
        for name, counted in walk(on, sample):
            yield _row(name, counted, _goals(name))
    with bench() as on:
        for event in sample.registering():
            on.call("registering", event)
        on.meter.take()
        on.call("submitting_results", with_key(sample.submitting()))
        yield _row("submit, with an Idempotency-Key", on.meter.take(), _goals("submit"))
    with bench() as on:
        usual = conventional()
        usual.prepare(sample, lambda event: on.call("registering", event))
        on.meter.take()
        usual.handler(sample.submitting(), usual.Context())
        yield _row("submit, as commonly written", on.meter.take(), {})


def _goals(name: str) -> dict[str, float]:
    # Notifying has two by design: an email must never lead to a link that is not there yet.
    goals: dict[str, float] = {"write calls": 2 if name == "notify" else 1}
    return goals | ({"write units": UNITS_TO_SUBMIT} if name.startswith("submit") else {})


def _row(name: str, counted: Counted, goals: dict[str, float]) -> Row:
    figures = {
        "read calls": counted.reads.total(),
        "write calls": counted.writes.total(),
        "write units": counted.units,
    }
    return Row(PART, name, figures, goals, tuple(_notes(counted)))


def _notes(counted: Counted) -> Iterator[str]:
    """Where the units go: a line for each item, unless there are very many."""
    if len(counted.written) > 10:
        yield f"{len(counted.written)} items"
        return
    for each in counted.written:
        parts = {"table": each.cost.table} | dict(each.cost.indexes)
        said = " + ".join(f"{name} {units}" for name, units in parts.items())
        yield f"{each.kind}, {each.size:,} bytes: {said}"
