"""Two of the functions as they are commonly written, to compare with: never deployed.

Powertools' resolver with its validation, boto3's resource and an item for each result. The bodies and the rules that
they are held to are the service's own, so that only the way of building differs.
"""

import os
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from typing import Annotated, Any

import boto3
from aws_lambda_powertools import Logger, Metrics
from aws_lambda_powertools.event_handler import APIGatewayHttpResolver
from aws_lambda_powertools.event_handler.exceptions import BadRequestError, NotFoundError
from aws_lambda_powertools.event_handler.openapi.params import Path
from aws_lambda_powertools.metrics import MetricUnit
from pydantic import BaseModel

from infra.bench.sample import RUN, Event, Sample
from shared.domain.course_run import Roster
from shared.domain.receipts import NewReceipt, date_received_faults
from shared.domain.results import Results, in_roster_order, result_faults, results_fingerprint

logger = Logger()
metrics = Metrics()
app = APIGatewayHttpResolver(enable_validation=True)


@cache
def table() -> Any:
    """The table, made once."""
    return boto3.resource("dynamodb").Table(os.environ["TABLE_NAME"])


class Submitted(BaseModel):
    """The answer to a submission."""

    course_run_id: str
    status: str
    version: int
    sha256: str
    submitted_at: datetime
    results: int


class Confirmed(BaseModel):
    """The answer to a receipt."""

    course_run_id: str
    consignment_id: str
    date_received: date
    confirmed_at: datetime


@app.post("/course-runs/<course_run_id>/results")
def submit(course_run_id: Annotated[str, Path()], body: Results) -> Submitted:
    """Store every result as an item, then move the run on."""
    run = _item(course_run_id, "RUN")
    if run["status"] not in {"open", "submitted", "returned"}:
        raise BadRequestError("The run is decided.")
    now = datetime.now(UTC)
    roster = Roster.model_validate(run | _item(course_run_id, "ROSTER"))
    if faults := result_faults(body.results, roster, now.date()):
        raise BadRequestError(str(faults))
    results = in_roster_order(body.results, roster)
    version = int(run.get("submission_version", 0)) + 1
    submission = {
        "version": version,
        "sha256": results_fingerprint(results),
        "submitted_at": now.isoformat(),
        "results": len(results),
    }
    with table().batch_writer() as batch:
        for result in results:
            place = f"SUBMISSION#{version:06d}#{result.learner_id}#{result.unit}"
            facts = result.model_dump(mode="json", exclude_none=True)
            batch.put_item(Item={"pk": f"RUN#{course_run_id}", "sk": place, **facts})
    changes = {"submission": submission, "submission_version": version}
    _move_on(run, "submitted", now, changes, [])
    return Submitted.model_validate(
        {"course_run_id": course_run_id, "status": "submitted", **submission}
    )


@app.post("/course-runs/<course_run_id>/receipts")
def confirm(course_run_id: Annotated[str, Path()], body: NewReceipt) -> Confirmed:
    """Record the receipt on the consignment's line and move the run on."""
    run = _item(course_run_id, "RUN")
    if run["status"] != "dispatched":
        raise BadRequestError("Nothing is pending.")
    consignment_id = body.consignment_id or str(run["pending"][0]["consignment_id"])
    line = _item(course_run_id, f"RUN#CONSIGNMENT#{consignment_id}")
    now = datetime.now(UTC)
    dispatched_on = date.fromisoformat(line["dispatched_on"])
    if faults := date_received_faults(body.date_received, dispatched_on, now.date()):
        raise BadRequestError(str(faults))
    receipt = body.model_dump(mode="json", exclude_none=True) | {"confirmed_at": now.isoformat()}
    received = {
        "Update": {
            "TableName": table().name,
            "Key": {"pk": line["pk"], "sk": line["sk"]},
            "UpdateExpression": "SET receipt = :receipt REMOVE centre_view, organisation_view",
            "ConditionExpression": "attribute_not_exists(receipt)",
            "ExpressionAttributeValues": {":receipt": receipt},
        }
    }
    _move_on(run, "received", now, {"receipts": int(run.get("receipts", 0)) + 1}, [received])
    return Confirmed(
        course_run_id=course_run_id,
        consignment_id=consignment_id,
        date_received=body.date_received,
        confirmed_at=now,
    )


def _item(course_run_id: str, sort: str) -> dict[str, Any]:
    key = {"pk": f"RUN#{course_run_id}", "sk": sort}
    found = table().get_item(Key=key, ConsistentRead=True)
    if "Item" not in found:
        raise NotFoundError("There is no such course run.")
    item: dict[str, Any] = found["Item"]
    return item


def _move_on(
    run: dict[str, Any],
    status: str,
    now: datetime,
    changes: dict[str, Any],
    more: list[dict[str, Any]],
) -> None:
    """Change the run's head and write the event, on the version that was read."""
    version = int(run["version"])
    order = f"{now.isoformat()}#{run['course_run_id']}"
    values = {
        "status": status,
        "version": version + 1,
        "updated_at": now.isoformat(),
        "organisation_view": f"STATUS#{status}",
        "place": order,
        **changes,
    }
    head = {
        "TableName": table().name,
        "Key": {"pk": run["pk"], "sk": run["sk"]},
        "UpdateExpression": "SET " + ", ".join(f"#{name} = :{name}" for name in values),
        "ConditionExpression": "#version = :before",
        "ExpressionAttributeNames": {f"#{name}": name for name in values},
        "ExpressionAttributeValues": {":before": version}
        | {f":{name}": value for name, value in values.items()},
    }
    event = {
        "pk": run["pk"],
        "sk": f"EVENT#{version + 1:08d}",
        "id": str(uuid.uuid4()),
        "at": now.isoformat(),
        "by": app.current_event.request_context.authorizer.jwt_claim,
        "from": run["status"],
        "to": status,
        "facts": changes,
    }
    event_put = {"Put": {"TableName": table().name, "Item": event}}
    table().meta.client.transact_write_items(TransactItems=[{"Update": head}, event_put, *more])


@logger.inject_lambda_context
@metrics.log_metrics
def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """What Lambda calls."""
    answer = app.resolve(event, context)
    metrics.add_metric(name="Answered", unit=MetricUnit.Count, value=1)
    logger.info("answered", extra={"status": answer["statusCode"]})
    return answer


@dataclass(frozen=True)
class Context:
    """What Powertools asks of Lambda's context."""

    function_name: str = "conventional"
    memory_limit_in_mb: int = 1024
    invoked_function_arn: str = "arn:aws:lambda:eu-west-2:123456789012:function:conventional"
    aws_request_id: str = "00000000-0000-0000-0000-000000000000"


def prepare(sample: Sample, register: Callable[[Event], Any]) -> None:
    """Registers the sample's run as the service does, and adds its roster as these functions read it."""
    table.cache_clear()
    for event in sample.registering():
        register(event)
    key = {"pk": f"RUN#{RUN}", "sk": "ROSTER"}
    table().put_item(Item={**key, **sample.roster})
