"""From the table's stream: events that ask for it have the verifier mailed."""

from typing import Any

from aws_lambda_powertools import Logger, Metrics
from aws_lambda_powertools.metrics import MetricUnit

from shared.domain.people import THE_SERVICE
from shared.runtime import wiring
from shared.runtime.requests import now
from shared.services.call import Call
from shared.services.notify_verifier import notify_verifier

logger = Logger()
metrics = Metrics()


@metrics.log_metrics
def handler(event: dict[str, Any], _context: Any) -> dict[str, Any]:
    """Notify for each record in order; from the first that fails on, the stream delivers again."""
    for record in event["Records"]:
        try:
            _notify(record["dynamodb"]["NewImage"])
        except Exception as failure:  # noqa: BLE001  (whatever it is, the stream tries again and then gives up)
            logger.error("verifier not notified", error=type(failure).__name__)  # noqa: TRY400  (a message may name people)
            metrics.add_metric("VerifierNotNotified", MetricUnit.Count, 1)
            number = record["dynamodb"]["SequenceNumber"]
            return {"batchItemFailures": [{"itemIdentifier": number}]}
    return {"batchItemFailures": []}


def _notify(image: dict[str, Any]) -> None:
    course_run_id, asked_by = image["course_run_id"]["S"], int(image["sequence"]["N"])
    call = Call(wiring.table(), THE_SERVICE, now())
    terms, letterhead = wiring.link_terms(), wiring.letterhead()
    notified = notify_verifier(call, wiring.postbox(), terms, letterhead, course_run_id, asked_by)
    metrics.add_metric("VerifierNotified", MetricUnit.Count, 1)
    if notified.copy_fault:
        metrics.add_metric("PrintingFaults", MetricUnit.Count, 1)
        logger.warning("copy not printed", course_run_id=course_run_id, fault=notified.copy_fault)
    logger.info("notification", course_run_id=course_run_id, state=notified.state)
