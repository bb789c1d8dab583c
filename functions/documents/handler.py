"""From the table's stream: a consignment that was recorded gets its documents, and again when they are asked for."""

from typing import Any

from aws_lambda_powertools import Logger, Metrics
from aws_lambda_powertools.metrics import MetricUnit

from shared.domain.people import THE_SERVICE
from shared.runtime import wiring
from shared.runtime.requests import now
from shared.services.call import Call
from shared.services.make_documents import make_documents

logger = Logger()
metrics = Metrics()


@metrics.log_metrics
def handler(event: dict[str, Any], _context: Any) -> dict[str, Any]:
    """Make them for each record in order; from the first that fails on, the stream delivers again."""
    for record in event["Records"]:
        consignment_id = record["dynamodb"]["NewImage"]["consignment_id"]["S"]
        try:
            _make(consignment_id)
        except Exception as failure:  # noqa: BLE001  (whatever it is, the stream tries again and then gives up)
            logger.error(  # noqa: TRY400  (a message may name people)
                "documents not made", consignment_id=consignment_id, error=type(failure).__name__
            )
            metrics.add_metric("DocumentsNotMade", MetricUnit.Count, 1)
            number = record["dynamodb"]["SequenceNumber"]
            return {"batchItemFailures": [{"itemIdentifier": number}]}
    return {"batchItemFailures": []}


def _make(consignment_id: str) -> None:
    call = Call(wiring.table(), THE_SERVICE, now())
    cabinet, letterhead, portal = wiring.cabinet(), wiring.letterhead(), wiring.portal_url()
    made = make_documents(call, cabinet, letterhead, portal, consignment_id).documents
    incomplete = [each.name for each in made if not each.complete]
    metrics.add_metric("DocumentsMade", MetricUnit.Count, len(made))
    if incomplete:
        metrics.add_metric("DocumentsWithMissingGlyphs", MetricUnit.Count, len(incomplete))
    logger.info("documents", consignment_id=consignment_id, made=len(made), incomplete=incomplete)
