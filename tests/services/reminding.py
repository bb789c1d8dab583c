"""The job that sends reminders, as its function runs it."""

from shared.domain.reminders import ReminderTerms
from shared.services.paging import Wanted
from shared.services.reminders_due import RemindersDue, reminders_due
from shared.services.send_reminders import Reminded, Reminding, send_reminders
from tests.services.world import World

COMPLIANCE = "compliance@awards.example"
TERMS = ReminderTerms()


def remind(world: World, compliance: str | None = COMPLIANCE) -> Reminded:
    how = Reminding(world.postbox, "https://portal.example", TERMS, compliance, lambda: world.now)
    call = world.service()
    return send_reminders(call, how, call.today)


def due(world: World, limit: int = 50, after: str | None = None) -> RemindersDue:
    return reminders_due(world.ao(), Wanted(limit, after), TERMS, COMPLIANCE)


def mailed(world: World, to: str) -> list[str]:
    """The subjects of the reminders that an address was sent."""
    about = ("Confirm that", "Results wait", "Receipts long")
    mail = [each for each in world.mail() if each["subject"].startswith(about)]
    return [each["subject"] for each in mail if each["to"] == to]


def days_of_reminders(world: World, to: str, days: int) -> list[str]:
    """Run the job every morning of so many days; the dates on which `to` was mailed."""
    found = []
    for _ in range(days):
        world.wait(days=1)
        before = len(mailed(world, to))
        assert remind(world).failures == []
        found += [f"{world.ao().today:%d %b}"] * (len(mailed(world, to)) - before)
    return found
