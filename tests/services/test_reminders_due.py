"""The dry run lists whom the job would mail and about what, and neither mails nor writes."""

from datetime import date

import pytest

from shared.domain import limits
from shared.domain.faults import Forbidden, Invalid
from shared.services.paging import Wanted, wanted
from shared.services.reminders_due import reminders_due
from tests.services.reminding import COMPLIANCE, TERMS, due, mailed, remind
from tests.services.world import World


def two_centres_and_a_verifier(world: World) -> None:
    world.dispatched("R1", title="Autumn")
    world.dispatched("R2", centre_id="C2")
    world.submitted("R3")
    world.wait(days=28)


def test_it_lists_what_the_job_then_mails(world: World) -> None:
    two_centres_and_a_verifier(world)
    before, mail = world.items(), world.mail()
    listed = due(world)
    assert (world.items(), world.mail()) == (before, mail)
    assert [(each.to, each.reader_id, each.email, each.count) for each in listed.items] == [
        ("centre", "C1", "C1@centres.example", 1),
        ("centre", "C2", "C2@centres.example", 1),
        ("compliance", None, COMPLIANCE, 2),
        ("verifier", "V1", "V1@verifiers.example", 1),
    ]
    (row,) = listed.items[0].receipts
    assert (row.course_run_id, row.title, row.working_days_left) == ("R1", "Autumn", -10)
    assert (row.receipt_due_on, row.reminded_on) == (date(2026, 12, 7), date(2026, 12, 21))
    (asked,) = listed.items[3].verifications
    assert (asked.course_run_id, asked.working_days_waiting) == ("R3", 20)
    assert remind(world).sent == {"centre": 2, "verifier": 1, "compliance": 1}
    assert all(len(mailed(world, each.email or "")) == 1 for each in listed.items)
    assert due(world).items == []


def test_it_looks_ahead(world: World) -> None:
    world.dispatched()
    for day, count in ((29, 0), (30, 1)):
        on = date(2026, 11, day)
        found = reminders_due(world.ao(), Wanted(), TERMS, COMPLIANCE, on)
        assert (found.on, len(found.items)) == (on, count)


def test_without_a_compliance_lead_nobody_is_told(world: World) -> None:
    two_centres_and_a_verifier(world)
    found = reminders_due(world.ao(), Wanted(), TERMS, None)
    assert [each.to for each in found.items] == ["centre", "centre", "verifier"]


def test_it_comes_in_pages(world: World) -> None:
    two_centres_and_a_verifier(world)
    whole, told, cursor = due(world).items, [], None
    for _ in range(4):
        page = reminders_due(world.ao(), wanted("1", cursor), TERMS, COMPLIANCE)
        told, cursor = told + page.items, page.next_cursor
    assert (told, cursor) == (whole, None)


def test_of_many_receipts_the_earliest_due_are_named(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "REMINDED_OF", 2)
    for n in range(3):
        world.dispatched(f"R{n}")
        world.wait(days=1)
    world.wait(days=28)
    centre = due(world).items[0]
    assert (centre.count, [row.course_run_id for row in centre.receipts]) == (3, ["R0", "R1"])
    remind(world)
    text = next(each["text"] for each in world.mail() if each["to"] == centre.email)
    assert "3 course runs" in text
    assert "And 1 other receipt." in text
    assert "R2" not in text


def test_only_the_awarding_organisation_is_told(world: World) -> None:
    for call in (world.centre(), world.verifier()):
        with pytest.raises(Forbidden):
            reminders_due(call, Wanted(), TERMS, COMPLIANCE)


@pytest.mark.parametrize("on", [date(1900, 1, 1), date(2999, 1, 1)])
def test_a_date_without_bank_holidays_is_refused(world: World, on: date) -> None:
    with pytest.raises(Invalid) as refused:
        reminders_due(world.ao(), Wanted(), TERMS, COMPLIANCE, on)
    assert [fault.pointer for fault in refused.value.faults] == ["/on"]
