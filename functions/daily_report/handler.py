"""Every day at 06:00 in London, EventBridge Scheduler has the Certificate Receipt Pending report written and mailed."""

from datetime import datetime
from typing import Any

from aws_lambda_powertools import Logger, Metrics
from aws_lambda_powertools.metrics import MetricUnit

from shared.domain import limits
from shared.domain.clock import london_date
from shared.domain.people import THE_SERVICE
from shared.domain.working_days import last_day_known
from shared.runtime import wiring
from shared.runtime.requests import now
from shared.services.call import Call
from shared.services.mail_daily_report import mail_daily_report
from shared.services.print_daily_report import print_daily_report
from shared.services.write_daily_report import ReportWritten, write_daily_report

logger = Logger()
metrics = Metrics()


@metrics.log_metrics
def handler(event: dict[str, Any], _context: Any) -> dict[str, Any]:
    """Write the report that was due at the event's `time`; the last metric is the heartbeat that an alarm listens for.

    The mail comes afterwards and printing last: when one fails the rest stands, and the job is tried again.
    """
    due_at = datetime.fromisoformat(event["time"])
    attachable = limits.ATTACHED_BYTES if wiring.reader() else 0
    written = write_daily_report(wiring.table(), wiring.shelf(), due_at, now(), attachable)
    metrics.add_metric("ReceiptsPending", MetricUnit.Count, written.totals.count)
    metrics.add_metric("ReceiptsOverdue", MetricUnit.Count, written.totals.overdue)
    left = (last_day_known() - london_date(due_at)).days
    metrics.add_metric("DaysOfBankHolidaysLeft", MetricUnit.Count, left)
    logger.info("daily report written", keys=written.keys, count=written.totals.count)
    try:
        mailed = _mail(written)
    finally:
        printed = print_daily_report(wiring.shelf(), wiring.letterhead(), written)
        metrics.add_metric("PrintingFaults", MetricUnit.Count, int(not printed.complete))
    metrics.add_metric("JobFinished", MetricUnit.Count, 1)
    told = {"count": written.totals.count, "overdue": written.totals.overdue, "mailed": mailed}
    return {"keys": [*written.keys, printed.key], **told}


def _mail(written: ReportWritten) -> bool:
    if (reader := wiring.reader()) is None:
        return False
    call = Call(wiring.table(), THE_SERVICE, now())
    try:
        mailed = mail_daily_report(call, wiring.postbox(), reader, written)
    except Exception as failure:
        logger.error("daily report not mailed", error=type(failure).__name__)  # noqa: TRY400  (a message may name people)
        raise
    metrics.add_metric("DailyReportMailed", MetricUnit.Count, int(mailed))
    logger.info("daily report mailed" if mailed else "daily report was mailed before")
    return mailed
