"""From the table's stream: certificates are printed once issued, consignments get documents; and again when asked."""

from typing import Any

from aws_lambda_powertools import Logger, Metrics
from aws_lambda_powertools.metrics import MetricUnit

from shared.domain.documents import Documents
from shared.domain.people import THE_SERVICE
from shared.runtime import wiring
from shared.runtime.requests import now
from shared.services.call import Call
from shared.services.make_documents import make_documents
from shared.services.print_certificates import Printer, print_batch

logger = Logger()
metrics = Metrics()


@metrics.log_metrics
def handler(event: dict[str, Any], _context: Any) -> dict[str, Any]:
    """Make them for each record in order; from the first that fails on, the stream delivers again."""
    for record in event["Records"]:
        image = record["dynamodb"]["NewImage"]
        names = ("consignment_id", "course_run_id", "block")
        of = {name: image[name]["S"] for name in names if name in image}
        try:
            _tell(_make(**of), of)
        except Exception as failure:  # noqa: BLE001  (whatever it is, the stream tries again and then gives up)
            logger.error("documents not made", error=type(failure).__name__, of=of)  # noqa: TRY400  (a message may name people)
            metrics.add_metric("DocumentsNotMade", MetricUnit.Count, 1)
            number = record["dynamodb"]["SequenceNumber"]
            return {"batchItemFailures": [{"itemIdentifier": number}]}
    return {"batchItemFailures": []}


def _make(consignment_id: str = "", course_run_id: str = "", block: str = "") -> Documents:
    call = Call(wiring.table(), THE_SERVICE, now())
    of = (call, wiring.cabinet(), wiring.letterhead(), wiring.portal_url())
    if consignment_id:
        return make_documents(*of, consignment_id)
    return print_batch(Printer(*of), course_run_id, block)


def _tell(made: Documents, of: dict[str, str]) -> None:
    incomplete = [each.name for each in made.documents if not each.complete]
    metrics.add_metric("DocumentsMade", MetricUnit.Count, len(made.documents))
    if incomplete:
        metrics.add_metric("DocumentsWithMissingGlyphs", MetricUnit.Count, len(incomplete))
    logger.info("documents", made=len(made.documents), incomplete=incomplete, of=of)
