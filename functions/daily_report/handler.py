"""Every day at 06:00 in London, EventBridge Scheduler has the Certificate Receipt Pending report written."""

from datetime import datetime
from typing import Any

from aws_lambda_powertools import Logger, Metrics
from aws_lambda_powertools.metrics import MetricUnit

from shared.domain.clock import london_date
from shared.domain.working_days import last_day_known
from shared.runtime import wiring
from shared.runtime.requests import now
from shared.services.write_daily_report import write_daily_report

logger = Logger()
metrics = Metrics()


@metrics.log_metrics
def handler(event: dict[str, Any], _context: Any) -> dict[str, Any]:
    """Write the report that was due at the event's `time`; the metric is the heartbeat that an alarm listens for."""
    due_at = datetime.fromisoformat(event["time"])
    written = write_daily_report(wiring.table(), wiring.shelf(), due_at, now())
    metrics.add_metric("DailyReportWritten", MetricUnit.Count, 1)
    metrics.add_metric("ReceiptsPending", MetricUnit.Count, written.totals.count)
    metrics.add_metric("ReceiptsOverdue", MetricUnit.Count, written.totals.overdue)
    left = (last_day_known() - london_date(due_at)).days
    metrics.add_metric("DaysOfBankHolidaysLeft", MetricUnit.Count, left)
    logger.info("daily report written", keys=written.keys, count=written.totals.count)
    return {"keys": written.keys, "count": written.totals.count, "overdue": written.totals.overdue}
