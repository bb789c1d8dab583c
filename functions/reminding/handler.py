"""Every day at 05:00 in London, EventBridge Scheduler has centres and verifiers reminded of what waits for them."""

from datetime import datetime
from typing import Any

from aws_lambda_powertools import Logger, Metrics
from aws_lambda_powertools.metrics import MetricUnit

from shared.domain import limits
from shared.domain.clock import london_date
from shared.domain.people import THE_SERVICE
from shared.domain.reminders import Audience
from shared.runtime import wiring
from shared.runtime.requests import now
from shared.services.call import Call
from shared.services.paging import Wanted
from shared.services.reminders_due import reminders_due
from shared.services.send_reminders import Reminded, Reminding, send_reminders

logger = Logger()
metrics = Metrics()


class RemindersNotSent(Exception):
    """Some reminders were not sent; the job is to be tried again, for them alone."""


def handler(event: dict[str, Any], _context: Any) -> dict[str, Any]:
    """Send the reminders that are due on the date of the event's `time`; with `dry_run`, only list them."""
    on = london_date(datetime.fromisoformat(event["time"]))
    call, terms = Call(wiring.table(), THE_SERVICE, now()), wiring.reminder_terms()
    compliance = wiring.compliance_address()
    if event.get("dry_run") is True:
        due = reminders_due(call, Wanted(limits.PAGE_MOST), terms, compliance, on)
        return due.model_dump(mode="json")
    how = Reminding(wiring.postbox(), wiring.portal_url(), terms, compliance, now)
    told = send_reminders(call, how, on)
    _tell(told)
    if told.failures:
        raise RemindersNotSent(f"{len(told.failures)} reminders were not sent.")
    return {"sent": {to.value: told.sent[to] for to in Audience}, "silent": told.silent}


def _tell(told: Reminded) -> None:
    """Log and count what became of a run that ended; one that ended well is the heartbeat that an alarm listens for."""
    sent, failed = sum(told.sent.values()), len(told.failures)
    metrics.add_metric("RemindersSent", MetricUnit.Count, sent)
    metrics.add_metric("RemindersNotSent", MetricUnit.Count, failed)
    if failed:
        logger.error("reminders not sent", count=failed, errors=sorted({*told.failures}))
    else:
        metrics.add_metric("JobFinished", MetricUnit.Count, 1)
    metrics.flush_metrics()
    logger.info("reminders sent", count=sent, silent=told.silent)
