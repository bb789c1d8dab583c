"""Plays the demonstration on a running stack, through its public HTTP API and the local console."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from infra.demonstration.cast import CENTRES, VERIFIERS
from infra.demonstration.portal import AWARDING_ORGANISATION, LINK_HOLDER, NotPlayed, Portal
from infra.demonstration.stage import Stage
from infra.demonstration.stories import STORIES
from shared.domain.life_cycle import Status

Progress = Callable[[str], None]

# In pence, by how many days from now they hold. The awarding organisation pays for its own mistakes.
_FEES: Mapping[int, Mapping[str, int]] = {
    0: {"lost": 3000, "stolen": 3000, "name_change": 2400},
    60: {"lost": 3300, "stolen": 3300, "name_change": 2640},
}
_PENDING = "/reports/certificate-receipt-pending"
_REPORT, _REMINDERS = "DailyPendingReceiptReport", "DailyReminders"


@dataclass(frozen=True)
class Played:
    """What there is to look at afterwards.

    `today` is the service's date, `statuses` counts the course runs, `waiting_links` are verifiers'
    links by course run, `overdue` is a row of the report; `report` and `reminders` are what today's jobs answered.
    """

    today: date
    statuses: Mapping[str, int]
    waiting_links: Mapping[str, str]
    overdue: Mapping[str, Any]
    report: Mapping[str, Any]
    reminders: Mapping[str, Any]


def _silent(_message: str) -> None:
    """Nobody is watching."""


def play(url: str, progress: Progress = _silent) -> Played:
    """Plays every story on the stack at `url`, then has today's reminders sent and its report written.

    Raises NotPlayed, before anything is changed, where it was played already or mail cannot be read
    back.
    """
    with Portal(url) as portal:
        _refuse_a_second_time(portal)
        # The service says what day it is: in London, whatever this machine thinks.
        today = date.fromisoformat(portal.get(AWARDING_ORGANISATION, _PENDING)["as_of"])
        stage = Stage(portal, today)
        _register_people(portal)
        _set_fees(portal, today)
        progress(f"demonstration: {len(CENTRES)} centres, {len(VERIFIERS)} verifiers")
        for n, story in enumerate(STORIES, start=1):
            cohort = story.cohort(today)
            told = f"course run {n} of {len(STORIES)}: {cohort.course_run_id} {story.shows}"
            progress(f"{told} ({cohort.size} learners)")
            stage.register(cohort)
            story.acts(stage, cohort)
        reminders = _fire(portal, _REMINDERS, today, 5)
        told = ", ".join(f"{count} to {to}" for to, count in reminders["sent"].items())
        progress(f"today's reminders: {told}")
        report = _fire(portal, _REPORT, today, 6)
        progress(f"today's report: {report['count']} pending, {report['overdue']} overdue")
        return _look_around(portal, stage, report, reminders)


def _refuse_a_second_time(portal: Portal) -> None:
    portal.get(LINK_HOLDER, "/local/mail")
    for story in STORIES:
        if portal.has(AWARDING_ORGANISATION, f"/course-runs/{story.course_run_id}"):
            raise NotPlayed(f"{story.course_run_id} is there already; nothing was changed")


def _register_people(portal: Portal) -> None:
    for centre in CENTRES:
        details = asdict(centre)
        portal.put(AWARDING_ORGANISATION, f"/centres/{details.pop('centre_id')}", details)
    for verifier in VERIFIERS:
        details = asdict(verifier)
        portal.put(AWARDING_ORGANISATION, f"/verifiers/{details.pop('verifier_id')}", details)


def _set_fees(portal: Portal, today: date) -> None:
    for days, pence in _FEES.items():
        body = {"currency": "GBP", "vat_percent": "20", "pence": pence}
        portal.put(AWARDING_ORGANISATION, f"/fees/{today + timedelta(days=days)}", body)


def _fire(portal: Portal, schedule: str, today: date, hour: int) -> Mapping[str, Any]:
    """Fires a schedule as if it were that hour of today in London."""
    due = datetime.combine(today, time(hour), ZoneInfo("Europe/London")).astimezone(UTC)
    body = {"time": due.strftime("%Y-%m-%dT%H:%M:%SZ")}
    told = portal.post(LINK_HOLDER, f"/local/schedules/{schedule}", body)
    answer: Mapping[str, Any] = told["answer"]
    return answer


def _look_around(
    portal: Portal, stage: Stage, report: Mapping[str, Any], reminders: Mapping[str, Any]
) -> Played:
    runs = portal.get(AWARDING_ORGANISATION, "/course-runs?limit=200")["items"]
    overdue = portal.get(AWARDING_ORGANISATION, f"{_PENDING}?overdue=true")["items"]
    counted = Counter(run["status"] for run in runs)
    statuses = {status.value: counted[status] for status in Status if counted[status]}
    return Played(stage.today, statuses, stage.links, overdue[0], report, reminders)
